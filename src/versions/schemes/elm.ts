import { between, intervalOf } from '../interval.ts';
import type { NativeRange, Scheme } from '../scheme.ts';
import { compareSemverText } from './npm.ts';

/** Elm packages. Source: the documentation of elm.json, "dependencies". */
export const elm: Scheme = { name: 'elm', compare: compareSemverText, range };

function range(text: string): NativeRange | undefined {
  const bounds = /^\s*(\d+\.\d+\.\d+)\s*<=\s*v\s*<\s*(\d+\.\d+\.\d+)\s*$/.exec(text);
  if (bounds !== null) return { intervals: [between(bounds[1] ?? '', bounds[2] ?? '')] };
  return /^\s*\d+\.\d+\.\d+\s*$/.test(text) ? { intervals: [intervalOf('=', text.trim())] } : undefined;
}
