import { githubName, npmName, splitLast } from './package-name.ts';
import type { PackageName } from './record.ts';

/** A package that a Deno import specifier names. */
export interface DenoPackage extends PackageName {
  readonly version?: string | undefined;
  readonly range?: string | undefined;
  readonly resolved?: string | undefined;
}

/** Reads `npm:chalk@5`, `jsr:@std/path@^1`, `https://deno.land/std@0.1.0/path/mod.ts`; undefined for local paths. Source: Deno manual, modules. */
export function denoPackage(specifier: string): DenoPackage | undefined {
  const registry = /^(npm|jsr):\/?((?:@[^@/\s]{1,214}\/)?[^@/\s]{1,214})(?:@([^/\s_]{1,256}))?/.exec(specifier);
  if (registry !== null) {
    const [, kind, name = '', wanted] = registry;
    const named = kind === 'npm' ? npmName(name) : splitLast('jsr', name);
    return { ...named, ...versionOf(wanted) };
  }
  const url = /^https?:\/\/([^/\s]{1,255})\/(\S{1,2000})$/.exec(specifier);
  if (url === null) return undefined;
  const versioned = /^((?:x\/|gh\/|jsr\/)?(?:@[^@/]{1,214}\/)?[^@]{1,214})@([^/?]{1,256})/.exec(url[2] ?? '');
  const host = url[1] ?? '';
  const name = versioned?.[1] ?? (url[2] ?? '').split(/[?#]/)[0] ?? '';
  // esm.sh and its kind serve npm packages by name.
  const isNpm = /^(?:esm\.sh|cdn\.skypack\.dev|esm\.run|unpkg\.com)$/.test(host);
  const named = isNpm ? servedName(name) : { ecosystem: 'generic', namespace: host.toLowerCase(), name };
  const version = versioned?.[2];
  return { ...named, ...versionOf(named.ecosystem === 'github' ? version : version?.replace(/^v(?=\d)/, '')), resolved: specifier };
}

/** What esm.sh serves: packages of npm, and under a prefix those of JSR and repositories of GitHub. */
function servedName(name: string): PackageName {
  if (name.startsWith('jsr/')) return splitLast('jsr', name.slice(4));
  return name.startsWith('gh/') ? githubName(name.slice(3)) : npmName(name);
}

function versionOf(wanted: string | undefined): { version?: string; range?: string } {
  if (wanted === undefined) return {};
  return /^v?\d+\.\d+\.\d+/.test(wanted) && !/\s|\|\|/.test(wanted) ? { version: wanted } : { range: wanted };
}
