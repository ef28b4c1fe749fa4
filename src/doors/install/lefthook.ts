import { readFileSync } from 'node:fs';
import type { Journal } from './journal.ts';
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
  const after = document.toString({ lineWidth: 0 });
  if (after !== before) journal.write(path, after, false);
}
