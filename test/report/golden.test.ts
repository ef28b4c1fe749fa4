import { expect, test } from 'vitest';
import { version } from '../../src/model/version.ts';
import type { Outcome } from '../../src/model/finding.ts';
import type { ReportOptions } from '../../src/report/options.ts';
import { renderReport, reportFormats } from '../../src/report/render.ts';
import { brokenOutcome, cleanOutcome, oldOnlyOutcome, outcomeOf, sampleFindings, sampleOutcome, warnedOutcome } from './sample.ts';

const plain: ReportOptions = { color: false, width: 80, door: 'commit', now: new Date(Date.UTC(2026, 10, 24, 12, 0, 0)) };

/** Reports hold the version of the package, which changes with every release. */
async function golden(name: string, text: string): Promise<void> {
  await expect(text.replaceAll(`"${version}"`, '"VERSION"')).toMatchFileSnapshot(`../golden/report/${name}`);
}

const crowd = outcomeOf(Array.from({ length: 45 }, (_one, number) => ({ ...(sampleFindings[number % 2] ?? raise()), path: `src/module-${String(number).padStart(2, '0')}.env` })));

const screens: readonly (readonly [name: string, outcome: Outcome, options: Partial<ReportOptions>])[] = [
  ['commit', sampleOutcome, {}],
  ['commit-narrow', sampleOutcome, { width: 40 }],
  ['commit-ascii', sampleOutcome, { unicode: false }],
  ['commit-colour', sampleOutcome, { color: true }],
  ['commit-broken', brokenOutcome, {}],
  ['commit-warned', warnedOutcome, {}],
  ['commit-crowd', crowd, { limit: 2 }],
  ['commit-verbose-clean', cleanOutcome, { verbose: true }],
  ['message', outcomeOf(sampleFindings.filter((one) => one.subject === 'commit-message')), { door: 'message' }],
  ['push', sampleOutcome, { door: 'push' }],
  ['scan', sampleOutcome, { door: 'scan' }],
  ['scan-old', oldOnlyOutcome, { door: 'scan', verbose: true }],
];

test.each(screens)('the terminal shows %s as its golden file', async (name, outcome, options) => {
  await golden(`terminal-${name}.txt`, await renderReport('terminal', outcome, { ...plain, ...options }));
});

test.each([
  ['refused', sampleOutcome, {}],
  ['let-in', warnedOutcome, {}],
  ['broken', brokenOutcome, {}],
  ['gitlab', sampleOutcome, { prefix: 'GL-HOOK-ERR: ', limit: 2 }],
] as const)('a pusher sees %s as its golden file', async (name, outcome, options) => {
  await golden(`remote-${name}.txt`, await renderReport('remote', outcome, { ...plain, ...options }));
});

const endings = { json: 'json', jsonl: 'jsonl', sarif: 'sarif', junit: 'xml', gitlab: 'json', github: 'txt', codeclimate: 'json', html: 'html', terminal: 'txt' } as const;

test.each(reportFormats.filter((format) => format !== 'terminal'))('%s is written as its golden file', async (format) => {
  const text = await renderReport(format, sampleOutcome, plain);
  // one line of JSON cannot be read in a review
  const readable = ['sarif', 'gitlab', 'codeclimate'].includes(format) ? `${JSON.stringify(JSON.parse(text), null, 2)}\n` : text;
  await golden(`${format}.${endings[format]}`, readable);
});

function raise(): never {
  throw new Error('no finding');
}
