import type { Finding, NotChecked, Outcome } from '../model/finding.ts';
import { reasonOf } from './standing.ts';
import { visible } from './visible.ts';
import { whereabouts } from './whereabouts.ts';
import { sentence } from './words.ts';

/** One test case and how it ended. */
interface Case {
  readonly kind: 'passed' | 'failed' | 'skipped' | 'error';
  readonly xml: string;
}

/** JUnit XML as Jenkins and GitLab read it: a test case a finding, a failure when it blocks, skipped when it is excused. */
export function junitReport(outcome: Outcome): string {
  const { verdict } = outcome;
  const broken: Case[] = verdict.kind === 'broken' ? [{ kind: 'error', xml: testCase('portcullis', 'verdict', `<error message="${xml(verdict.cause)}">${xml(verdict.remedy)}</error>`) }] : [];
  const cases: Case[] = [...broken, ...outcome.findings.map(caseOf), ...outcome.notChecked.map(uncheckedCase)];
  if (cases.length === 0) cases.push({ kind: 'passed', xml: testCase('portcullis', 'nothing found', '') });
  const count = (kind: Case['kind']): number => cases.filter((one) => one.kind === kind).length;
  const time = (outcome.statistics.milliseconds / 1000).toFixed(3);
  const totals = `tests="${cases.length}" failures="${count('failed')}" errors="${count('error')}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="portcullis" ${totals} time="${time}">`,
    `  <testsuite name="portcullis" ${totals} skipped="${count('skipped')}" time="${time}">`,
    ...cases.map((one) => `    ${one.xml}`),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}

function caseOf(finding: Finding): Case {
  const name = `${whereabouts(finding)} ${finding.title}`;
  const place = ` file="${xml(finding.path)}" line="${finding.range.startLine}"`;
  const wrapped = (kind: Case['kind'], inner: string): Case => ({ kind, xml: testCase(finding.check, name, inner, place) });
  if (finding.excuse !== undefined) return wrapped('skipped', `<skipped message="${xml(excuseText(finding))}"/>`);
  if (finding.action === 'block') return wrapped('failed', `<failure type="${finding.severity}" message="${xml(finding.title)}">${xml(sentence(finding))}</failure>`);
  return wrapped('passed', `<system-out>${xml(`warning, ${finding.severity}: ${sentence(finding)}`)}</system-out>`);
}

function excuseText({ excuse }: Finding): string {
  return excuse?.kind === 'suppressed' ? `suppressed: ${excuse.reason}` : excuse?.kind === 'old' ? `old: already in ${excuse.where}` : 'in the baseline';
}

function uncheckedCase(one: NotChecked): Case {
  const text = `not checked: ${reasonOf(one)}, ${one.detail}`;
  const fails = one.action === 'block';
  return { kind: fails ? 'failed' : 'skipped', xml: testCase('not-checked', one.path, fails ? `<failure type="${one.reason}" message="${xml(text)}"/>` : `<skipped message="${xml(text)}"/>`) };
}

function testCase(classname: string, name: string, inner: string, more = ''): string {
  const head = `<testcase classname="${xml(classname)}" name="${xml(name)}"${more}`;
  return inner === '' ? `${head}/>` : `${head}>${inner}</testcase>`;
}

/** XML text: control characters become visible first, because XML 1.0 has no way to write them (section 2.2). */
function xml(text: string): string {
  return visible(text)
    .replace(/[\ufffe\uffff]/g, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\n', '&#10;')
    .replaceAll('\t', '&#9;');
}
