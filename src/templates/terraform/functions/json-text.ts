import type { Value } from '../../value.ts';
import { byKey } from '../order.ts';
import { numberText } from '../values.ts';

/**
 * The pieces of the JSON that Terraform's `jsonencode` writes (keys in order, `<`, `>` and `&` escaped), null for what is
 * unknown in it. Unknown texts stand between quotes.
 */
export function jsonPieces(value: Value): readonly (string | null)[] {
  const pieces: (string | null)[] = [];
  write(value, pieces, 0);
  return pieces;
}

function write(value: Value, pieces: (string | null)[], depth: number): void {
  if (depth > 60) {
    pieces.push(null);
    return;
  }
  if (value.kind === 'known') pieces.push(typeof value.value === 'number' ? numberText(value.value) : quoted(value.value));
  else if (value.kind === 'unknown') {
    if (value.parts === undefined) pieces.push(null);
    else pieces.push('"', ...value.parts.map((part) => (part === null ? null : quoted(part).slice(1, -1))), '"');
  } else if (value.kind === 'list' && value.open === true) pieces.push('[', null, ']');
  else if (value.kind === 'map' && value.open === true) pieces.push('{', null, '}');
  else if (value.kind === 'list') {
    pieces.push('[');
    value.items.forEach((item, index) => {
      if (index > 0) pieces.push(',');
      write(item, pieces, depth + 1);
    });
    pieces.push(']');
  } else {
    pieces.push('{');
    [...value.entries].sort(byKey).forEach(([key, item], index) => {
      pieces.push(`${index > 0 ? ',' : ''}${quoted(key)}:`);
      write(item, pieces, depth + 1);
    });
    pieces.push('}');
  }
}

function quoted(value: unknown): string {
  return JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
