import type { DataNode, MapNode } from '../node.ts';
import { pypiName } from './package-name.ts';
import { addRequirement } from './python-requires.ts';
import { finishReading, startReading, type ReadingDraft } from './reading.ts';
import type { PackageReading, PackageScope, SiblingFiles } from './record.ts';
import { addRequirementsFile } from './requirements.ts';
import { at, entriesAt, itemsAt, keyOf, textAt } from './toml-fields.ts';
import { readToml } from './toml.ts';

/**
 * Reads pyproject.toml: PEP 621 dependencies, PEP 735 groups, PEP 518 build requirements, and the tables of Poetry, PDM, uv, Hatch and Flit,
 * and the requirements files that setuptools is told to take dependencies from.
 * Sources: packaging.python.org, python-poetry.org/docs/pyproject, docs.astral.sh/uv, pdm-project.org.
 */
export function readPyproject(text: string, path = 'pyproject.toml', files?: SiblingFiles): PackageReading {
  const draft = startReading(text);
  const { documents, problems } = readToml(text);
  draft.problems.push(...problems);
  const root = documents[0];
  if (root !== undefined) readTables(draft, root);
  if (root !== undefined) readDynamic(draft, root, path, files);
  const tool = at(root, 'tool');
  const manager = ['poetry', 'pdm', 'uv', 'hatch', 'flit', 'pixi'].find((name) => at(tool, name) !== undefined);
  return finishReading(draft, 'manifest', manager ?? 'pip');
}

function readTables(draft: ReadingDraft, root: MapNode): void {
  const each = (scope: PackageScope, ...keys: readonly string[]): void => {
    for (const item of itemsAt(root, ...keys)) addRequirement(draft, item, scope);
  };
  const constraints = (key: string): void => {
    for (const item of itemsAt(root, 'tool', 'uv', key)) addRequirement(draft, item, 'runtime', 'constraint');
  };
  const groups = (scopeOfGroup: (name: string) => PackageScope, ...keys: readonly string[]): void => {
    for (const group of entriesAt(root, ...keys)) {
      if (group.value.kind !== 'list') continue;
      for (const item of group.value.items) addRequirement(draft, item, scopeOfGroup(keyOf(group)));
    }
  };
  each('build', 'build-system', 'requires');
  each('runtime', 'project', 'dependencies');
  groups(() => 'optional', 'project', 'optional-dependencies');
  groups(groupScope, 'dependency-groups');
  groups(groupScope, 'tool', 'pdm', 'dev-dependencies');
  each('dev', 'tool', 'uv', 'dev-dependencies');
  constraints('constraint-dependencies');
  constraints('override-dependencies');
  for (const environment of entriesAt(root, 'tool', 'hatch', 'envs')) {
    for (const key of ['dependencies', 'extra-dependencies']) for (const item of itemsAt(environment.value, key)) addRequirement(draft, item, 'dev');
  }
  readPoetry(draft, root);
  addSources(draft, root);
  const name = at(root, 'project', 'name') ?? at(root, 'tool', 'poetry', 'name');
  if (name?.kind === 'scalar' && typeof name.value === 'string') {
    const version = textAt(root, 'project', 'version') ?? textAt(root, 'tool', 'poetry', 'version');
    const licence = textAt(root, 'project', 'license') ?? textAt(root, 'project', 'license', 'text') ?? textAt(root, 'tool', 'poetry', 'license');
    draft.packages.push({ ...pypiName(name.value), version, licence, start: name.start, end: name.end, project: true });
  }
}

/** Source: setuptools.pypa.io, "Dynamic Metadata". */
function readDynamic(draft: ReadingDraft, root: MapNode, path: string, files: SiblingFiles | undefined): void {
  const dynamic = ['tool', 'setuptools', 'dynamic'];
  for (const table of [at(root, ...dynamic, 'dependencies'), ...entriesAt(root, ...dynamic, 'optional-dependencies').map((entry) => entry.value)]) {
    const named = at(table, 'file');
    for (const node of named?.kind === 'list' ? named.items : named === undefined ? [] : [named]) {
      if (node.kind === 'scalar' && typeof node.value === 'string') addRequirementsFile(draft, node.value, { path, files, at: node });
    }
  }
}

/** Puts in where uv takes a package from: `[tool.uv.sources]` says it apart from the requirement, for some systems or for all. */
function addSources(draft: ReadingDraft, root: MapNode): void {
  for (const source of entriesAt(root, 'tool', 'uv', 'sources')) {
    const { name } = pypiName(keyOf(source));
    const values = source.value.kind === 'list' ? source.value.items : [source.value];
    const from = values.map((value) => textAt(value, 'git') ?? textAt(value, 'url') ?? textAt(value, 'path')).find((one) => one !== undefined);
    if (from === undefined) continue;
    for (const [index, one] of draft.packages.entries()) if (one.name === name && one.resolved === undefined) draft.packages[index] = { ...one, resolved: from };
  }
}

function readPoetry(draft: ReadingDraft, root: MapNode): void {
  const poetry = at(root, 'tool', 'poetry');
  addPoetry(draft, at(poetry, 'dependencies'), 'runtime');
  addPoetry(draft, at(poetry, 'dev-dependencies'), 'dev');
  for (const group of entriesAt(poetry, 'group')) addPoetry(draft, at(group.value, 'dependencies'), groupScope(keyOf(group)));
  for (const item of itemsAt(poetry, 'requires-plugins')) addRequirement(draft, item, 'build');
}

/** `name = "^1"`, `name = {version = "^1", git = …}`, or a list of such tables. */
function addPoetry(draft: ReadingDraft, table: DataNode | undefined, scope: PackageScope): void {
  for (const dependency of entriesAt(table)) {
    const written = keyOf(dependency);
    if (written === 'python') continue;
    const values = dependency.value.kind === 'list' ? dependency.value.items : [dependency.value];
    for (const value of values) {
      const range = value.kind === 'scalar' ? String(value.value) : textAt(value, 'version');
      const isOptional = at(value, 'optional');
      draft.packages.push({
        ...pypiName(written),
        version: /^(?:==?\s?)?\d[\w.+!]*$/.test(range ?? '') ? range?.replace(/^==?\s?/, '') : undefined,
        range,
        start: dependency.key.start,
        end: dependency.key.end,
        direct: true,
        conditional: values.length > 1 || ['python', 'markers', 'platform'].some((key) => at(value, key) !== undefined) ? true : undefined,
        scope: isOptional?.kind === 'scalar' && isOptional.value === true ? 'optional' : scope,
        resolved: textAt(value, 'git') ?? textAt(value, 'url') ?? textAt(value, 'path'),
      });
    }
  }
}

function groupScope(name: string): PackageScope {
  return /test/i.test(name) ? 'test' : 'dev';
}
