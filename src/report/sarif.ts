import { version } from '../model/version.ts';
import type { CheckSummary, Excuse, Finding, Outcome, Severity } from '../model/finding.ts';

/** GitHub's reading of `security-severity`: over 9.0 critical, 7.0 high, 4.0 medium. Source: docs.github.com, SARIF support for code scanning. */
const securitySeverity: Readonly<Record<Severity, string>> = { low: '3.0', medium: '5.5', high: '8.0', critical: '9.5' };
const level: Readonly<Record<Severity, 'note' | 'warning' | 'error'>> = { low: 'note', medium: 'warning', high: 'error', critical: 'error' };

/** The report as SARIF 2.1.0 (OASIS). Lists every rule that ran, not only those that fired. */
export function sarifReport(outcome: Outcome): string {
  const checks = outcome.ran();
  const index = new Map(checks.map((check, number) => [check.id, number]));
  const run = {
    tool: {
      driver: {
        name: 'portcullis',
        semanticVersion: version,
        informationUri: 'https://www.npmjs.com/package/portcullis',
        rules: checks.map(ruleOf),
      },
    },
    columnKind: 'utf16CodeUnits',
    originalUriBaseIds: { SRCROOT: { description: { text: 'The top of the repository or folder that was judged.' } } },
    invocations: [
      {
        executionSuccessful: outcome.verdict.kind !== 'broken',
        ...(outcome.verdict.kind === 'broken' ? { exitCodeDescription: outcome.verdict.cause } : {}),
        toolExecutionNotifications: [
          ...outcome.notChecked.map((one) => ({
            level: one.action === 'block' ? 'error' : 'warning',
            descriptor: { id: `not-checked/${one.reason}` },
            message: { text: `${one.path} was not checked: ${one.detail}` },
            locations: [{ physicalLocation: { artifactLocation: artifact(one.path) } }],
          })),
          ...outcome.remarks.map((text) => ({ level: 'note', descriptor: { id: 'policy' }, message: { text } })),
        ],
      },
    ],
    results: outcome.findings.map((finding) => resultOf(finding, index.get(finding.check))),
    properties: { policyDigest: outcome.policyDigest, verdict: outcome.verdict.kind },
  };
  return `${JSON.stringify({ $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] })}\n`;
}

function ruleOf(check: CheckSummary): object {
  const references = check.references.map((reference) => `- ${reference}`).join('\n');
  return {
    id: check.id,
    name: check.id.split('/').map(pascal).join(''),
    shortDescription: { text: check.title },
    fullDescription: { text: check.reason.trim() },
    ...(check.references[0] === undefined ? {} : { helpUri: check.references[0] }),
    help: {
      text: `${check.reason.trim()}\n\nFix: ${check.remedy.trim()}`,
      markdown: `**Why** ${check.reason.trim()}\n\n**Fix** ${check.remedy.trim()}\n\n${references}`,
    },
    defaultConfiguration: { level: level[check.severity] },
    properties: { 'security-severity': securitySeverity[check.severity], tags: ['security', check.family], precision: 'high', aliases: check.aliases },
  };
}

function pascal(part: string): string {
  return part.replace(/(?:^|-)([a-z0-9])/g, (_whole, letter: string) => letter.toUpperCase());
}

function resultOf(finding: Finding, ruleIndex: number | undefined): object {
  const named = finding.resource === undefined ? [] : [{ fullyQualifiedName: finding.resource, kind: 'resource' }];
  return {
    ruleId: finding.check,
    ...(ruleIndex === undefined ? {} : { ruleIndex }),
    kind: finding.certainty === 'unsure' ? 'open' : 'fail',
    // SARIF 3.27.10: level is "none" unless kind is "fail"
    level: finding.certainty === 'unsure' ? 'none' : level[finding.severity],
    message: { text: finding.message === '' ? `${finding.title}${finding.evidence === '' ? '' : `: ${finding.evidence}`}` : `${finding.title}: ${finding.message}` },
    locations: [
      {
        physicalLocation: { artifactLocation: artifact(finding.path), region: finding.range },
        ...(named.length === 0 ? {} : { logicalLocations: named }),
      },
    ],
    partialFingerprints: { 'portcullis/v1': finding.fingerprint },
    ...(finding.excuse === undefined ? {} : { suppressions: [suppressionOf(finding.excuse)], baselineState: finding.excuse.kind === 'suppressed' ? 'new' : 'unchanged' }),
    properties: { severity: finding.severity, action: finding.action, certainty: finding.certainty, ...(finding.layers === undefined ? {} : { layers: finding.layers }), ...(finding.commit === undefined ? {} : { commit: finding.commit }) },
  };
}

function suppressionOf(excuse: Excuse): object {
  switch (excuse.kind) {
    case 'old':
      return { kind: 'external', status: 'accepted', justification: `already in ${excuse.where}` };
    case 'baseline':
      return { kind: 'external', status: 'accepted', justification: 'in the baseline' };
    case 'suppressed':
      return {
        kind: excuse.where.startsWith('portcullis.yaml') ? 'external' : 'inSource',
        status: 'accepted',
        justification: excuse.reason,
        properties: { where: excuse.where, ...(excuse.owner === undefined ? {} : { owner: excuse.owner }), ...(excuse.expires === undefined ? {} : { expires: excuse.expires }) },
      };
    default:
      return excuse satisfies never;
  }
}

function artifact(path: string): object {
  return { uri: path.split('/').map(encodeURIComponent).join('/'), uriBaseId: 'SRCROOT' };
}
