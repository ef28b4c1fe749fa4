import { withoutEscapes } from '../escaped-text.ts';
import { eachLine } from './lines.ts';
import { golangName } from './package-name.ts';
import { readGoSum } from './go-sum.ts';
import { finishReading, reportProblem, startReading, type ReadingDraft } from './reading.ts';
import type { PackageReading, SiblingFiles } from './record.ts';
import { siblingPath } from './sibling-path.ts';

interface Requirement {
  readonly module: string;
  readonly version: string;
  readonly start: number;
  readonly end: number;
  readonly indirect: boolean;
  readonly tool?: boolean;
}

interface Replacement extends Requirement {
  readonly by: string;
  readonly byVersion: string | undefined;
  readonly byStart: number;
}

interface GoMod {
  readonly requires: Requirement[];
  readonly replaces: Replacement[];
  go?: string;
}

/**
 * Reads go.mod and go.work: requirements, with replacements put in their place, and the toolchain as the package `stdlib`.
 * Below go 1.17 the file does not list what comes in indirectly; go.sum, when it is there, does. Source: go.dev/ref/mod.
 */
export function readGoMod(text: string, path: string, files?: SiblingFiles): PackageReading {
  const draft = startReading(text);
  const mod: GoMod = { requires: [], replaces: [] };
  let block = '';
  let stdlib: { version: string; start: number; end: number } | undefined;
  eachLine(text, (line, start) => {
    const comment = line.indexOf('//');
    const words = splitWords(comment < 0 ? line : line.slice(0, comment), start);
    const first = words[0];
    if (first === undefined) return;
    if (block !== '') {
      if (first.text === ')') block = '';
      else directive(draft, mod, block, words, line.slice(comment < 0 ? line.length : comment));
      return;
    }
    if (words[1]?.text === '(') {
      block = first.text;
      return;
    }
    const second = words[1];
    if ((first.text === 'go' || first.text === 'toolchain') && second !== undefined) {
      const version = /^(?:go)?(\d[\w.]{0,40})/.exec(second.text)?.[1];
      if (version !== undefined) stdlib = { version, start: second.start, end: second.end };
      if (first.text === 'go') mod.go = second.text;
    } else if (first.text === 'module' && second !== undefined) {
      draft.packages.push({ ...golangName(unquote(second.text)), start: second.start, end: second.end, project: true });
    } else directive(draft, mod, first.text, words.slice(1), line.slice(comment < 0 ? line.length : comment));
  });
  if (block !== '') reportProblem(draft, 'the file ends in the middle of a block: it is truncated', Math.max(0, text.length - 1), text.length);
  // a workspace requires nothing itself: its replacements hold in the modules that it uses
  if (path.endsWith('go.work')) for (const one of mod.replaces) if (one.byVersion !== undefined) mod.requires.push({ ...one, indirect: false });
  addRecords(draft, mod);
  if (stdlib !== undefined) draft.packages.push({ ecosystem: 'golang', namespace: undefined, name: 'stdlib', ...stdlib, direct: true, scope: 'runtime' });
  if (mod.go !== undefined && isBefore117(mod.go)) addFromSum(draft, path, files);
  return finishReading(draft, 'manifest', 'go');
}

interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

function splitWords(line: string, start: number): Word[] {
  return [...line.matchAll(/[^\s()]+|[()]/g)].map((found) => ({ text: found[0], start: start + found.index, end: start + found.index + found[0].length }));
}

function directive(draft: ReadingDraft, mod: GoMod, kind: string, words: readonly Word[], comment: string): void {
  const [module, version] = words;
  if (module === undefined) return;
  if (kind === 'require') {
    if (version === undefined) reportProblem(draft, 'a requirement without a version', module.start, module.end);
    else mod.requires.push({ module: unquote(module.text), version: plainVersion(version.text), start: module.start, end: version.end, indirect: /^\/\/\s{0,50}indirect\b/.test(comment) });
  } else if (kind === 'replace') {
    const arrow = words.findIndex((word) => word.text === '=>');
    const by = words[arrow + 1];
    if (arrow < 1 || by === undefined) return;
    const byVersion = words[arrow + 2]?.text;
    mod.replaces.push({
      module: unquote(module.text),
      version: arrow > 1 && version !== undefined ? plainVersion(version.text) : '',
      start: module.start,
      end: words.at(-1)?.end ?? by.end,
      indirect: false,
      by: unquote(by.text),
      byVersion: byVersion === undefined ? undefined : plainVersion(byVersion),
      byStart: by.start,
    });
  }
}

function addRecords(draft: ReadingDraft, mod: GoMod): void {
  const replaced = new Map<string, Replacement>();
  for (const one of mod.replaces) replaced.set(`${one.module}@${one.version}`, one);
  const done = new Set<Replacement>();
  for (const one of mod.requires) {
    const by = replaced.get(`${one.module}@${one.version}`) ?? replaced.get(`${one.module}@`);
    if (by === undefined) {
      draft.packages.push({ ...golangName(one.module), version: one.version, start: one.start, end: one.end, direct: !one.indirect, scope: 'runtime' });
      continue;
    }
    if (done.has(by)) continue;
    done.add(by);
    const isLocal = by.byVersion === undefined;
    const name = golangName(isLocal ? one.module : by.by);
    draft.packages.push({
      ...name,
      version: by.byVersion,
      start: isLocal ? by.start : by.byStart,
      end: by.end,
      direct: !one.indirect,
      scope: 'runtime',
      resolved: isLocal ? by.by : undefined,
      alias: isLocal ? undefined : one.module,
    });
  }
}

function addFromSum(draft: ReadingDraft, path: string, files: SiblingFiles | undefined): void {
  const sibling = siblingPath(path, 'go.sum');
  const sum = sibling === undefined ? undefined : files?.readText(sibling);
  if (sum === undefined || sibling === undefined) return;
  draft.inputs.push(sibling);
  const known = new Set(draft.packages.map((one) => `${one.namespace ?? ''}/${one.name}`));
  for (const one of readGoSum(sum).packages) {
    if (!known.has(`${one.namespace ?? ''}/${one.name}`)) draft.packages.push({ ...one, direct: false, path: sibling });
  }
}

function isBefore117(go: string): boolean {
  const found = /^1\.(\d{1,3})/.exec(go);
  return found !== null && Number(found[1]) < 17;
}

function unquote(text: string): string {
  // an interpreted string of Go: go.dev/ref/spec, "String literals"
  return withoutEscapes(text.startsWith('"') ? text.replace(/\\([0-7]{3})/g, (_all, octal: string) => String.fromCharCode(Number.parseInt(octal, 8))) : text).replace(/^["`]|["`]$/g, '');
}

function plainVersion(text: string): string {
  return unquote(text).replace(/^v(?=\d)/, '');
}
