import { version } from '../model/version.ts';
import type { CheckSummary, Excuse, Finding, Outcome } from '../model/finding.ts';
import { each, jsonPieces } from './json-text.ts';
import { levels, ruleOf, securitySeverity } from './sarif-rule.ts';
import { artifactUri, isAbsolutePath } from './uri.ts';
import { visible } from './visible.ts';
import { titleAndMessage } from './words.ts';

/** Results of one run that GitHub accepts; more make a further run. Source: docs.github.com, SARIF support for code scanning. */
const resultsPerRun = 25_000;

/** The report as SARIF 2.1.0 (OASIS, errata 01). Lists every rule that ran, not only those that fired. */
export function* sarifReport(outcome: Outcome): Generator<string> {
  const checks = outcome.ran();
  const index = new Map(checks.map((check, number) => [check.id, number]));
  const repeats = new Map<string, number>();
  const { findings } = outcome;
  const parts = Math.max(1, Math.ceil(findings.length / resultsPerRun));
  const runs = each(Array.from({ length: parts }, (_one, part) => part), (part) => ({
    tool: toolOf(checks),
    ...(parts === 1 ? {} : { automationDetails: { id: `portcullis/${part + 1}` } }),
    columnKind: 'utf16CodeUnits',
    originalUriBaseIds: { '%SRCROOT%': { description: { text: 'The top of the repository or folder that was judged.' } } },
    invocations: [invocationOf(outcome)],
    results: each(findings.slice(part * resultsPerRun, (part + 1) * resultsPerRun), (finding) => resultOf(finding, index.get(finding.check), repeats)),
    properties: { policyDigest: outcome.policyDigest, verdict: outcome.verdict.kind },
  }));
  yield* jsonPieces({ $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs });
  yield '\n';
}

function toolOf(checks: readonly CheckSummary[]): object {
  return { driver: { name: 'portcullis', semanticVersion: version, informationUri: 'https://www.npmjs.com/package/portcullis', rules: checks.map(ruleOf) } };
}

function invocationOf(outcome: Outcome): object {
  const { verdict, notChecked, remarks } = outcome;
  const broken = verdict.kind === 'broken' ? [{ level: 'error', descriptor: { id: 'broken' }, message: { text: messageText(`${verdict.cause} ${verdict.remedy}`) } }] : [];
  return {
    executionSuccessful: verdict.kind !== 'broken',
    exitCode: { allow: 0, warn: 0, block: 1, broken: 3 }[verdict.kind],
    ...(verdict.kind === 'broken' ? { exitCodeDescription: visible(verdict.cause) } : {}),
    toolExecutionNotifications: [
      ...broken,
      ...notChecked.map((one) => ({
        level: one.action === 'block' ? 'error' : one.action === 'warn' ? 'warning' : 'note',
        descriptor: { id: `not-checked/${one.reason}` },
        message: { text: messageText(`${one.path} was not checked: ${one.detail}`) },
        locations: [{ physicalLocation: { artifactLocation: artifact(one.path) } }],
      })),
    ],
    ...(remarks.length === 0 ? {} : { toolConfigurationNotifications: remarks.map((text) => ({ level: 'note', descriptor: { id: 'policy' }, message: { text: messageText(text) } })) }),
  };
}

function resultOf(finding: Finding, ruleIndex: number | undefined, repeats: Map<string, number>): object {
  const key = `${finding.fingerprint} ${finding.path}`;
  const repeat = (repeats.get(key) ?? 0) + 1;
  repeats.set(key, repeat);
  return {
    ruleId: finding.check,
    ...(ruleIndex === undefined ? {} : { ruleIndex }),
    kind: finding.certainty === 'unsure' ? 'open' : 'fail',
    // SARIF 3.27.10: a level other than "none" stands only beside kind "fail"
    level: finding.certainty === 'unsure' ? 'none' : levels[finding.severity],
    message: { text: messageText(titleAndMessage(finding)) },
    locations: [
      {
        physicalLocation: { artifactLocation: artifact(finding.path), region: finding.range },
        ...(finding.resource === undefined ? {} : { logicalLocations: [{ name: finding.resource, fullyQualifiedName: finding.resource, kind: 'resource' }] }),
      },
    ],
    // the first is the one GitHub reads: hash and how many times it stood in the file before
    partialFingerprints: { primaryLocationLineHash: `${finding.fingerprint}:${repeat}`, 'portcullis/v1': finding.fingerprint },
    baselineState: finding.excuse?.kind === 'old' || finding.excuse?.kind === 'baseline' ? 'unchanged' : 'new',
    ...(finding.excuse === undefined ? {} : { suppressions: [suppressionOf(finding.excuse)] }),
    properties: propertiesOf(finding),
  };
}

function propertiesOf(finding: Finding): object {
  const { severity, action, certainty, subject, layers, commit } = finding;
  return { 'security-severity': securitySeverity[severity], severity, action, certainty, subject, ...(layers === undefined ? {} : { layers }), ...(commit === undefined ? {} : { commit }) };
}

function suppressionOf(excuse: Excuse): object {
  switch (excuse.kind) {
    case 'old':
      return { kind: 'external', status: 'accepted', justification: `old: already in ${excuse.where}` };
    case 'baseline':
      return { kind: 'external', status: 'accepted', justification: 'in the baseline' };
    case 'suppressed': {
      const { reason, where, owner, expires } = excuse;
      const isComment = /:\d+$/.test(where) && !/(?:^|\/)portcullis\.ya?ml:\d+$/.test(where);
      return { kind: isComment ? 'inSource' : 'external', status: 'accepted', justification: visible(reason), properties: { where, ...(owner === undefined ? {} : { owner }), ...(expires === undefined ? {} : { expires }) } };
    }
    default:
      return excuse satisfies never;
  }
}

/** Text that viewers show: `[…](…)` in it would become a link (SARIF 3.11.6), so what a file says is kept from being one. */
function messageText(text: string): string {
  return visible(text).replaceAll('](', '] (');
}

function artifact(path: string): object {
  return isAbsolutePath(path) ? { uri: artifactUri(path) } : { uri: artifactUri(path), uriBaseId: '%SRCROOT%' };
}
