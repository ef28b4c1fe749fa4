import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { UsageError } from '../../model/usage-error.ts';
import { isAsWritten, type Journal } from './journal.ts';
import { withEntry, withoutEntry } from './json-edit.ts';
import { shellQuote } from './paths.ts';
import { clientHooks, isOurs, marked } from './shims.ts';

/** Names that lefthook looks for, in the folder and without a leading dot in `.config`. Source: lefthook.dev/configuration, "Config file name". */
export const lefthookNames: readonly string[] = ['lefthook', 'lefthook-local'].flatMap((name) =>
  ['yml', 'yaml', 'toml', 'json', 'jsonc'].flatMap((ending) => [`${name}.${ending}`, `.${name}.${ending}`, `.config/${name}.${ending}`]),
);

/**
 * Adds a command of ours to every client hook of a lefthook configuration, keeping its comments and order.
 * Source of the keys: lefthook's configuration reference, `commands` and `use_stdin`.
 */
export async function addToLefthook(path: string, packageFolder: string | undefined, journal: Journal): Promise<void> {
  const before = readFileSync(path, 'utf8');
  const entries = clientHooks.map((hook) => [hook, entryOf(hook, packageFolder ?? 'node_modules/portcullis')] as const);
  const after = path.endsWith('.toml') ? inToml(before, entries, path) : /\.jsonc?$/.test(path) ? inJson(before, entries, path) : await inYaml(before, entries);
  if (after !== before) journal.write(path, after, false);
}

interface Entry {
  readonly run: string;
  readonly use_stdin?: true;
}

type Entries = readonly (readonly [hook: string, entry: Entry])[];

function entryOf(hook: string, own: string): Entry {
  const arguments_ = hook === 'commit-msg' ? ' {1}' : hook === 'pre-push' ? ' {1} {2}' : '';
  const run = `portcullis_home=${shellQuote(own)}; [ -f "$portcullis_home/dist/hook.cjs" ] || portcullis_home="$(git rev-parse --git-common-dir)/portcullis/gate"; set -- ${hook}${arguments_}; . "$portcullis_home/hooks/client/run.sh"`;
  return { run, ...(hook === 'pre-push' ? { use_stdin: true } : {}) };
}

async function inYaml(before: string, entries: Entries): Promise<string> {
  const { parseDocument } = await import('./yaml-document.ts');
  const document = parseDocument(before);
  for (const [hook, entry] of entries) {
    const jobs = document.getIn([hook, 'jobs']);
    if (jobs !== undefined && jobs !== null) {
      if (!JSON.stringify(document.toJS()?.[hook]?.jobs ?? []).includes('"portcullis"')) document.addIn([hook, 'jobs'], document.createNode({ name: 'portcullis', ...entry }));
    } else document.setIn([hook, 'commands', 'portcullis'], document.createNode(entry));
  }
  return document.toString(layoutOf(before));
}

/** lefthook runs commands beside jobs, so that ours need no place among these. */
function inJson(before: string, entries: Entries, path: string): string {
  try {
    return entries.reduce((text, [hook, entry]) => withEntry(text, [hook, 'commands', 'portcullis'], entry), before);
  } catch (error) {
    throw new UsageError(`${path}: ${error instanceof Error ? error.message : String(error)}; correct it first`, { cause: error });
  }
}

/** Tables may stand anywhere in TOML: ours go to the end, between marks, by which they are taken out again. */
function inToml(before: string, entries: Entries, path: string): string {
  if (isOurs(before)) return before;
  // a table that is written on one line takes nothing more
  const inline = /^[ \t]*["']?(?:pre-commit|pre-merge-commit|commit-msg|pre-push|commands)["']?(?:\.["']?commands["']?)?[ \t]*=/m.exec(before)?.[0].trim();
  if (inline !== undefined) throw new UsageError(`${path}: "${inline} …" is on one line, so that nothing can be added to it; write it as a table: [pre-commit.commands.NAME]`);
  // JSON's strings are TOML's
  const tables = entries.map(([hook, { run, use_stdin: input }]) => `[${hook}.commands.portcullis]\nrun = ${JSON.stringify(run)}\n${input === true ? 'use_stdin = true\n' : ''}`);
  return `${before}${before === '' || before.endsWith('\n') ? '' : '\n'}${marked(tables.join('\n'))}`;
}

/** Keeps long lines, and blanks inside brackets where the file has them. */
function layoutOf(text: string): { lineWidth: number; flowCollectionPadding: boolean } {
  // a flow collection is a value; a bracket further on is a command's
  return { lineWidth: 0, flowCollectionPadding: /[:-] +[[{] +\S/.test(text) };
}

/** Takes our commands out of lefthook's configuration, and with them what they leave empty. Returns whether there were any. */
export async function lefthookRemover(): Promise<(path: string) => boolean> {
  const { parseDocument } = await import('./yaml-document.ts');
  return (path) => {
    const text = readFileSync(path, 'utf8');
    if (/\.jsonc?$/.test(path)) {
      const bare = clientHooks.reduce((rest, hook) => withoutEntry(rest, [hook, 'commands', 'portcullis']), text);
      if (bare !== text) writeFileSync(path, bare);
      return bare !== text;
    }
    if (path.endsWith('.toml')) return false;
    const document = parseDocument(text);
    const ours = clientHooks.flatMap((hook) => {
      const jobs = itemsOf(document.getIn([hook, 'jobs']));
      const job = jobs.findIndex((_one, number) => document.getIn([hook, 'jobs', number, 'name']) === 'portcullis');
      return [...(job < 0 ? [] : [[hook, 'jobs', job]]), ...(document.hasIn([hook, 'commands', 'portcullis']) ? [[hook, 'commands', 'portcullis']] : [])];
    });
    for (const place of ours) {
      document.deleteIn(place);
      for (let above = place.slice(0, -1); above.length > 0 && itemsOf(document.getIn(above)).length === 0; above = above.slice(0, -1)) document.deleteIn(above);
    }
    if (ours.length > 0) writeFileSync(path, document.toString(layoutOf(text)));
    return ours.length > 0;
  };
}

/** Items of a list or mapping of the document; none of anything else. */
function itemsOf(node: unknown): readonly unknown[] {
  return typeof node === 'object' && node !== null && 'items' in node && Array.isArray(node.items) ? node.items : [];
}

/**
 * lefthook puts a hook of its own in place of ours, and keeps ours as `NAME.old`, once its configuration has entries of
 * ours. Where it had none of that name before, ours gets its name back, so that the journal finds what it wrote.
 */
export function takeBackFromLefthook(path: string, { steps }: Journal): void {
  const before = steps.flatMap((step) => (step.kind === 'edited' && step.path === path ? [Buffer.from(step.before, 'base64').toString('utf8')] : []))[0] ?? '';
  for (const step of steps) {
    if (step.kind !== 'created' || !clientHooks.includes(basename(step.path))) continue;
    const renamed = `${step.path}.old`;
    if (!isAsWritten(renamed, step.sha)) continue;
    const isLefthooks = existsSync(step.path) && readFileSync(step.path, 'utf8').includes('lefthook');
    if (isLefthooks && !new RegExp(`(?:^|["'[\\s{,])${basename(step.path)}["'.:\\]]`, 'm').test(before)) renameSync(renamed, step.path);
    else rmSync(renamed);
  }
}
