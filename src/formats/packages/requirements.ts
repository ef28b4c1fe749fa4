import { readVia } from './compiled-requirements.ts';
import { linesOf, type Line } from './lines.ts';
import { pypiName, repositoryName } from './package-name.ts';
import { parseRequirement } from './pep508.ts';
import { finishReading, reportProblem, startReading, type ReadingDraft } from './reading.ts';
import type { PackageReading, PackageRecord, PackageScope, SiblingFiles } from './record.ts';
import { siblingPath } from './sibling-path.ts';
import { conflictMarkers, isMarkerLine } from './conflict-markers.ts';
import { basenameOf } from '../repository-path.ts';

/** A line of a requirements file with its continuations joined. */
interface LogicalLine {
  readonly text: string;
  readonly start: number;
}

/** Included files are followed this deep and this many in all: pip sets no limit, an attacker would not either. */
const maxDepth = 10;
const maxFiles = 100;

/** Reads pip's requirements and constraints files, with what they include. Source: pip docs, requirements file format. */
export function readRequirements(text: string, path: string, files?: SiblingFiles): PackageReading {
  const draft = startReading(text);
  readInto(draft, text, path, files, { depth: 0, seen: new Set([path]), root: path });
  return finishReading(draft, 'manifest', 'pip');
}

/** What ends a line for pip beside a line feed, of which one takes its place here. Source: Python's str.splitlines. */
const lineEnds = /\r(?!\n)|[\v\f\x1c-\x1e\x85\u2028\u2029]/g;

/** Adds what a requirements file holds that another manifest names, as setuptools takes them for what a project depends on. */
export function addRequirementsFile(draft: ReadingDraft, reference: string, { path, files, at }: { readonly path: string; readonly files: SiblingFiles | undefined; readonly at: { readonly start: number; readonly end: number } }): void {
  follow(draft, reference, { text: ' '.repeat(at.end - at.start), start: at.start }, path, files, { depth: 0, seen: new Set([path]), root: path });
}

interface Visit {
  readonly depth: number;
  readonly seen: Set<string>;
  readonly root: string;
}

function readInto(draft: ReadingDraft, written: string, path: string, files: SiblingFiles | undefined, visit: Visit): void {
  const text = written.replace(lineEnds, '\n');
  const isConstraint = /^constraints?\b/i.test(basenameOf(path));
  const scope = scopeOf(path);
  const via = readVia(text);
  for (const line of logicalLines(text)) {
    const include = /^(?:-r|--requirement|-c|--constraint)(?:\s{1,20}|=|(?=[^\s-]))(\S{1,500})/.exec(line.text);
    if (include !== null) {
      follow(draft, include[1] ?? '', line, path, files, visit);
      continue;
    }
    const record = readLine(line, isConstraint, scope);
    if (record === 'unreadable') {
      if (visit.depth === 0) reportProblem(draft, `not a requirement: ${line.text.slice(0, 60)}`, line.start, line.start + line.text.length);
    } else if (record !== undefined) {
      const known = isConstraint ? undefined : via.get(line.start);
      draft.packages.push({ ...record, ...known, ...(path === visit.root ? {} : { path }) });
    }
  }
}

