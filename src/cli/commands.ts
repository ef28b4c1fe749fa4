import type { Command } from './command.ts';

/** Every command, loaded when it is called. The order is that of the help. */
export const commands: ReadonlyMap<string, { summary: string; load: () => Promise<Command> }> = new Map([
  ['init', { summary: 'protect this repository, or a git server with --server', load: async () => (await import('./init.ts')).init }],
  ['uninstall', { summary: 'take the hooks away and restore what was there', load: async () => (await import('./uninstall.ts')).uninstall }],
  ['scan', { summary: 'judge files, what is staged, a range or the whole history', load: async () => (await import('./scan.ts')).scan }],
  ['inventory', { summary: 'list every package that manifests and lockfiles name', load: async () => (await import('./inventory.ts')).inventory }],
  ['advisories', { summary: 'build or look at the offline data package of advisories', load: async () => (await import('./advisories.ts')).advisories }],
  ['explain', { summary: 'say everything about a check', load: async () => (await import('./explain.ts')).explain }],
  ['suppress', { summary: 'let one finding pass, with a reason', load: async () => (await import('./suppress.ts')).suppress }],
  ['baseline', { summary: 'accept what is there now, so that only new findings block', load: async () => (await import('./baseline.ts')).baseline }],
  ['policies', { summary: 'list, test, lock, verify or replay policies', load: async () => (await import('./policies.ts')).policies }],
  ['doctor', { summary: 'prove that this repository is protected', load: async () => (await import('./doctor.ts')).doctor }],
  ['audit', { summary: 'read or verify the log of pushes to a server', load: async () => (await import('./audit.ts')).audit }],
  ['hook', { summary: 'run one hook as git calls it', load: async () => (await import('./hook.ts')).hook }],
  ['completion', { summary: 'print completions for bash, zsh or fish', load: async () => (await import('./completion.ts')).completion }],
]);
