import yaml from 'js-yaml';
import type { DataNode, MapEntry, MapNode, Reading, ScalarNode, SyntaxProblem } from './node.ts';

/** Nodes a document may expand to through aliases; more is what alias bombs are made of. */
const maxExpandedNodes = 1_000_000;

/** js-yaml recurses; this many levels of nesting are far below its stack and far above any real file. */
const maxNesting = 200;

const anyTag = (['scalar', 'sequence', 'mapping'] as const).map(
  (kind) => new yaml.Type('!', { kind, multi: true, resolve: () => true, construct: (data: unknown) => data }),
);
// YAML 1.2's core schema, with every local tag (CloudFormation's `!Ref`) kept instead of refused
const schema = yaml.CORE_SCHEMA.extend(anyTag);

interface Frame {
  readonly start: number;
  readonly children: DataNode[];
}

/** What the listener sees of js-yaml's state; the types of the package leave some of it out. */
interface LoaderState {
  readonly position: number;
  readonly kind: string | null;
  readonly tag?: string | null;
  readonly anchor?: string | null;
  readonly result: unknown;
}

/**
 * Reads YAML 1.2 documents into nodes with offsets; local tags, anchors, merge keys and duplicate keys are understood.
 * A document that is broken gives a problem with its place and does not hide the others. Never throws.
 */
export function readYaml(text: string): Reading<DataNode> {
  const documents: DataNode[] = [];
  const problems: SyntaxProblem[] = [];
  for (const { start, end } of documentSpans(text)) {
    const piece = text.slice(start, end);
    if (/^[\s-]*$/.test(piece)) continue;
    const tooDeep = nestingProblem(piece, start);
    if (tooDeep !== undefined) {
      problems.push(tooDeep);
      continue;
    }
    const root = readDocument(piece, start, problems);
    if (root !== undefined) documents.push(root);
  }
  return { documents, problems };
}