function follow(draft: ReadingDraft, reference: string, line: LogicalLine, path: string, files: SiblingFiles | undefined, visit: Visit): void {
  if (files === undefined || /^[a-z]+:\/\//i.test(reference)) return;
  const target = siblingPath(path, reference);
  const end = line.start + line.text.length;
  if (target === undefined) {
    if (visit.depth === 0) reportProblem(draft, `the included file ${reference.slice(0, 80)} is outside the repository: it is not read`, line.start, end);
    return;
  }
  if (visit.seen.has(target)) return;
  if (visit.depth >= maxDepth || visit.seen.size >= maxFiles) {
    reportProblem(draft, `more than ${maxFiles} included files, or deeper than ${maxDepth}: the rest is not read`, line.start, end);
    return;
  }
  visit.seen.add(target);
  const included = files.readText(target);
  if (included === undefined) {
    if (visit.depth === 0) reportProblem(draft, `the included file ${target.slice(0, 80)} does not exist`, line.start, end);
    return;
  }
  draft.inputs.push(target);
  if (conflictMarkers(included).length > 0) reportProblem(draft, `merge conflict markers in the included file ${target}`, line.start, end);
  readInto(draft, included, target, files, { ...visit, depth: visit.depth + 1 });
}

function readLine(line: LogicalLine, isConstraint: boolean, scope: PackageScope): PackageRecord | 'unreadable' | undefined {
  const editable = /^(?:-e|--editable)(?:\s{1,20}|=)/.exec(line.text);
  const body = editable === null ? line.text : line.text.slice(editable[0].length);
  const offset = line.start + (editable?.[0].length ?? 0);
  if (editable === null && body.startsWith('-')) return undefined;
  const spec = withoutOptions(body);
  const direct = isConstraint ? undefined : true;
  if (/^(?:git|hg|svn|bzr)\+|^https?:\/\/|^git@/.test(spec)) {
    // Names stand near the start of a URL; a bound keeps the expressions below cheap on a hostile line.
    const url = decoded(spec.slice(0, 2000));
    const egg = /[#&]egg=([\w.-]{1,200})/.exec(url)?.[1];
    const named = egg === undefined ? /\/([A-Za-z0-9][\w.-]{0,100}?)-(\d[\w.+!]{0,50})(?:-[^/]{1,200})?\.(?:whl|tar\.gz|zip)(?:[#?]|$)/.exec(url) : null;
    const name = egg !== undefined ? pypiName(egg) : named?.[1] !== undefined ? pypiName(named[1]) : repositoryName(url.replace(/[#@](?=[^/]*$).*$/s, ''));
    return { ...name, version: named?.[2], start: offset, end: offset + spec.length, direct, scope, resolved: spec };
  }
  if (/^(?:\.{0,2}[/\\]|file:|[A-Za-z]:\\)/.test(spec) || spec === '.' || /^[^\s=<>;@]{1,300}\.(?:whl|tar\.gz|zip)$/.test(spec) || /^\.{1,2}(?:\[|$)/.test(spec)) return undefined;
  const found = parseRequirement(spec);
  // what a variable of the environment adds to may be any package; where it stands for a whole line it is an option or an address
  if (found === undefined) return /^\$\{\w{1,100}\}$|:\/\//.test(spec) ? undefined : 'unreadable';
  const start = offset + found.at;
  return {
    ecosystem: found.ecosystem,
    namespace: undefined,
    name: found.name,
    written: found.spelled,
    version: found.version?.includes('${') === true ? undefined : found.version,
    range: found.range,
    start,
    end: start + found.written.length,
    direct,
    scope,
    conditional: found.conditional,
    resolved: found.url,
    integrity: /\s--hash[= ]\s{0,20}(\S{1,300})/.exec(body)?.[1],
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Options of one requirement (`--hash=…`, `--config-settings …`) end its specifier. */
function withoutOptions(body: string): string {
  const option = body.search(/\s-{1,2}[A-Za-z]/);
  return (option < 0 ? body : body.slice(0, option)).trimEnd();
}

function scopeOf(path: string): PackageScope {
  const name = basenameOf(path).toLowerCase();
  if (/(?:^|[-_.])tests?(?:[-_.]|$)/.test(name)) return 'test';
  return /(?:^|[-_.])(?:dev|develop|development|lint|docs?)(?:[-_.]|$)/.test(name) ? 'dev' : 'runtime';
}

/** Joins lines that end in a backslash and takes comments off: `#` at the start of a line or after space. */
function logicalLines(text: string): LogicalLine[] {
  const joined: LogicalLine[] = [];
  let pieces: string[] = [];
  let first: Line | undefined;
  const flush = (): void => {
    if (first === undefined) return;
    // pip takes the backslash and the line end out: a name may go on in the next line
    const whole = pieces.join('');
    const lead = whole.length - whole.trimStart().length;
    const bare = whole.trim();
    if (bare !== '') joined.push({ text: bare, start: first.start + lead });
    pieces = [];
    first = undefined;
  };
  for (const line of linesOf(text)) {
    if (isMarkerLine(text, line.start)) continue;
    const raw = first === undefined && line.number === 1 ? line.text.replace(/^\ufeff/, ' ') : line.text;
    const comment = raw.search(/(?:^|\s)#/);
    const bare = comment < 0 ? raw : raw.slice(0, comment);
    first ??= line;
    if (bare.endsWith('\\') && comment < 0) pieces.push(bare.slice(0, -1));
    else {
      pieces.push(bare);
      flush();
    }
  }
  flush();
  return joined;
}
