import { openGate } from '../engine/engine.ts';
import { memoryRegistry, openRegistry, type Registry } from '../engine/registry.ts';
import { routeMarkers } from '../engine/route.ts';
import { expandSample } from '../families/credentials/samples.ts';
import type { Check, Example, PolicyCheck } from '../model/check.ts';
import { didYouMean } from '../policy/errors.ts';
import { resolvePolicy } from '../policy/resolve.ts';
import { byFolder } from '../git/tree-reader.ts';
import { unusualProperties, whyNoSecret } from './why-not.ts';
import { exampleAdvisories } from './example-advisories.ts';
import { registryPath } from './installation.ts';
import { madeSafe, readCheckFolder } from './load-configuration.ts';
import { basenameOf } from '../formats/repository-path.ts';

/** Runs every check file below a folder against its own examples. A failure is a sentence naming check and example. */
export async function testPolicies(folder: string): Promise<{ passed: number; failures: readonly string[] }> {
  let passed = 0;
  const failures: string[] = [];
  const checks: Check[] = [];
  for (const check of readCheckFolder(folder, undefined, ({ message }) => failures.push(message))) {
    try {
      checks.push(await madeSafe(check, folder));
    } catch (error) {
      if (!isPolicyError(error)) throw error;
      failures.push(error.message);
    }
  }
  if (checks.length === 0 && failures.length === 0) failures.push(`${folder}: no check file lies below it`);
  for (const check of checks) {
    try {
      for (const kind of ['fail', 'pass'] as const) {
        for (const [number, example] of check.examples[kind].entries()) {
          const problem = await problemOf(check, kind, example, checks);
          if (problem === undefined) passed++;
          else failures.push(`${check.id}: ${kind} example ${number + 1} ${problem}`);
        }
      }
    } catch (error) {
      // by name: every bundle has a copy of the class
      if (!(error instanceof Error) || error.name !== 'BrokenCheck') throw error;
      failures.push(error.message);
    }
    if (check.examples.fail.length === 0 || check.examples.pass.length === 0) failures.push(`${check.id}: has no examples of both kinds`);
  }
  return { passed, failures };
}

/** By name: every bundle has a copy of the class. */
function isPolicyError(error: unknown): error is Error {
  return error instanceof Error && error.name === 'PolicyError';
}

/** What is wrong with an example of a check, as the end of a sentence. */
async function problemOf(check: Check, kind: 'fail' | 'pass', example: Example, others: readonly Check[]): Promise<string | undefined> {
  const { format } = example;
  if (format !== undefined && !(format in defaultPaths)) return `has an unknown format "${format}"${didYouMean(format, Object.keys(defaultPaths))}; there are ${Object.keys(defaultPaths).join(', ')}`;
  const found = await exampleIsFound(check, example, others);
  if (found === (kind === 'fail')) return undefined;
  const why = found ? '' : 'pattern' in check ? whyNoSecret(check, expandSample(example.source, check.id)) : unusualWords(check);
  return `${found ? 'is reported' : 'is not reported'}${why === '' ? await unusualProperties(check) : why}`;
}

/** The words of `applies` that no check of the gate itself has: one of them may be a slip. */
function unusualWords(check: Check): string {
  const registry = openRegistry(registryPath());
  const unusual = isPolicy(check) ? check.applies.filter((word) => registry.applying(check.family, [word]).length === 0) : [];
  if (unusual.length === 0) return '';
  const known = new Set(registry.index(check.family).flatMap((row) => appliesOf(registry.check(row.number))));
  return ` (no check of the gate applies to ${unusual.map((word) => `"${word}"${didYouMean(word, known)}`).join(', ')})`;
}

/** File names that an example is judged under, by its format. */
const defaultPaths: Readonly<Record<string, string>> = {
  cloudformation: 'template.yaml',
  terraform: 'main.tf',
  'terraform-plan': 'plan.json',
  kubernetes: 'manifest.yaml',
  compose: 'compose.yaml',
  dockerfile: 'Dockerfile',
  ecs: 'task-definition.json',
  arm: 'azuredeploy.json',
};

