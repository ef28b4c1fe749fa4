import { spawnSync } from 'node:child_process';
import { testEnvironment } from '../../git/repository.ts';
import type { Playground, PushResult } from './bare-server.ts';

export const zero = '0'.repeat(40);

export function blobOf({ work }: Pick<Playground, 'work'>, content: string | Buffer): string {
  return work.git(['hash-object', '-w', '--stdin'], { input: content });
}

/** An object of any bytes. */
export function crafted({ work }: Playground, type: 'tree' | 'commit' | 'tag', content: string | Buffer): string {
  return work.git(['hash-object', '-t', type, '-w', '--stdin', '--literally'], { input: content });
}

/** A tree of any entries: mode, name, oid. */
export function treeOf(ground: Playground, ...entries: readonly (readonly [mode: string, name: string | Buffer, oid: string])[]): string {
  return crafted(ground, 'tree', Buffer.concat(entries.map(([mode, name, oid]) => Buffer.concat([Buffer.from(`${mode} `), Buffer.from(name), Buffer.from([0]), Buffer.from(oid, 'hex')]))));
}

export function commitOf(ground: Playground, tree: string): string {
  return ground.work.git(['commit-tree', tree, '-m', 'x']);
}

/** A commit with headers between its committer and its message, and any message. */
export function commitWith(ground: Playground, headers: string, message: string | Buffer = 'x\n', tree = ground.work.git(['rev-parse', 'HEAD^{tree}'])): string {
  const head = ground.work.git(['rev-parse', 'HEAD']);
  const identity = 'A <a@example.com> 1 +0000';
  return crafted(ground, 'commit', Buffer.concat([Buffer.from(`tree ${tree}\nparent ${head}\nauthor ${identity}\ncommitter ${identity}\n${headers}\n`), Buffer.from(message)]));
}

/** Oids that a normal push would send. */
export function reachable({ work }: Pick<Playground, 'work'>, ...revisions: readonly string[]): readonly string[] {
  return work.git(['rev-list', '--objects', '--no-object-names', ...revisions]).split('\n');
}

/** Speaks git's protocol itself: moves one ref and sends a pack of any objects, whether something refers to them or not. */
export function sendPack(ground: Pick<Playground, 'work' | 'server'>, [ref, old, next]: readonly [ref: string, old: string, next: string], oids: readonly string[], env: NodeJS.ProcessEnv = {}): PushResult {
  const pack = spawnSync('git', ['pack-objects', '--stdout', '-q'], { cwd: ground.work.path, env: testEnvironment, input: `${oids.join('\n')}\n` });
  const command = `${old} ${next} ${ref}\0report-status\n`;
  const line = (command.length + 4).toString(16).padStart(4, '0') + command;
  const received = spawnSync('git', ['receive-pack', ground.server.path], { env: { ...testEnvironment, ...env }, input: Buffer.concat([Buffer.from(`${line}0000`, 'latin1'), pack.stdout]) });
  const output = received.stdout.toString('latin1') + received.stderr.toString('utf8');
  return { accepted: output.includes(`ok ${ref}`), output };
}
