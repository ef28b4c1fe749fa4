import type { SyntaxProblem } from '../node.ts';

/** The part of a build a package is wanted for. */
export type PackageScope = 'runtime' | 'dev' | 'peer' | 'optional' | 'build' | 'test';

/** The parts of a package URL that say which package it is, whatever its version, in the specification's spelling. */
export interface PackageName {
  /** The type of the package URL: `npm`, `pypi`, `golang`, `cargo`, `maven` … */
  readonly ecosystem: string;
  /** `@scope`, Maven group, Go module path without its last element, Composer vendor. Never ends with a slash. */
  readonly namespace?: string | undefined;
  readonly name: string;
}

/** One package named by a manifest, a lockfile or a bill of materials. */
export interface PackageRecord extends PackageName {
  /** The name as the document spells it, where the package URL spells it otherwise (PyPI: `under_score` is `under-score`). */
  readonly written?: string | undefined;
  /** The exact version: what a lockfile says, or a manifest that pins. */
  readonly version?: string | undefined;
  /** The range as it is written in a manifest. */
  readonly range?: string | undefined;
  /** UTF-16 offset of the place in the text that names the package. */
  readonly start: number;
  /** UTF-16 offset after that place. */
  readonly end: number;
  /** True when the project asks for it itself; false when another package brings it in; undefined when the file does not say. */
  readonly direct?: boolean | undefined;
  readonly scope?: PackageScope | undefined;
  /** True where it is asked for on some systems or versions only: a lockfile may rightly leave it, or its hash, out. */
  readonly conditional?: boolean | undefined;
  /** The URL or git source it comes from, as written. */
  readonly resolved?: string | undefined;
  /** The hash as written: `sha512-…`, `sha256:…`, `h1:…`. */
  readonly integrity?: string | undefined;
  /** The licence as written, an SPDX expression in most formats. */
  readonly licence?: string | undefined;
  /** True when the lockfile says that installing it runs its own code. */
  readonly installScript?: boolean | undefined;
  /** Full names (`fullNameOf`) of the packages that bring it in, when the file says so. */
  readonly parents?: readonly string[] | undefined;
  /** The name it goes by in this project, where that is not its own. */
  readonly alias?: string | undefined;
  /** Qualifiers of the package URL: `repository_url`, `vcs_url`, `classifier`, `type` … */
  readonly qualifiers?: ReadonlyMap<string, string> | undefined;
  /** A part of the package: a CocoaPods subspec, an action in a folder of its repository. */
  readonly subpath?: string | undefined;
  /** Path of the file that names it, where that is not the file that was read (an included requirements file). Offsets are then into that file. */
  readonly path?: string | undefined;
  /** True for the package the document itself describes: what is built here, not what it depends on. */
  readonly project?: boolean | undefined;
  /** True, beside `project`, for what only asks for the others and is no package itself: the root of Yarn's workspaces, uv's virtual project, the conanfile of a conan.lock. */
  readonly consumer?: boolean | undefined;
}

/** What kind of document a reading comes from. */
export type PackageDocumentKind = 'manifest' | 'lockfile' | 'sbom';

/** What reading a package document gives: as much as could be read, and what could not. */
export interface PackageReading {
  readonly packages: readonly PackageRecord[];
  /** Merge-conflict markers, truncation, an unknown lockfile version, a binary lockfile, an include that leads nowhere. */
  readonly problems: readonly SyntaxProblem[];
  /** The tool the document belongs to: `npm`, `pnpm`, `yarn`, `uv`, `cargo` … */
  readonly manager?: string | undefined;
  readonly kind: PackageDocumentKind;
  /** The version of the lockfile format, as written. */
  readonly formatVersion?: string | undefined;
  /** Every other file that was read for it, as repository paths: a change to any of them asks for a new reading. */
  readonly inputs?: readonly string[] | undefined;
}

/** Reads the files beside a document: includes, parents, catalogues. Paths are repository-relative with forward slashes. */
export interface SiblingFiles {
  /** The text of a file, or undefined when there is none. */
  readText(path: string): string | undefined;
  /** Names (not paths) of the files directly in a folder; empty when there is none. */
  list(folder: string): readonly string[];
}

/** Reads one package document. Never throws; siblings are optional and only add to what the document says. */
export type PackageReader = (text: string, path: string, files?: SiblingFiles) => PackageReading;