/**
 * Whether a check reports an example: alone, or, where it weighs what others find, together with those of its family.
 * Sample templates of credentials are expanded first.
 */
export async function exampleIsFound(check: Check, example: Example, others: readonly Check[] = []): Promise<boolean> {
  const path = example.path ?? defaultPaths[example.format ?? appliesTo(check)] ?? 'example.txt';
  const text = check.family === 'credentials' ? expandSample(example.source, check.id) : example.source;
  if (check.family === 'change-control') return isSensitiveChange(withParameters(check, example), example, path);
  const files = new Map<string, string>([[path, text], ...Object.entries(example.files ?? {})]);
  const folders = byFolder(files.keys());
  const record = check.family === 'libraries' ? example.files?.['advisories.json'] : undefined;
  const gate = openGate({
    registries: [registryOf(check, example, others)],
    // code is read only if the section of libraries asks for it: what an example sets is the section
    policy: { ...resolvePolicy({ configurations: [], data: () => (record === undefined ? undefined : exampleAdvisories(record, '2026-01-01')), digestOf: [], today: '2026-01-01', matcher: () => () => false }), settings: (family) => (family === 'libraries' && check.family === family ? example.parameters : undefined) },
    project: { files: { readText: (name) => files.get(name), list: (name) => folders.get(name === '.' ? '' : name) ?? [], all: () => files.keys() }, today: '2026-01-01' },
    clock: () => 0,
  });
  for (const [name, content] of files) {
    gate.examine({ path: name, subject: 'file-name', bytes: Buffer.from(name) });
    gate.examine({ path: name, subject: 'file', bytes: Buffer.from(content, 'utf8') });
  }
  return (await gate.findings()).some((finding) => finding.check === check.id);
}

const registries = new WeakMap<Check, Registry>();

/** The check in a registry of its own: made once for all its examples but those that set parameters. */
function registryOf(check: Check, example: Example, others: readonly Check[]): Registry {
  const known = example.parameters === undefined ? registries.get(check) : undefined;
  if (known !== undefined) return known;
  const beside = weighsOthers(check) ? others.filter((one) => one.family === check.family && one.id !== check.id) : [];
  const registry = memoryRegistry([withParameters(check, example), ...beside], routeMarkers);
  if (example.parameters === undefined) registries.set(check, registry);
  return registry;
}

function weighsOthers(check: Check): boolean {
  return isPolicy(check) && check.function === 'risk';
}

function isPolicy(check: Check): check is PolicyCheck {
  return 'applies' in check && 'parameters' in check;
}

/** Whether a change from the example's `previous` to its source is reported. */
async function isSensitiveChange(check: Check, example: Example, path: string): Promise<boolean> {
  const { checkScope } = await import('./push/change-control/judge-changes.ts');
  const { declaredIn } = await import('./push/change-control/declared.ts');
  const { sensitiveChanges } = await import('../families/change-control/sensitive.ts');
  const changed = [{ path, kind: example.previous === undefined ? ('added' as const) : ('changed' as const), oid: '' }];
  const declared = (text: string | undefined) => declaredIn(changed, { readText: (name) => (name === path ? text : undefined), list: () => (text === undefined ? [] : [basenameOf(path)]) });
  const [before, after] = [await declared(example.previous), await declared(example.source)];
  if (!isPolicy(check)) return false;
  return sensitiveChanges({ files: changed, before: before.resources, after: after.resources, unread: [...before.unread, ...after.unread] }, [checkScope(check, check.parameters)]).length > 0;
}

/** What a policy is asked of: the format of its examples that name none. */
function appliesTo(check: Check): string {
  return appliesOf(check)[0] ?? '';
}

function appliesOf(check: Check): readonly string[] {
  return 'applies' in check && Array.isArray(check.applies) ? check.applies.map(String) : [];
}

/** The check turned on, with the example's parameters over its own. */
function withParameters(check: Check, { parameters }: Example): Check {
  const on = { ...check, on: true };
  if (parameters === undefined) return on;
  const own = 'parameters' in check && typeof check.parameters === 'object' ? check.parameters : {};
  return Object.assign(on, { parameters: { ...own, ...parameters } });
}
