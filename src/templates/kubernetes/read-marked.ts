import { sourceText } from '../../formats/place.ts';
import { readYaml } from '../../formats/yaml.ts';
import type { EvaluatedTemplate } from '../value.ts';
import { written } from './convert.ts';
import { readKubernetes, templateOf } from './read.ts';

/** Stands for what a mark will be replaced by; a private-use character that no manifest holds. */
const hole = '\uE00F';

/**
 * Reads a manifest with marks of a template language that is not known (`{{ image }}`, `{% if … %}`): Ansible's, a shell
 * script's. Marks are unknown values, and lines of nothing but marks are left out, all at the same offsets. What is no YAML
 * even so is read as it stands, and says what is wrong with it.
 */
export function readMarked(path: string, text: string): EvaluatedTemplate {
  if (/\.json$/i.test(path)) return readKubernetes(path, text);
  const source = sourceText(path, text);
  const reading = readYaml(blankMarks(text));
  if (reading.problems.some(({ message }) => !message.startsWith('duplicate key'))) return readKubernetes(path, text);
  return templateOf(source, reading, {
    ...written(source),
    doubtOf: ({ value, start, end }) => (typeof value === 'string' && value.includes(hole) ? { why: `the template mark ${markIn(text.slice(start, end))}`, parts: value.split(new RegExp(`(${hole}+)`)).flatMap((piece) => (piece === '' ? [] : [piece.startsWith(hole) ? null : piece])) } : undefined),
    isOpen: ({ value }) => typeof value === 'string' && value.includes(hole),
  });
}

function markIn(text: string): string {
  return /\{[{%][^\n]{0,60}/.exec(text)?.[0].trim() ?? '{{ … }}';
}

/** Marks become holes of the same length; lines of nothing but control marks become comments. */
function blankMarks(text: string): string {
  return text
    .replace(/^([ \t]*)(\{%[^\n]{0,2000}%\}|\{#[^\n]{0,2000}#\}|\{\{-?[ \t]*(?:if|else|end|range|with|define|template|include|block)\b[^\n]{0,2000}\}\})[ \t]*(?=\r?$)/gm, (whole, indent: string) => `${indent}#${' '.repeat(Math.max(0, whole.length - indent.length - 1))}`)
    .replace(/\{\{[^\n{}]{0,1000}(?:\{[^\n{}]{0,200}\}[^\n{}]{0,1000})?\}\}|\{%[^\n%]{0,1000}%\}/g, (mark) => hole.repeat(mark.length));
}
