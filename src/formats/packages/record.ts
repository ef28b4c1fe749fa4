import type { SyntaxProblem } from '../node.ts';

/** The part of a build a package is wanted for. */
export type PackageScope = 'runtime' | 'dev' | 'peer' | 'optional' | 'build' | 'test';

/**
 * One package named by a manifest, a lockfile or a bill of materials.
 * Type, namespace and name are in the spelling the package URL specification asks for, so that records can be compared.
 */
export interface PackageRecord {
  /** The type of the package URL: `npm`, `pypi`, `golang`, `cargo`, `maven` … */
  readonly ecosystem: string;
  /** `@scope`, Maven group, Go module path without its last element, Composer vendor. Never ends with a slash. */
  readonly namespace?: string;
  readonly name: string;
  /** The exact version: what a lockfile says, or a manifest that pins. */
  readonly version?: string;
  /** The range as it is written in a manifest. */
  readonly range?: string;
  /** UTF-16 offset of the place in the text that names the package. */
  readonly start: number;
  /** UTF-16 offset after that place. */
  readonly end: number;
  /** True when the project asks for it itself; false when another package brings it in; undefined when the file does not say. */
  readonly direct?: boolean;
  readonly scope?: PackageScope;
  /** The URL or git source it comes from, as written. */
  readonly resolved?: string;
  /** The hash as written: `sha512-…`, `sha256:…`, `h1:…`. */
  readonly integrity?: string;
  /** The licence as written, an SPDX expression in most formats. */
  readonly licence?: string;
  /** True when the lockfile says that installing it runs its own code. */
  readonly installScript?: boolean;
  /** Names of the packages that bring it in, when the file says so. */
  readonly parents?: readonly string[];
  /** The name it goes by in this project, where that is not its own. */
  readonly alias?: string;
  /** Qualifiers of the package URL: `repository_url`, `vcs_url`, `classifier`, `type` … */
  readonly qualifiers?: ReadonlyMap<string, string>;
  /** Path of the file that names it, where that is not the file that was read (an included requirements file, a parent). Offsets are then into that file. */
  readonly path?: string;
}

/** What kind of document a reading comes from. */
export type PackageDocumentKind = 'manifest' | 'lockfile' | 'sbom';

/** What reading a package document gives: as much as could be read, and what could not. */
export interface PackageReading {
  readonly packages: readonly PackageRecord[];
  /** Merge-conflict markers, truncation, an unknown lockfile version, a binary lockfile, an include that leads nowhere. */
  readonly problems: readonly SyntaxProblem[];
  /** The tool the document belongs to: `npm`, `pnpm`, `yarn`, `uv`, `cargo` … */
  readonly manager?: string;
  readonly kind: PackageDocumentKind;
  /** The version of the lockfile format, as written. */
  readonly formatVersion?: string;
}
