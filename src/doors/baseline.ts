import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openGate } from '../engine/engine.ts';
import { loadCredentials } from '../engine/loaded.ts';
import { openRegistry } from '../engine/registry.ts';
import { git } from '../git/run.ts';
import { treeReader } from '../git/tree-reader.ts';
import type { Finding } from '../model/finding.ts';
import { baselineLine, baselineName, formatBaseline, parseBaseline } from '../policy/baseline.ts';
import { clientPolicy } from './client-policy.ts';
import { registryPath } from './installation.ts';
import { examineTree } from './scan/tree.ts';
import { clock } from './clock.ts';
import { today } from './today.ts';

/** Findings of the committed state that would block: what a baseline is made of; with `foreign` false, also what other tools' files let pass. Empty before the first commit. */
export async function scanForBaseline(top: string, foreign = true): Promise<readonly Finding[]> {
  const head = git(['rev-parse', '--verify', '--quiet', 'HEAD^{tree}'], { cwd: top, accept: [0, 1, 128] }).toString('latin1').trim();
  if (head === '') return [];
  const policy = await clientPolicy({ cwd: top, committed: undefined, foreign });
  await loadCredentials();
  const gate = openGate({
    registries: [openRegistry(registryPath()), ...policy.ownChecks()],
    policy: policy.gate,
    project: { files: treeReader(head, top), today: today() },
    clock,
  });
  examineTree(gate, head, top);
  return (await gate.findings()).filter((finding) => finding.excuse === undefined && finding.action === 'block');
}

/** Writes the baseline of these findings. */
export function writeBaseline(top: string, findings: readonly Finding[]): void {
  writeFileSync(join(top, baselineName), formatBaseline(findings));
}

/** Takes entries out that match nothing any more; returns how many went. A baseline never grows by this. */
export function pruneBaseline(top: string, findings: readonly Finding[]): { kept: number; gone: number } {
  const path = join(top, baselineName);
  if (!existsSync(path)) return { kept: 0, gone: 0 };
  const { entries } = parseBaseline(baselineName, readFileSync(path, 'utf8'));
  const present = findings.filter((finding) => entries.has(baselineLine(finding)));
  writeFileSync(path, formatBaseline(present));
  const kept = new Set(present.map(baselineLine)).size;
  return { kept, gone: entries.size - kept };
}
