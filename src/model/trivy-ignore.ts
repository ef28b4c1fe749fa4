import { isDate } from './date.ts';

/** What a `trivy:ignore:` or `tfsec:ignore:` comment says. */
export interface TrivyIgnore {
  /** Id, or a pattern with `*`, in lower case. */
  readonly id: string;
  /** Attributes of the resource that must have these values: `[from_port=3306]`. */
  readonly where: ReadonlyMap<string, string>;
  /** Last day on which it counts, `2027-01-31`. */
  readonly expires?: string;
  /** Offset in the text. */
  readonly index: number;
}

const comment = /\b(?:trivy|tfsec):ignore:([A-Za-z0-9_.*-]{1,120})(?:\[([^\]\n]{0,300})\])?((?::(?:exp|ws):[^\s:,]{0,60}){0,4})/g;

/**
 * The ignore comments of Trivy and tfsec in a text: `trivy:ignore:ID[attribute=value]:exp:2027-01-31:ws:default`.
 * One for another workspace than the default one, and one whose date is none, is left out: it lets nothing pass.
 * Source: trivy.dev, "Filtering"; aquasecurity/tfsec, "Ignoring warnings".
 */
export function trivyIgnores(text: string): readonly TrivyIgnore[] {
  const found: TrivyIgnore[] = [];
  for (const match of text.matchAll(comment)) {
    const options = new Map((match[3] ?? '').split(/:(?=exp:|ws:)/).filter((one) => one !== '').map((one) => [one.slice(0, one.indexOf(':')), one.slice(one.indexOf(':') + 1)] as const));
    const expires = options.get('exp');
    if (expires !== undefined && !isDate(expires)) continue;
    // which workspace a change is for is not known before it is applied
    if (options.has('ws') && options.get('ws') !== 'default') continue;
    const where = new Map((match[2] ?? '').split(',').filter((one) => one.trim() !== '').map((one) => [one.split('=')[0]?.trim() ?? '', one.split('=').slice(1).join('=').trim()] as const));
    found.push({ id: (match[1] ?? '').toLowerCase(), where, ...(expires === undefined ? {} : { expires }), index: match.index });
  }
  return found;
}

/** Whether an id, or a pattern with `*`, is any of the lower-case ids. */
export function namesAny(pattern: string, ids: ReadonlySet<string>): boolean {
  if (!pattern.includes('*')) return ids.has(pattern);
  const pieces = pattern.split('*');
  return [...ids].some((id) => holdsInOrder(id, pieces));
}

function holdsInOrder(text: string, pieces: readonly string[]): boolean {
  const [first = '', last = ''] = [pieces[0], pieces.at(-1)];
  if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length) return false;
  let at = first.length;
  for (const piece of pieces.slice(1, -1)) {
    const found = text.indexOf(piece, at);
    if (found < 0 || found + piece.length > text.length - last.length) return false;
    at = found + piece.length;
  }
  return true;
}
