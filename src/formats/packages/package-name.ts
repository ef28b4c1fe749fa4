import type { PackageName } from './record.ts';

/** An npm name: `left-pad`, `@scope/name`. Case is kept: `JSONStream` and `jsonstream` are two packages. */
export function npmName(full: string): PackageName {
  const slash = full.charCodeAt(0) === 64 ? full.indexOf('/') : -1;
  if (slash < 0) return { ecosystem: 'npm', namespace: undefined, name: full };
  return { ecosystem: 'npm', namespace: full.slice(0, slash), name: full.slice(slash + 1) };
}

/** A PyPI name: lower case with one `-` for a run of `-`, `_` and `.` (PEP 503; package URL type definition of pypi), and the name as written where it is spelled otherwise. */
export function pypiName(name: string): PackageName & { readonly written?: string } {
  const lower = name.toLowerCase();
  const folded = lower.replace(/[-_.]+/g, '-');
  return { ecosystem: 'pypi', namespace: undefined, name: folded, ...(folded === lower ? {} : { written: name }) };
}

/** A Go module path: lower case, split before its last element (package URL type definition of golang). */
export function golangName(module: string): PackageName {
  return splitLast('golang', module.toLowerCase());
}

/** A Maven group and artifact; both keep their case. */
export function mavenName(group: string, artifact: string): PackageName {
  return { ecosystem: 'maven', namespace: group === '' ? undefined : group, name: artifact };
}

/** A Composer name, `vendor/name`, lower case. */
export function composerName(full: string): PackageName {
  return splitLast('composer', full.toLowerCase());
}

/** A repository at GitHub, `owner/name`, lower case. */
export function githubName(full: string): PackageName {
  return splitLast('github', full.toLowerCase());
}

/** A name that has no namespace in its ecosystem. */
export function plainName(ecosystem: string, name: string): PackageName {
  return { ecosystem, namespace: undefined, name };
}

/** A name whose namespace is everything before its last slash. */
export function splitLast(ecosystem: string, full: string): PackageName {
  const slash = full.lastIndexOf('/');
  return slash < 0
    ? { ecosystem, namespace: undefined, name: full }
    : { ecosystem, namespace: full.slice(0, slash), name: full.slice(slash + 1) };
}

/** A Hex package: lower case, an organisation as namespace (package URL type definition of hex). */
export function hexName(name: string, organisation?: string): PackageName {
  return { ecosystem: 'hex', namespace: organisation, name: name.toLowerCase() };
}

/** The package a repository URL stands for: `pkg:github`, `pkg:bitbucket`, or generic with the repository's name. */
export function repositoryName(url: string): PackageName {
  const path = /^(?:git\+)?(?:[a-z]{1,10}:\/\/)?(?:[^@/\s]{1,100}@)?([\w.-]{1,200})(?::\d{1,5})?[/:](\S{1,500}?)(?:\.git)?\/?$/i.exec(url.trim());
  const host = path?.[1]?.toLowerCase();
  const rest = path?.[2] ?? url;
  if (host === 'github.com' && /^[^/]+\/[^/]+$/.test(rest)) return githubName(rest);
  if (host === 'bitbucket.org' && /^[^/]+\/[^/]+$/.test(rest)) return splitLast('bitbucket', rest.toLowerCase());
  return { ecosystem: 'generic', namespace: undefined, name: rest.slice(rest.lastIndexOf('/') + 1) || rest };
}

/** The name as people of that ecosystem write it: `@scope/name`, `group:artifact`, `golang.org/x/net`. */
export function fullNameOf(record: PackageName): string {
  if (record.namespace === undefined) return record.name;
  return record.namespace + (record.ecosystem === 'maven' ? ':' : '/') + record.name;
}