/** Spans of the documents: a line that starts with `---` begins one (YAML 1.2.2, section 9.1.2). */
function documentSpans(text: string): readonly { start: number; end: number }[] {
  const spans: { start: number; end: number }[] = [];
  let start = 0;
  const marker = /^---(?=[ \t\r\n]|$)/gm;
  for (let match = marker.exec(text); match !== null; match = marker.exec(text)) {
    // directives and comments above the first marker belong to its document
    if (match.index > start && !/^(?:[ \t]*(?:[#%][^\n]*|\r)?\n)*$/.test(text.slice(start, match.index))) {
      spans.push({ start, end: match.index });
      start = match.index;
    } else if (start > 0 || match.index > 0) start = spans.length === 0 && start === 0 ? 0 : match.index;
    marker.lastIndex = match.index + 3;
  }
  spans.push({ start, end: text.length });
  return spans;
}

/** Flow brackets or indentation nested more deeply than any real file: refused before the recursive reader sees it. */
function nestingProblem(text: string, offset: number): SyntaxProblem | undefined {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 91 || code === 123) {
      if (++depth > maxNesting * 10) return { message: 'nested too deeply', start: offset + i, end: offset + i + 1 };
    } else if ((code === 93 || code === 125) && depth > 0) depth--;
  }
  const dashes = /^[ ]*(?:- ){200}/m.exec(text);
  return dashes === null ? undefined : { message: 'nested too deeply', start: offset + dashes.index, end: offset + dashes.index + 1 };
}

function readDocument(piece: string, start: number, problems: SyntaxProblem[]): DataNode | undefined {
  // js-yaml takes a byte order mark off, and counts from behind it
  const [text, offset] = piece.startsWith('\uFEFF') ? [piece.slice(1), start + 1] : [piece, start];
  const stack: Frame[] = [{ start: 0, children: [] }];
  const anchors = new Map<string, DataNode>();
  const sizes = new WeakMap<DataNode, number>();
  let limited = false;
  const listener = (event: string, state: LoaderState): void => {
    if (event === 'open') {
      stack.push({ start: state.position, children: [] });
      return;
    }
    const frame = stack.pop();
    if (frame === undefined) return;
    const start = skipBlanks(text, frame.start, state.position);
    const node = nodeOf(state, frame, start, text, offset, anchors, problems);
    const size = sizes.get(node) ?? 1 + frame.children.reduce((sum, child) => sum + (sizes.get(child) ?? 1), 0);
    if (size > maxExpandedNodes) {
      limited = true;
      throw new yaml.YAMLException(anchors.size === 0 ? 'holds more than a million values' : 'aliases expand to more than a million values');
    }
    sizes.set(node, size);
    if (state.anchor !== undefined && state.anchor !== null && text[start] !== '*') anchors.set(state.anchor, node);
    stack.at(-1)?.children.push(node);
  };
  try {
    const options: yaml.LoadOptions = { schema, json: true };
    // the listener is part of js-yaml's own interface for editors, with more state than its types tell
    Object.assign(options, { listener });
    yaml.load(text, options);
  } catch (error) {
    problems.push(problemOf(error, text, offset));
    if (limited) return undefined;
  }
  return stack[0]?.children[0];
}

function skipBlanks(text: string, from: number, to: number): number {
  let at = from;
  while (at < to) {
    const code = text.charCodeAt(at);
    if (code === 35) {
      while (at < to && text.charCodeAt(at) !== 10) at++;
    } else if (code === 32 || code === 9 || code === 10 || code === 13 || code === 0xfeff) at++;
    else break;
  }
  return at;
}

function nodeOf(state: LoaderState, frame: Frame, start: number, text: string, offset: number, anchors: ReadonlyMap<string, DataNode>, problems: SyntaxProblem[]): DataNode {
  if (text[start] === '*' && frame.children.length <= 1) {
    const alias = anchors.get(/^\*([^\s,[\]{}]+)/.exec(text.slice(start, start + 200))?.[1] ?? '');
    // an item of a list is first read as the possible key of a compact mapping: then it stands here as the only child
    if (alias !== undefined && (frame.children[0] ?? alias) === alias) return alias;
  }
  let end = Math.max(start, state.position);
  while (end > start && /\s/.test(text[end - 1] ?? '')) end--;
  const tag = typeof state.tag === 'string' && state.tag.startsWith('!') && state.tag !== '!' ? state.tag : undefined;
  const base = { start: offset + start, end: offset + end, ...(tag === undefined ? {} : { tag }) };
  // a flow collection is first read as the possible key of a compact mapping: then it stands here as the only child
  const [only] = frame.children;
  if (frame.children.length === 1 && only !== undefined && only.start === offset + start && only.kind === (state.kind === 'mapping' ? 'map' : state.kind === 'sequence' ? 'list' : 'none')) {
    return tag === undefined ? only : { ...only, tag };
  }
  if (state.kind === 'mapping') return { kind: 'map', entries: entriesOf(frame.children, text, offset, problems), ...base };
  if (state.kind === 'sequence') return { kind: 'list', items: frame.children, ...base };
  return { kind: 'scalar', value: scalarOf(state.result), ...base } satisfies ScalarNode;
}

function scalarOf(value: unknown): string | number | boolean | null {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}

/**
 * Pairs keys with values. js-yaml opens no node for a value that is missing, so a child that stands where a key must
 * stand is taken as the next key.
 */
function entriesOf(children: readonly DataNode[], text: string, offset: number, problems: SyntaxProblem[]): readonly MapEntry[] {
  const entries: MapEntry[] = [];
  for (let i = 0; i < children.length; ) {
    const key = children[i++];
    if (key === undefined) break;
    const next = children[i];
    const after = skipBlanks(text, key.end - offset, text.length);
    const hasColon = text[after] === ':';
    const value = next !== undefined && hasColon && !isNextKey(key, next, text, offset) ? next : undefined;
    if (value !== undefined) i++;
    if (key.kind === 'scalar') entries.push({ key, value: value ?? { kind: 'scalar', value: null, start: key.end, end: key.end } });
  }
  return merged(entries, problems);
}

/** In a block mapping, whatever stands in the key's own column on a later line is the next key, unless it is a list. */
function isNextKey(key: DataNode, next: DataNode, text: string, offset: number): boolean {
  if (next.kind === 'list' && text[next.start - offset] === '-') return false;
  if (next.start === next.end) return false;
  if (next.start < key.start) return false;
  // first what costs least: a column is counted from the start of a line, which may be megabytes away
  return text.slice(key.end - offset, next.start - offset).includes('\n') && column(text, next.start - offset) === column(text, key.start - offset) && !/[[{,]\s*$/.test(text.slice(Math.max(0, key.start - offset - 200), key.start - offset));
}

function column(text: string, at: number): number {
  return at - (text.lastIndexOf('\n', at - 1) + 1);
}

/** Applies merge keys (`<<`) and reports duplicates; a key written here wins over a merged one. */
function merged(entries: readonly MapEntry[], problems: SyntaxProblem[]): readonly MapEntry[] {
  const seen = new Set<string>();
  for (const { key } of entries) {
    const name = String(key.value);
    if (seen.has(name) && name !== '<<') problems.push({ message: `duplicate key "${name.slice(0, 80)}"`, start: key.start, end: key.end });
    seen.add(name);
  }
  if (!seen.has('<<')) return entries;
  const own = entries.filter(({ key }) => key.value !== '<<');
  const sources = entries.filter(({ key }) => key.value === '<<').flatMap(({ value }): readonly MapNode[] => (value.kind === 'map' ? [value] : value.kind === 'list' ? value.items.filter((item) => item.kind === 'map') : []));
  const added = new Map<string, MapEntry>();
  for (const source of sources) for (const one of source.entries) if (!seen.has(String(one.key.value)) && !added.has(String(one.key.value))) added.set(String(one.key.value), one);
  return [...own, ...added.values()];
}

function problemOf(error: unknown, text: string, offset: number): SyntaxProblem {
  const position = error instanceof yaml.YAMLException && error.mark !== undefined ? Math.min(error.mark.position, text.length) : 0;
  const message = error instanceof yaml.YAMLException ? error.reason : error instanceof RangeError ? 'nested too deeply' : error instanceof Error ? error.message : String(error);
  return { message: /\{\{|\{%/.test(text) ? `${message}; the text holds template marks ({{ … }})` : message, start: offset + position, end: offset + Math.min(position + 1, text.length) };
}
