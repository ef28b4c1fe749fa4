import type { CredentialCheck } from '../../model/check.ts';
import type { Report } from '../../model/finding.ts';
import type { Source } from '../../model/source.ts';
import type { KeywordHit } from './family.ts';

const compiled = new WeakMap<CredentialCheck, RegExp>();

/** Looks at the name of a file for the checks that know files by their names; a name itself is no secret and is shown. */
export function examineFileName(source: Source, hits: readonly KeywordHit[]): readonly Report[] {
  const checks = new Set(hits.map(({ check }) => check).filter((check) => check.function === 'file-name'));
  const name = source.bytes.toString('utf8');
  return [...checks].flatMap((check) => {
    const pattern = compiled.get(check) ?? new RegExp(check.pattern, 'i');
    compiled.set(check, pattern);
    const base = name.slice(name.lastIndexOf('/') + 1);
    if (!pattern.test(name) || check.allow.some((allowed) => new RegExp(allowed, 'i').test(name))) return [];
    const startColumn = name.length - base.length + 1;
    return [
      { check: check.id, certainty: 'fail' as const, range: { startLine: 1, startColumn, endLine: 1, endColumn: startColumn + base.length }, message: 'judged by the name of the file', evidence: base, identity: base },
    ];
  });
}
