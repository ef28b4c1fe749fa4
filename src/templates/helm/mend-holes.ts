import { holeMark } from './data.ts';
import type { Stretch } from './output.ts';

/** A line of nothing but holes, and blanks. */
const holeLine = new RegExp(`^[ \\t]*(?:${holeMark}.[ \\t]*)+$`);

/**
 * Lets YAML be read in which unknown values stand on lines of their own: beside keys they become a key, beside list items
 * an item. Where nothing stands beside them they are a value as they are.
 */
export function mendHoles(stretches: readonly Stretch[]): readonly Stretch[] {
  const text = stretches.map((one) => one.text).join('');
  if (!text.includes(holeMark)) return stretches;
  const insertions = insertionsFor(text);
  if (insertions.length === 0) return stretches;
  const mended: Stretch[] = [];
  let [offset, next] = [0, 0];
  for (const stretch of stretches) {
    let from = 0;
    for (let insertion = insertions[next]; insertion !== undefined && insertion.at < offset + stretch.text.length; insertion = insertions[++next]) {
      const cut = insertion.at - offset;
      if (cut > from) mended.push(part(stretch, from, cut));
      mended.push({ ...stretch, text: insertion.text, literal: false });
      from = cut;
    }
    if (from < stretch.text.length) mended.push(from === 0 ? stretch : part(stretch, from, stretch.text.length));
    offset += stretch.text.length;
  }
  return mended;
}

function part(stretch: Stretch, from: number, to: number): Stretch {
  const text = stretch.text.slice(from, to);
  return stretch.literal ? { ...stretch, text, start: stretch.start + from, end: stretch.start + to } : { ...stretch, text };
}

interface Insertion {
  readonly at: number;
  readonly text: string;
}

function insertionsFor(text: string): readonly Insertion[] {
  const lines = text.split('\n');
  const found: Insertion[] = [];
  let offset = 0;
  lines.forEach((line, index) => {
    if (line.includes(holeMark) && holeLine.test(line)) {
      const start = offset + line.search(/\S/);
      const shape = shapeAround(lines, index);
      if (shape === 'item') found.push({ at: start, text: '- ' });
      else if (shape === 'comment') found.push({ at: start, text: '# ' });
      // inside of the line, so that it is before the end of the last stretch
      else if (shape === 'key') found.push({ at: start, text: '? ' });
    }
    offset += line.length + 1;
  });
  return found;
}

/** Lines that are looked at on either side. */
const maxDistance = 200;

/** What stands beside a line, at its own indentation. */
function shapeAround(lines: readonly string[], index: number): 'item' | 'key' | 'comment' | 'value' {
  const indent = (lines[index] ?? '').search(/\S/);
  for (const step of [-1, 1]) {
    for (let at = index + step; at >= 0 && at < lines.length && Math.abs(at - index) < maxDistance; at += step) {
      const line = lines[at] ?? '';
      const own = line.search(/\S/);
      if (own < 0 || line[own] === '#' || holeLine.test(line)) continue;
      if (line.startsWith('---')) break;
      if (own < indent) break;
      if (own > indent) {
        // what is deeper below it belongs to something that is unknown
        if (step > 0) return 'comment';
        continue;
      }
      return line[own] === '-' && /^-(?:\s|$)/.test(line.slice(own)) ? 'item' : 'key';
    }
  }
  return 'value';
}
