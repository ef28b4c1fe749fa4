import { buildSync } from 'esbuild';
import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { routeMarkers } from '../../../src/engine/route.ts';
import { packRegistry } from '../../../src/engine/registry-format.ts';
import type { FamilyName } from '../../../src/model/finding.ts';
import { readCheckFolder } from '../../../src/doors/load-configuration.ts';

/** Builds the server's hook into a folder of its own, so that a build of the package beside it does not matter. */
export function buildGate(families: readonly FamilyName[] = ['credentials']): string {
  const folder = mkdtempSync(join(tmpdir(), 'portcullis-gate-'));
  const dist = join(folder, 'gate', 'dist');
  mkdirSync(dist, { recursive: true });
  cpSync('hooks', join(folder, 'gate', 'hooks'), { recursive: true });
  writeFileSync(join(dist, 'receive.cjs'), "import('./receive.mjs');\n");
  writeFileSync(join(dist, 'registry.bin'), packRegistry(readCheckFolder('policies', new Set(families)), routeMarkers));
  buildSync({ entryPoints: { receive: 'src/cli/receive-main.ts' }, bundle: true, splitting: true, platform: 'node', format: 'esm', outdir: dist, outExtension: { '.js': '.mjs' }, logLevel: 'error', banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" } });
  buildSync({ entryPoints: ['src/doors/push/deadline-thread.ts'], bundle: true, platform: 'node', format: 'cjs', outfile: join(dist, 'deadline-thread.cjs'), logLevel: 'error', define: { 'import.meta.url': '""' } });
  return join(dist, 'receive.mjs');
}

/** A pre-receive (or other) hook that runs the gate, by the shim. */
export function hookScript(gate: string, hook = 'pre-receive', folder?: string): string {
  const home = dirname(dirname(dirname(gate)));
  return `#!/bin/sh\nportcullis_recorded_node='${process.execPath}' portcullis_home='${home}' portcullis_folder='${folder ?? ''}'\nset -- ${hook} "$@"\n. '${home}/gate/hooks/server/run.sh'\n`;
}

/** The same without the shim, as a server may run the gate by itself. */
export function bareHookScript(gate: string, hook = 'pre-receive', folder?: string): string {
  return `#!/bin/sh\nexec '${process.execPath}' '${gate}' ${hook} ${folder === undefined ? '' : `--folder '${folder}' `}"$@"\n`;
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
let state = 12_345;

/** A token with the form of a GitHub one, made at run time: none stands in this repository. */
export function token(): string {
  let body = '';
  for (let i = 0; i < 30; i++) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    body += letters[(state >> 8) % 62] ?? 'A';
  }
  return ['gh', 'p_'].join('') + body + checksum(body);
}

/** GitHub's checksum: CRC-32 of the random part in base 62, six digits. Source: GitHub's blog on token formats, April 2021. */
function checksum(body: string): string {
  let crc = ~0;
  for (const byte of Buffer.from(body)) {
    crc ^= byte;
    for (let i = 0; i < 8; i++) crc = (crc >>> 1) ^ (0xedb88320 & -(crc & 1));
  }
  let rest = ~crc >>> 0;
  let text = '';
  const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
  for (let i = 0; i < 6; i++) {
    text = (digits[rest % 62] ?? '0') + text;
    rest = Math.floor(rest / 62);
  }
  return text;
}
