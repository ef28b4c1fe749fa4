import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import { routeMarkers, runnableFamilies } from '../engine/route.ts';
import { packRegistry } from '../engine/registry-format.ts';
import { digestsName, examplesName, identityName } from '../doors/installation.ts';
import { readCheckFolder } from '../doors/load-configuration.ts';
import { sha256 } from '../model/sha256.ts';
import { bundle } from './bundle.ts';
import { declareTypes } from './types.ts';

/** Builds `dist/`: the registry of all checks and the bundles. Run from the top of the project. */
async function main(): Promise<void> {
  rmSync('dist', { recursive: true, force: true });
  mkdirSync('dist', { recursive: true });
  const checks = readCheckFolder('policies', runnableFamilies);
  writeFileSync('dist/registry.bin', packRegistry(checks, routeMarkers));
  writeFileSync(`dist/${examplesName}`, JSON.stringify(Object.fromEntries(checks.map((check) => [check.id, check.examples]))));
  await bundle();
  // only a package needs them; a test run does not wait for the compiler
  if (process.argv.includes('--types')) declareTypes();
  const names = readdirSync('dist', { recursive: true, encoding: 'utf8' }).filter((name) => statSync(join('dist', name)).isFile());
  const digests = JSON.stringify(Object.fromEntries(names.map((name) => [name.split(sep).join('/'), sha256([readFileSync(join('dist', name))])])));
  writeFileSync(join('dist', digestsName), digests);
  writeFileSync(join('dist', identityName), `${sha256([Buffer.from(digests)]).slice(0, 32)}\n`);
}

await main();
