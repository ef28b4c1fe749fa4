import { isList, isMap, isUnknown, type Data, type Holes } from './data.ts';

/** Levels that are printed; `set` can put a map into itself. */
const maxDepth = 100;

/** A value as Go prints it in a template: numbers plain, nil as nothing. */
export function printed(data: Data, holes: Holes, depth = 0): string {
  if (depth > maxDepth) return holes.text('a value nested too deeply');
  if (data === undefined || data === null) return '';
  if (isUnknown(data)) return holes.text(data.unknown);
  if (typeof data === 'string') return data;
  if (isList(data)) return `[${data.map((item) => printed(item, holes, depth + 1)).join(' ')}]`;
  if (isMap(data)) return `map[${[...data].map(([key, value]) => `${key}:${printed(value, holes, depth + 1)}`).join(' ')}]`;
  return String(data);
}

/** A value as JSON; holes stand in texts. */
export function toJson(data: Data, holes: Holes, depth = 0): string {
  if (depth > maxDepth) return JSON.stringify(holes.text('a value nested too deeply'));
  if (isUnknown(data)) return JSON.stringify(holes.text(data.unknown));
  if (isList(data)) return `[${data.map((item) => toJson(item, holes, depth + 1)).join(',')}]`;
  if (isMap(data)) return `{${[...data].map(([key, value]) => `${JSON.stringify(key)}:${toJson(value, holes, depth + 1)}`).join(',')}}`;
  return data === undefined ? 'null' : JSON.stringify(data);
}

/** A value as block YAML without a line break at its end, keys in order, as `toYaml` gives it. */
export function toYaml(data: Data, holes: Holes): string {
  return linesOf(data, holes).join('\n');
}

function linesOf(data: Data, holes: Holes, depth = 0): readonly string[] {
  if (depth > maxDepth) return [holes.text('a value nested too deeply')];
  if (isList(data) && data.length > 0) {
    return data.flatMap((item) => {
      const [first = '', ...rest] = linesOf(item, holes, depth + 1);
      return [`- ${first}`, ...rest.map((line) => (line === '' ? line : `  ${line}`))];
    });
  }
  if (isMap(data) && data.size > 0) {
    return [...data].flatMap(([key, value]) => {
      const lines = linesOf(value, holes, depth + 1);
      const name = scalar(key);
      const isBlock = (isMap(value) && value.size > 0) || (isList(value) && value.length > 0);
      if (!isBlock) return [`${name}: ${lines[0] ?? ''}`, ...lines.slice(1).map((line) => `  ${line}`)];
      // lists stand at their key's own indentation
      return [`${name}:`, ...lines.map((line) => (isList(value) || line === '' ? line : `  ${line}`))];
    });
  }
  if (isMap(data)) return ['{}'];
  if (isList(data)) return ['[]'];
  if (data === undefined || data === null) return ['null'];
  if (isUnknown(data)) return [holes.text(data.unknown)];
  if (typeof data === 'string') return [scalar(data)];
  return [String(data)];
}

/** Texts that are the same without quotes. */
const plain = /^[A-Za-z_/.][\w./@+=-]*(?:[ ][\w./@+=(),-]+)*$/;
const notPlain = /^(?:true|false|yes|no|on|off|null|~|y|n|\.(?:inf|nan)|\.?\d.*)$/i;

function scalar(text: string): string {
  return plain.test(text) && text.length < 1000 && !notPlain.test(text) ? text : JSON.stringify(text);
}
