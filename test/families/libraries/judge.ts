import { openGate } from '../../../src/engine/engine.ts';
import { memoryRegistry } from '../../../src/engine/registry.ts';
import { routeMarkers } from '../../../src/engine/route.ts';
import { readCheckFolder } from '../../../src/doors/load-configuration.ts';
import { byFolder } from '../../../src/git/tree-reader.ts';
import type { Finding } from '../../../src/model/finding.ts';
import { parseConfiguration } from '../../../src/policy/configuration.ts';
import { resolvePolicy } from '../../../src/policy/resolve.ts';

const registry = memoryRegistry(readCheckFolder('policies', new Set(['libraries'])), routeMarkers);

/** Files by path; a value of undefined stands for a file of `beside` that is not part of the change. */
export interface Case {
  /** The change. */
  readonly files: Readonly<Record<string, string>>;
  /** Files that stand in the project without having changed. */
  readonly beside?: Readonly<Record<string, string>>;
  /** What stands under `libraries:` in portcullis.yaml, as YAML or JSON. */
  readonly libraries?: string;
  readonly today?: string;
  /** As a scan judges, not as a hook. */
  readonly isThorough?: boolean;
}

/** Everything that the family of libraries finds. */
export async function judge({ files, beside = {}, libraries, today = '2026-06-01', isThorough = false }: Case): Promise<readonly Finding[]> {
  const all = new Map(Object.entries({ ...beside, ...files }));
  const folders = byFolder(all.keys());
  const configuration = libraries === undefined ? [] : [parseConfiguration('portcullis.yaml', `libraries: ${libraries}`)];
  const gate = openGate({
    registries: [registry],
    policy: resolvePolicy({ configurations: configuration, digestOf: [], today, matcher: () => () => false }),
    families: new Set(['libraries']),
    project: { files: { readText: (path) => all.get(path), list: (folder) => folders.get(folder === '.' ? '' : folder) ?? [], all: () => all.keys() }, today, isThorough },
    clock: () => 0,
  });
  for (const [path, text] of Object.entries(files)) gate.examine({ path, subject: 'file', bytes: Buffer.from(text) });
  return gate.findings();
}

/** What is said, shortly: check below `libraries/`, line, and `?` when it is unsure. */
export async function judged(one: Case): Promise<readonly string[]> {
  return (await judge(one)).map(({ check, path, range, certainty }) => `${check.slice('libraries/'.length)}${certainty === 'unsure' ? '?' : ''} ${path}:${range.startLine}`);
}

/** A package-lock.json of format 3: one package a line from line 3 on. */
export function npmLock(root: Readonly<Record<string, string>>, packages: Readonly<Record<string, { readonly version: string; readonly [key: string]: unknown }>>): string {
  const lines = Object.entries(packages).map(([name, entry]) => `${JSON.stringify(name.includes('node_modules/') ? name : `node_modules/${name}`)}: ${JSON.stringify({ ...whole(name, entry.version), ...entry })}`);
  return `{"lockfileVersion": 3, "packages": {\n"": ${JSON.stringify({ dependencies: root })},\n${lines.join(',\n')}\n}}\n`;
}

/** What npm writes of every package from its registry. */
function whole(name: string, version: string): Readonly<Record<string, string>> {
  const bare = name.slice(name.lastIndexOf('node_modules/') + (name.includes('node_modules/') ? 13 : 1));
  return { resolved: `https://registry.npmjs.org/${bare}/-/${bare.slice(bare.lastIndexOf('/') + 1)}-${version}.tgz`, integrity: `sha512-${'A'.repeat(86)}==` };
}
