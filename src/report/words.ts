import type { Finding } from '../model/finding.ts';
import { visible } from './visible.ts';

/** A finding in a sentence or two, for formats that have one field for it. */
export function sentence(finding: Finding): string {
  return visible(`${titleAndMessage(finding)}${finding.certainty === 'unsure' ? ' (unsure)' : ''}`);
}

/** The title of a finding and what was found here; a message that starts with the title stands alone. */
export function titleAndMessage({ title, message, evidence }: Pick<Finding, 'title' | 'message' | 'evidence'>): string {
  const more = message === '' ? evidence : message;
  if (more === '') return title;
  return more.startsWith(title) ? more : `${title}: ${more}`;
}

/** The message of a finding for a report that shows its title and resource above; empty when it says no more. */
export function beyondTitle({ title, message, resource }: Pick<Finding, 'title' | 'message' | 'resource'>): string {
  return message === title || (resource !== undefined && message === `${title} (${resource})`) ? '' : message;
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
