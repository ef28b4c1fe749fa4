import { openGate } from '../engine/engine.ts';
import { loadCredentials } from '../engine/loaded.ts';
import { openRegistry } from '../engine/registry.ts';
import type { Finding } from '../model/finding.ts';
import { resolvePolicy } from '../policy/resolve.ts';
import { clock } from './clock.ts';
import { registryPath } from './installation.ts';
import { today } from './today.ts';

/** Credentials in one text, by the package's own checks and the default policy: for programs that bring their own files. */
export async function judgeText(path: string, bytes: Buffer): Promise<readonly Finding[]> {
  await loadCredentials();
  const gate = openGate({
    registries: [openRegistry(registryPath())],
    policy: resolvePolicy({ configurations: [], digestOf: [], today: today(), matcher: () => () => false }),
    families: new Set(['credentials']),
    project: { files: { readText: () => undefined, list: () => [] }, today: today() },
    clock,
  });
  gate.examine({ path, subject: 'file', bytes });
  return (await gate.findings()).filter((finding) => finding.excuse === undefined && finding.action !== 'off');
}
