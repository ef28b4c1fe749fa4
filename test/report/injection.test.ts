import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Finding, Outcome } from '../../src/model/finding.ts';
import { maskPiece, redact } from '../../src/model/redact.ts';
import { columnsOf } from '../../src/report/columns.ts';
import { githubReport } from '../../src/report/github.ts';
import { junitReport } from '../../src/report/junit.ts';
import type { ReportOptions } from '../../src/report/options.ts';
import { remoteReport } from '../../src/report/remote.ts';
import { renderReport, reportFormats } from '../../src/report/render.ts';
import { terminalReport } from '../../src/report/terminal.ts';
import { visible, visibleLine } from '../../src/report/visible.ts';
import { outcomeOf, sampleFindings } from './sample.ts';
import { readXml } from './xml.ts';

const formats = [...reportFormats, 'remote'] as const;
const plain: ReportOptions = { color: false, width: 80, door: 'scan', verbose: true, now: new Date(0) };
const steering = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

/** What a file name or a line may hold: anything, with a liking for what steers terminals and parsers. */
const evil = fc
  .array(fc.oneof(fc.constantFrom('\u001b[2J', '\u001b]0;x\u0007', '\u009b31m', '\r', '\n', '\t', '\u0000', '\u202e', '\u200b', '\u2028', '\ud800', '\u{e0041}', '\ufffe', '%', '::', ',', '::error::', ']]>', '<b>', '&amp;', '"', "'", '`', '](x)', '密', 'e\u0301'), fc.string({ unit: 'binary', maxLength: 8 })), { minLength: 1, maxLength: 6 })
  .map((parts) => parts.join(''));

const anywhere = fc.record({ path: evil, title: evil, message: evil, evidence: evil, resource: evil, layer: evil, line: evil, detail: evil, cause: evil, column: fc.nat(40), width: fc.nat(60), subject: fc.constantFrom('file', 'file-name', 'commit-message', 'ref-name', 'symlink') });

function outcomeWith(given: typeof anywhere extends fc.Arbitrary<infer T> ? T : never): Outcome {
  const findings = sampleFindings.slice(0, 2).map(
    (finding): Finding => ({
      ...finding,
      subject: given.subject as Finding['subject'],
      path: given.path,
      title: given.title,
      message: given.message,
      evidence: given.evidence,
      resource: given.resource,
      layers: [given.layer],
      frame: [{ line: 1, text: given.line.replaceAll('\n', ' ') }],
      range: { startLine: 1, startColumn: given.column + 1, endLine: 1, endColumn: given.column + 1 + given.width },
    }),
  );
  return outcomeOf(findings, { notChecked: [{ path: given.path, reason: 'limit', detail: given.detail, action: 'block' }], remarks: [given.message] });
}

describe('what a file says', () => {
  test.each(formats)('steers no terminal through the format %s', async (format) => {
    await fc.assert(
      fc.asyncProperty(anywhere, async (given) => {
        const outcome = outcomeWith(given);
        const broken: Outcome = { ...outcome, verdict: { kind: 'broken', cause: given.cause, remedy: given.detail } };
        for (const one of [outcome, broken]) {
          const text = await renderReport(format, one, plain);
          expect(text.replace(/[\n\t]/g, '')).not.toMatch(steering);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('keeps every line of the terminal within its width', () => {
    fc.assert(
      fc.property(anywhere, fc.integer({ min: 40, max: 120 }), (given, width) => {
        for (const line of terminalReport(outcomeWith(given), { ...plain, width }).split('\n')) {
          const isToCopy = /^ *(?:[A-Z][a-z]+)? +(?:git |npx portcullis |portcullis:allow )/.test(line);
          expect(columnsOf(line), line).toBeLessThanOrEqual(isToCopy ? 400 : width);
        }
      }),
      { numRuns: 200 },
    );
  });

  test('keeps every line for a pusher within 72 columns, with its prefix', () => {
    fc.assert(
      fc.property(anywhere, fc.constantFrom('', 'GL-HOOK-ERR: ', 'portcullis: '), (given, prefix) => {
        for (const line of remoteReport(outcomeWith(given), { prefix }).trimEnd().split('\n')) {
          expect(columnsOf(line), line).toBeLessThanOrEqual(72);
          expect(line.startsWith(prefix.trimEnd())).toBe(true);
        }
      }),
      { numRuns: 200 },
    );
  });

  test('stays one test case a finding in JUnit, and comes back as it was shown', () => {
    fc.assert(
      fc.property(anywhere, (given) => {
        const elements = readXml(junitReport(outcomeWith(given)));
        const cases = elements.filter((element) => element.name === 'testcase');
        expect(cases).toHaveLength(3);
        expect(cases[0]?.attributes.get('file')).toBe(visible(given.path).replace(/[\ufffe\uffff]/g, '\ufffd'));
        expect(elements.filter((element) => element.name === 'failure')).toHaveLength(3);
      }),
      { numRuns: 200 },
    );
  });

  test('stays one command a finding for GitHub, and comes back as it was shown', () => {
    fc.assert(
      fc.property(anywhere, (given) => {
        const lines = githubReport(outcomeWith(given)).trimEnd().split('\n');
        expect(lines).toHaveLength(3);
        for (const line of lines) expect(line).toMatch(/^::(?:error|warning) (?:[a-zA-Z]+=[^:,\r\n]*)(?:,[a-zA-Z]+=[^:,\r\n]*)*::/);
        expect(unescaped(/file=([^,]*)/.exec(lines[0] ?? '')?.[1] ?? '')).toBe(visibleLine(given.path));
      }),
      { numRuns: 200 },
    );
  });
});

describe('a secret', () => {
  const secret = fc.string({ unit: fc.constantFrom(...'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789+/=_-'), minLength: 12, maxLength: 80 });

  test.each(formats)('appears in no encoding in the format %s', async (format) => {
    await fc.assert(
      fc.asyncProperty(secret, fc.nat(30), async (value, indent) => {
        const line = `${' '.repeat(indent)}key=${maskPiece(value)}; more`;
        const range = { startLine: 3, startColumn: indent + 5, endLine: 3, endColumn: indent + 5 + value.length };
        const findings = sampleFindings.slice(1, 3).map((finding) => ({ ...finding, range, message: `found ${redact(value)}`, evidence: redact(value), frame: [{ line: 3, text: line }] }));
        for (const width of [40, 80]) {
          const text = await renderReport(format, outcomeOf(findings), { ...plain, width });
          for (const form of encodings(value)) expect(text).not.toContain(form);
        }
      }),
      { numRuns: 40 },
    );
  });
});

/** The secret, long parts of it, and the ways they could be written. */
function encodings(value: string): readonly string[] {
  const parts = [value, value.slice(4), value.slice(0, 9), value.slice(-9)];
  return parts.flatMap((part) => [part, Buffer.from(part).toString('base64').replace(/=+$/, ''), Buffer.from(part).toString('base64url'), Buffer.from(part).toString('hex'), encodeURIComponent(part), [...part].reverse().join('')]);
}

function unescaped(text: string): string {
  return text.replaceAll('%2C', ',').replaceAll('%3A', ':').replaceAll('%0A', '\n').replaceAll('%0D', '\r').replaceAll('%25', '%');
}
