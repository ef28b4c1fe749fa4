// Parses every lockfile below a folder with the parsers that a program without positions would take, and does nothing more:
// what `bench/libraries.mjs` compares a scan with. Yarn's own format has no parser of that kind: its lines are split.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse as parseToml } from 'smol-toml';
import { parse as parseYaml } from 'yaml';

const parsers = { 'package-lock.json': JSON.parse, 'pnpm-lock.yaml': (text) => parseYaml(text), 'yarn.lock': (text) => text.split('\n'), 'Cargo.lock': parseToml, 'poetry.lock': parseToml };
for (const entry of readdirSync(process.argv[2], { recursive: true, withFileTypes: true })) parsers[entry.name]?.(readFileSync(join(entry.parentPath, entry.name), 'utf8'));
