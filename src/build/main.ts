import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { routeMarkers, runnableFamilies } from '../engine/route.ts';
import { packRegistry } from '../engine/registry-format.ts';
import { digestsName, examplesName } from '../doors/installation.ts';
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
  const names = readdirSync('dist');
  writeFileSync(`dist/${digestsName}`, JSON.stringify(Object.fromEntries(names.map((name) => [name, sha256([readFileSync(`dist/${name}`)])]))));
  // only a package needs them; a test run does not wait for the compiler
  if (process.argv.includes('--types')) declareTypes();
}

await main();
