import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { isAsWritten, type Journal } from './journal.ts';
import { clientHooks } from './shims.ts';

/**
 * Adds a command of ours to every client hook of a lefthook configuration, keeping its comments and order.
 * Source of the keys: lefthook's configuration reference, `commands` and `use_stdin`.
 */
export async function addToLefthook(path: string, packageFolder: string | undefined, journal: Journal): Promise<void> {
  const { parseDocument } = await import('./yaml-document.ts');
  const before = readFileSync(path, 'utf8');
  const document = parseDocument(before);
  const own = packageFolder ?? 'node_modules/portcullis';
  for (const hook of clientHooks) {
    const jobs = document.getIn([hook, 'jobs']);
    const arguments_ = hook === 'commit-msg' ? ' {1}' : hook === 'pre-push' ? ' {1} {2}' : '';
    const run = `portcullis_home='${own}'; [ -f "$portcullis_home/dist/hook.cjs" ] || portcullis_home="$(git rev-parse --git-common-dir)/portcullis/gate"; set -- ${hook}${arguments_}; . "$portcullis_home/hooks/client/run.sh"`;
    const entry = { run, ...(hook === 'pre-push' ? { use_stdin: true } : {}) };
    if (jobs !== undefined && jobs !== null) {
      if (!JSON.stringify(document.toJS()?.[hook]?.jobs ?? []).includes('"portcullis"')) document.addIn([hook, 'jobs'], document.createNode({ name: 'portcullis', ...entry }));
    } else document.setIn([hook, 'commands', 'portcullis'], document.createNode(entry));
  }
  const after = document.toString(layoutOf(before));
  if (after !== before) journal.write(path, after, false);
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
    if (isLefthooks && !new RegExp(`^${basename(step.path)}:`, 'm').test(before)) renameSync(renamed, step.path);
    else rmSync(renamed);
  }
}
