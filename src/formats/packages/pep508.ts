import { pypiName } from './package-name.ts';
import type { PackageName } from './record.ts';

/** A requirement as PEP 508 writes it: `name[extra] >=1,<2 ; marker` or `name @ url`. */
export interface Requirement extends PackageName {
  /** The name as written. */
  readonly written: string;
  /** The same, when the package URL spells it otherwise. */
  readonly spelled: string | undefined;
  readonly range?: string | undefined;
  /** Set when the specifier is one `==` or `===` without a wildcard. */
  readonly version?: string | undefined;
  readonly url?: string | undefined;
  /** Set when an environment marker follows. */
  readonly conditional?: true | undefined;
  /** Offset of the name in the text that was given. */
  readonly at: number;
}

const head = /^\s{0,200}([A-Za-z0-9](?:[A-Za-z0-9._-]{0,200}[A-Za-z0-9])?)\s{0,50}(?:\[[^\]]{0,5000}\])?\s{0,50}/;
const pinned = /^={2,3}\s{0,20}([^\s*,;]{1,200})$/;

/** Reads one requirement; undefined when the text does not start with a package name, or what follows is no specifier. */
export function parseRequirement(text: string): Requirement | undefined {
  const found = head.exec(text);
  const written = found?.[1];
  if (found === null || written === undefined) return undefined;
  const rest = text.slice(found[0].length);
  const at = text.indexOf(written);
  const { written: spelled, ...named } = pypiName(written);
  const name = { ...named, spelled };
  const marker = rest.indexOf(';');
  const conditional = marker < 0 ? undefined : true;
  if (rest.startsWith('@')) return { ...name, written, at, conditional: /\s;/.test(rest) ? true : undefined, url: rest.slice(1).trim().split(/[\s;]/, 1)[0] };
  let range = (marker < 0 ? rest : rest.slice(0, marker)).trim();
  if (range.startsWith('(') && range.endsWith(')')) range = range.slice(1, -1).trim();
  if (range !== '' && !range.split(',').every((clause) => /^\s{0,200}(?:$|(?:[<>]=?|[=!~]=|===)\s{0,200}[^\s<>=!~]{1,200}(?:\s[^<>=!~]{0,500})?$)/.test(clause))) return undefined;
  if (range === '') return { ...name, written, at, conditional };
  return { ...name, written, at, conditional, range, version: pinned.exec(range)?.[1] };
}
