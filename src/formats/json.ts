import type { DataNode, MapEntry, Reading, ScalarNode, SyntaxProblem } from './node.ts';

/** Levels of nesting that are read: far above any real file, far below what the stack holds. */
const maxNesting = 1000;

/**
 * Reads JSON (RFC 8259) into nodes with offsets. Comments and trailing commas, which many tools write, are stepped over.
 * At a fault reading ends: what was complete before it is returned with the problem. Never throws.
 */
export function readJson(text: string): Reading<DataNode> {
  const reader: Reader = { text, at: text.charCodeAt(0) === 0xfeff ? 1 : 0, problems: [], broken: false };
  skipSpace(reader);
  if (reader.at >= text.length) return { documents: [], problems: [] };
  const root = readValue(reader, 0);
  skipSpace(reader);
  if (!reader.broken && reader.at < text.length) fault(reader, 'something stands after the end of the document');
  return { documents: root === undefined ? [] : [root], problems: reader.problems };
}

/** Reads JSON values that follow one another, as kubectl and jq take them. At a fault reading ends. Never throws. */
export function readJsonStream(text: string): Reading<DataNode> {
  const reader: Reader = { text, at: text.charCodeAt(0) === 0xfeff ? 1 : 0, problems: [], broken: false };
  const documents: DataNode[] = [];
  skipSpace(reader);
  while (!reader.broken && reader.at < text.length) {
    const root = readValue(reader, 0);
    if (root !== undefined) documents.push(root);
    skipSpace(reader);
  }
  return { documents, problems: reader.problems };
}

interface Reader {
  readonly text: string;
  at: number;
  readonly problems: SyntaxProblem[];
  /** Set at the first fault: every open list and map then ends where it is. */
  broken: boolean;
}

function readValue(reader: Reader, depth: number): DataNode | undefined {
  switch (reader.text.charCodeAt(reader.at)) {
    case 123:
      return readMap(reader, depth);
    case 91:
      return readList(reader, depth);
    case 34:
      return readString(reader);
    default:
      return readWord(reader);
  }
}

function readMap(reader: Reader, depth: number): DataNode {
  const start = reader.at++;
  const entries: MapEntry[] = [];
  const seen = new Set<string>();
  if (depth >= maxNesting) fault(reader, 'nested too deeply');
  while (!reader.broken) {
    skipSpace(reader);
    const code = reader.text.charCodeAt(reader.at);
    if (code === 125) {
      reader.at++;
      break;
    }
    if (code === 44 && entries.length > 0) {
      reader.at++;
      continue;
    }
    if (code !== 34) {
      fault(reader, Number.isNaN(code) ? 'the text ends inside an object' : 'a key in double quotes is expected');
      break;
    }
    const key = readString(reader);
    const name = String(key.value);
    if (seen.has(name)) reader.problems.push({ message: `duplicate key "${name.slice(0, 80)}"`, start: key.start, end: key.end });
    seen.add(name);
    skipSpace(reader);
    if (reader.text.charCodeAt(reader.at) !== 58) {
      fault(reader, 'a colon is expected after a key');
      break;
    }
    reader.at++;
    skipSpace(reader);
    const value = readValue(reader, depth + 1);
    if (value !== undefined) entries.push({ key, value });
    skipSpace(reader);
    const next = reader.text.charCodeAt(reader.at);
    if (!reader.broken && next !== 44 && next !== 125) fault(reader, Number.isNaN(next) ? 'the text ends inside an object' : 'a comma or } is expected');
  }
  return { kind: 'map', entries, start, end: reader.at };
}

function readList(reader: Reader, depth: number): DataNode {
  const start = reader.at++;
  const items: DataNode[] = [];
  if (depth >= maxNesting) fault(reader, 'nested too deeply');
  while (!reader.broken) {
    skipSpace(reader);
    const code = reader.text.charCodeAt(reader.at);
    if (code === 93) {
      reader.at++;
      break;
    }
    if (code === 44 && items.length > 0) {
      reader.at++;
      continue;
    }
    const item = readValue(reader, depth + 1);
    if (item !== undefined) items.push(item);
    skipSpace(reader);
    const next = reader.text.charCodeAt(reader.at);
    if (!reader.broken && next !== 44 && next !== 93) fault(reader, Number.isNaN(next) ? 'the text ends inside a list' : 'a comma or ] is expected');
  }
  return { kind: 'list', items, start, end: reader.at };
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' };

function readString(reader: Reader): ScalarNode {
  const { text } = reader;
  const start = reader.at++;
  let value = '';
  let from = reader.at;
  for (;;) {
    const code = text.charCodeAt(reader.at);
    if (code === 34) {
      value += text.slice(from, reader.at++);
      break;
    }
    if (Number.isNaN(code) || code === 10) {
      value += text.slice(from, reader.at);
      fault(reader, 'a text is not closed');
      break;
    }
    if (code !== 92) {
      reader.at++;
      continue;
    }
    const letter = text[reader.at + 1] ?? '';
    const hex = letter === 'u' ? /^[0-9a-fA-F]{4}/.exec(text.slice(reader.at + 2, reader.at + 6))?.[0] : undefined;
    value += text.slice(from, reader.at) + (hex === undefined ? (escapes[letter] ?? letter) : String.fromCharCode(Number.parseInt(hex, 16)));
    reader.at += hex === undefined ? 2 : 6;
    from = reader.at;
  }
  return { kind: 'scalar', value, start, end: reader.at };
}

function readWord(reader: Reader): ScalarNode | undefined {
  const start = reader.at;
  const word = /^[-+.\w]{1,400}/.exec(reader.text.slice(start, start + 400))?.[0] ?? '';
  const value = word === 'true' ? true : word === 'false' ? false : word === 'null' ? null : /^-?\d/.test(word) ? Number(word) : undefined;
  if (value === undefined || Number.isNaN(value)) {
    fault(reader, start >= reader.text.length ? 'the text ends where a value is expected' : 'a value is expected');
    return undefined;
  }
  reader.at += word.length;
  return { kind: 'scalar', value, start, end: reader.at };
}

function skipSpace(reader: Reader): void {
  const { text } = reader;
  for (;;) {
    const code = text.charCodeAt(reader.at);
    if (code === 32 || code === 10 || code === 13 || code === 9) reader.at++;
    else if (code === 47 && text.charCodeAt(reader.at + 1) === 47) {
      const end = text.indexOf('\n', reader.at);
      reader.at = end < 0 ? text.length : end;
    } else if (code === 47 && text.charCodeAt(reader.at + 1) === 42) {
      const end = text.indexOf('*/', reader.at + 2);
      reader.at = end < 0 ? text.length : end + 2;
    } else return;
  }
}

function fault(reader: Reader, message: string): void {
  if (!reader.broken) reader.problems.push({ message, start: Math.min(reader.at, reader.text.length), end: Math.min(reader.at + 1, reader.text.length) });
  reader.broken = true;
}
