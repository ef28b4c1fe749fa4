import type { Finding } from '../model/finding.ts';
import { visible } from './visible.ts';

/** A finding in a sentence or two, for formats that have one field for it. */
export function sentence(finding: Finding): string {
  const more = finding.message === '' ? finding.evidence : finding.message;
  return visible(`${finding.title}${more === '' ? '' : `: ${more}`}${finding.certainty === 'unsure' ? ' (unsure)' : ''}`);
}

/** Numbers the findings that are alike in fingerprint and path, from 1: formats want an id that is theirs alone. */
export function repeatCounter(): (finding: Finding) => number {
  const seen = new Map<string, number>();
  return ({ fingerprint, path }) => {
    const key = `${fingerprint} ${path}`;
    const count = (seen.get(key) ?? 0) + 1;
    seen.set(key, count);
    return count;
  };
}
