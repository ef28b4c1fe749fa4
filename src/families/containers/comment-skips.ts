import { positionAt, type SourceText } from '../../formats/place.ts';
import type { Check } from '../../model/check.ts';

/** A suppression that another tool would obey. */
export interface Skip {
  /** Ids of the other tool in lower case; `*` for all. */
  readonly ids: readonly string[];
  readonly reason: string;
  /** 1-based line where it stands. */
  readonly line: number;
  /** Offsets between which it holds. */
  readonly from: number;
  readonly to: number;
}

const ofTexts = new WeakMap<SourceText, readonly Skip[]>();

/** The first of some suppressions that names a check, or one of its aliases, and holds at an offset. */
export function coveringSkip(skips: readonly Skip[], check: Check, offset: number): { reason: string; line: number } | undefined {
  if (skips.length === 0) return undefined;
  const ids = new Set([check.id, ...check.aliases].flatMap((id) => [id.toLowerCase(), id.toLowerCase().replace(/^avd-/, '')]));
  const found = skips.find((skip) => skip.from <= offset && offset < skip.to && skip.ids.some((id) => id === '*' || ids.has(id) || ids.has(compact(id))));
  return found === undefined ? undefined : { reason: found.reason, line: found.line };
}

/** `ksv-0001` for `ksv001`, trivy's older spelling. */
function compact(id: string): string {
  return id.replace(/^(?:avd-)?(ks|kc)v-?0?(\d{3})$/, '$1v-0$2');
}

/** Every finding is compared with every one of them. */
const maxSkips = 1000;

/** What comments of a YAML text suppress: Checkov's (`checkov:skip=`), Trivy's (`trivy:ignore:`) and KICS's (`kics-scan ignore-line`, `ignore-block`, `disable=`). */
export function commentsOf(source: SourceText): readonly Skip[] {
  const known = ofTexts.get(source);
  if (known !== undefined) return known;
  const skips: Skip[] = [];
  const { text } = source;
  if (/checkov:skip|:ignore:|kics-scan/.test(text)) {
    const comment = /#[ \t]{0,20}((?:checkov:skip=|trivy:ignore:|kics-scan )[^\n]{1,500})/g;
    for (const match of text.matchAll(comment)) {
      if (skips.length >= maxSkips) break;
      const body = (match[1] ?? '').trim();
      const { line } = positionAt(source, match.index);
      const starts = source.lineStarts();
      const lineStart = starts[line - 1] ?? 0;
      const own = text.slice(lineStart, match.index).trim() === '';
      const document = documentAround(text, match.index);
      const atLine = own ? { from: starts[line] ?? text.length, to: starts[line + 1] ?? text.length + 1 } : { from: lineStart, to: starts[line] ?? text.length + 1 };
      const checkov = /^checkov:skip=([\w,-]{1,200})(?::(.{0,300}))?/.exec(body);
      const trivy = /^trivy:ignore:(\S{1,200})/.exec(body);
      const kics = /^kics-scan\s{1,10}(ignore-line|ignore-block|ignore|disable=([\w,-]{1,400}))/.exec(body);
      if (checkov !== null) skips.push({ ids: (checkov[1] ?? '').toLowerCase().split(','), reason: checkov[2]?.trim() ?? '', line, ...document });
      else if (trivy !== null) skips.push({ ids: [(trivy[1] ?? '').split(':')[0]?.toLowerCase() ?? ''], reason: body, line, ...(line === 1 || text.slice(document.from, lineStart).trim() === '' ? document : own ? blockBelow(text, atLine.from) : atLine) });
      else if (kics !== null) {
        const ids = kics[2]?.toLowerCase().split(',') ?? ['*'];
        const extent = kics[2] !== undefined || kics[1] === 'ignore' ? { from: 0, to: text.length + 1 } : kics[1] === 'ignore-block' ? blockBelow(text, atLine.from) : atLine;
        skips.push({ ids, reason: body, line, ...extent });
      }
    }
  }
  ofTexts.set(source, skips);
  return skips;
}

function documentAround(text: string, offset: number): { from: number; to: number } {
  const before = text.lastIndexOf('\n---', offset);
  const after = text.indexOf('\n---', offset);
  return { from: before < 0 ? 0 : before + 4, to: after < 0 ? text.length + 1 : after };
}

/** The line below and all that is indented more deeply. */
function blockBelow(text: string, from: number): { from: number; to: number } {
  const indent = /^[ ]{0,400}/.exec(text.slice(from, from + 400))?.[0].length ?? 0;
  let to = from;
  for (let lines = 0; lines < 5000 && to < text.length; lines++) {
    const end = text.indexOf('\n', to);
    const next = end < 0 ? text.length + 1 : end + 1;
    const line = text.slice(to, Math.min(next, to + 400));
    if (lines > 0 && line.trim() !== '' && line.search(/\S/) <= indent) break;
    to = next;
  }
  return { from, to };
}
