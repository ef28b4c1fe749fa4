import { pypiName } from './package-name.ts';
import { eachEntry, jsonCursor, kindHere, takeText, takeTexts } from './json-cursor.ts';
import { finishReading, startReading } from './reading.ts';
import type { PackageReading, SiblingFiles } from './record.ts';
import { siblingPath } from './sibling-path.ts';
import { at, entriesAt, keyOf, textAt } from './toml-fields.ts';
import { readToml } from './toml.ts';

/** Reads a Pipfile. Source: pipenv docs, pipfile. */
export function readPipfile(text: string): PackageReading {
  const draft = startReading(text);
  const { documents, problems } = readToml(text);
  draft.problems.push(...problems);
  for (const section of entriesAt(documents[0])) {
    const name = keyOf(section);
    if (section.value.kind !== 'map' || ['requires', 'scripts', 'pipenv', 'pipfile'].includes(name)) continue;
    for (const dependency of section.value.entries) {
      const { value } = dependency;
      const range = value.kind === 'scalar' ? String(value.value) : textAt(value, 'version');
      draft.packages.push({
        ...pypiName(keyOf(dependency)),
        version: /^===?\s?([^\s*,]{1,100})$/.exec(range ?? '')?.[1],
        range,
        start: dependency.key.start,
        end: dependency.key.end,
        direct: true,
        scope: name === 'packages' ? 'runtime' : 'dev',
        conditional: ['markers', 'sys_platform', 'os_name', 'platform_machine', 'platform_system', 'python_version'].some((key) => at(value, key) !== undefined) ? true : undefined,
        resolved: textAt(value, 'git') ?? textAt(value, 'file') ?? textAt(value, 'path'),
      });
    }
  }
  return finishReading(draft, 'manifest', 'pipenv');
}

/** Pipenv writes `==` and a version, or `*` for what the system that locked it would not install. */
function pinned(version: string | undefined): string | undefined {
  return /^={2,3}([^*]{1,200})$/.exec(version ?? '')?.[1];
}

/** Reads Pipfile.lock. Source: pipenv docs, pipfile.lock. */
export function readPipfileLock(text: string, path: string, files?: SiblingFiles): PackageReading {
  const draft = startReading(text);
  const cursor = jsonCursor(text, draft.problems);
  const sibling = siblingPath(path, 'Pipfile');
  const manifest = sibling === undefined ? undefined : files?.readText(sibling);
  if (manifest !== undefined && sibling !== undefined) draft.inputs.push(sibling);
  const direct = manifest === undefined ? undefined : new Set(readPipfile(manifest).packages.map((one) => one.name));
  eachEntry(cursor, (section) => {
    if (section === '_meta' || kindHere(cursor) !== 'object') return;
    eachEntry(cursor, (written, start, end) => {
      let version: string | undefined;
      let resolved: string | undefined;
      let integrity: string | undefined;
      eachEntry(cursor, (field) => {
        if (field === 'version') version = pinned(takeText(cursor));
        else if (field === 'git' || field === 'file' || field === 'path') resolved = takeText(cursor);
        else if (field === 'hashes') integrity = takeTexts(cursor)[0];
      });
      const name = pypiName(written);
      draft.packages.push({ ...name, version, start, end, resolved, integrity, direct: direct?.has(name.name), scope: section === 'default' ? 'runtime' : 'dev' });
    });
  });
  return finishReading(draft, 'lockfile', 'pipenv');
}
