import { entry, textOf, type DataNode } from '../../../formats/node.ts';
import { positionAt, sourceText, type Place, type SourceText } from '../../../formats/place.ts';
import { readYaml } from '../../../formats/yaml.ts';
import type { FamilyPolicy } from '../../../model/family.ts';
import type { Severity } from '../../../model/finding.ts';
import type { RunnableCheck } from './runnable.ts';

/** What a `.hadolint.yaml` says. Source: hadolint's README, section "Configure". */
export interface HadolintConfig {
  readonly path: string;
  /** Rules that are not to be reported, in lower case, with the 1-based line that says so. */
  readonly ignored: ReadonlyMap<string, number>;
  readonly severities: ReadonlyMap<string, Severity>;
  readonly trustedRegistries: readonly string[];
  readonly labelSchema: Readonly<Record<string, string>>;
  readonly strictLabels: boolean;
  /** Comments in the Dockerfile count for nothing. */
  readonly disableIgnorePragma: boolean;
  /** Where it cannot be read as hadolint would. */
  readonly problems: readonly ConfigProblem[];
}

/** A place where a configuration is wrong. */
export interface ConfigProblem {
  readonly message: string;
  readonly at: Place;
}

/** hadolint's severities in ours. */
const severityNames: readonly (readonly [string, Severity])[] = [
  ['error', 'high'],
  ['warning', 'medium'],
  ['info', 'low'],
  ['style', 'low'],
];

/** Reads a `.hadolint.yaml`. What is not understood is left out. */
export function readHadolintConfig(path: string, text: string): HadolintConfig {
  const reading = readYaml(text);
  const root = reading.documents[0];
  const source = sourceText(path, text);
  const ignored = new Map<string, number>();
  for (const item of items(entry(root, 'ignored'))) {
    const rule = textOf(item);
    if (rule !== undefined) ignored.set(rule.toLowerCase(), lineOf(source, item));
  }
  const severities = new Map<string, Severity>();
  for (const [name, severity] of severityNames) {
    for (const item of items(entry(entry(root, 'override'), name))) {
      const rule = textOf(item);
      if (rule !== undefined) severities.set(rule.toLowerCase(), severity);
    }
  }
  const schema = entry(root, 'label-schema');
  const labels: [string, string][] = [];
  if (schema?.kind === 'map') for (const { key, value } of schema.entries) labels.push([String(key.value), textOf(value) ?? 'text']);
  return {
    path,
    ignored,
    severities,
    trustedRegistries: items(entry(root, 'trustedRegistries')).flatMap((item) => textOf(item) ?? []),
    labelSchema: Object.fromEntries(labels),
    strictLabels: isTrue(entry(root, 'strict-labels')),
    disableIgnorePragma: isTrue(entry(root, 'disable-ignore-pragma')),
    problems: [...reading.problems.map(({ message, start, end }) => ({ message, at: { source, start, end } })), ...wrongLists(root, source)].slice(0, 20),
  };
}

/** Keys that take a list of texts and have something else. */
function wrongLists(root: DataNode | undefined, source: SourceText): readonly ConfigProblem[] {
  const override = entry(root, 'override');
  const lists = [['ignored', entry(root, 'ignored')], ['trustedRegistries', entry(root, 'trustedRegistries')], ...severityNames.map(([name]): [string, DataNode | undefined] => [name, entry(override, name)])] as const;
  return lists.flatMap(([name, node]) => (node === undefined || node.kind === 'list' ? [] : [{ message: `"${name}" takes a list: ${name}: [DL3008]`.replace('trustedRegistries: [DL3008]', 'trustedRegistries: [docker.io]'), at: { source, start: node.start, end: node.end } }]));
}

function items(node: DataNode | undefined): readonly DataNode[] {
  return node?.kind === 'list' ? node.items : [];
}

function isTrue(node: DataNode | undefined): boolean {
  return node?.kind === 'scalar' && node.value === true;
}

function lineOf(source: SourceText, node: DataNode): number {
  return positionAt(source, node.start).line;
}

/**
 * The checks with what the file adds to their parameters. It only makes them stricter: a list that our own policy gives
 * is never replaced.
 */
export function withHadolintParameters(checks: readonly RunnableCheck[], config: HadolintConfig): readonly RunnableCheck[] {
  const hasLabels = Object.keys(config.labelSchema).length > 0;
  if (!hasLabels && !config.strictLabels) return checks;
  return checks.map((one) => {
    const added: Record<string, unknown> = {};
    const { schema } = one.parameters;
    if (hasLabels && typeof schema === 'object' && schema !== null && Object.keys(schema).length === 0) added['schema'] = config.labelSchema;
    if (config.strictLabels && one.check.id.endsWith('/label-unknown')) added['strict'] = true;
    return Object.keys(added).length === 0 ? one : { ...one, parameters: { ...one.parameters, ...added } };
  });
}

/** The policy with the registries that the file trusts, for a check that is given no list by our own. */
export function withTrustedRegistries(policy: FamilyPolicy, { trustedRegistries }: HadolintConfig): FamilyPolicy {
  if (trustedRegistries.length === 0) return policy;
  return {
    ...policy,
    checks: (applies, heard) => policy.checks(applies, heard),
    parameters(check) {
      const own = policy.parameters(check);
      const { registries } = own;
      return Array.isArray(registries) && registries.length === 0 ? { ...own, registries: trustedRegistries } : own;
    },
  };
}
