import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { htmlReport } from '../../src/report/html.ts';
import type { Outcome } from '../../src/model/finding.ts';
import { outcomeOf, sampleFindings, sampleOutcome } from '../report/sample.ts';

/** Debian's Chromium; `.ci/run` installs it. */
const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

let browser: Browser;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'portcullis-html-'));
  browser = await chromium.launch({ executablePath, headless: true, args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'] });
});

afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true });
});

afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()));
});

/** An opened report, and everything it tried that a report must not do. */
interface Opened {
  readonly page: Page;
  readonly troubles: readonly string[];
}

async function open(outcome: Outcome, settings: { readonly colorScheme?: 'light' | 'dark'; readonly width?: number } = {}): Promise<Opened> {
  const file = join(folder, 'report.html');
  writeFileSync(file, htmlReport(outcome));
  const page = await browser.newPage({ viewport: { width: settings.width ?? 1000, height: 800 }, colorScheme: settings.colorScheme ?? 'light' });
  const troubles: string[] = [];
  page.on('console', (message) => void troubles.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => void troubles.push(`error: ${error.message}`));
  page.on('dialog', (dialog) => {
    troubles.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    if (request.url() !== pathToFileURL(file).href) troubles.push(`request: ${request.url()}`);
  });
  await page.goto(pathToFileURL(file).href);
  return { page, troubles };
}

async function visibleTitles(page: Page): Promise<readonly string[]> {
  return page.locator('article:visible h3').allInnerTexts();
}

describe('the HTML report in a browser', () => {
  test('shows what counts, worst first, and hides what is excused until asked', async () => {
    const { page, troubles } = await open(sampleOutcome);
    expect(await page.locator('h1').innerText()).toBe('Portcullis: blocked');
    expect(await page.locator('#shown').innerText()).toBe('7 of 11 findings shown');
    expect((await visibleTitles(page)).slice(0, 4).map((title) => title.slice(0, 8).toLowerCase())).toEqual(['critical', 'critical', 'critical', 'highsecu']);
    await page.getByLabel('old, accepted and suppressed too').check();
    expect(await page.locator('#shown').innerText()).toBe('11 of 11 findings shown');
    expect(troubles).toEqual([]);
  });

  test('filters by severity, family and words, and keeps the filter over a reload', async () => {
    const { page, troubles } = await open(sampleOutcome);
    await page.getByLabel('Severity').selectOption('high');
    expect(await visibleTitles(page)).toHaveLength(2);
    await page.getByLabel('Search').fill('MAIN.TF');
    expect(await visibleTitles(page)).toHaveLength(1);
    await page.reload();
    expect(await visibleTitles(page)).toHaveLength(1);
    await page.getByLabel('Severity').selectOption('');
    await page.getByLabel('Search').fill('');
    await page.getByLabel('Family').selectOption('containers');
    expect(await page.locator('article:visible code').first().innerText()).toBe('Dockerfile:1:1');
    await page.getByLabel('Search').press('Enter');
    expect(await page.locator('#shown').innerText()).toBe('1 of 11 findings shown');
    expect(troubles).toEqual([]);
  });

  test('opens why and how to fix', async () => {
    const { page } = await open(sampleOutcome);
    const card = page.locator('article').first();
    await card.locator('summary').click();
    expect(await card.innerText()).toContain('Deactivate and delete it in the IAM console');
    expect(await card.locator('a').getAttribute('rel')).toBe('noreferrer noopener');
  });

  test.each([
    '<img src=x onerror=alert(1)>.env',
    '"><script>alert(1)</script>.env',
    "' onmouseover='alert(1)",
    '</style><script>fetch("https://evil.example/")</script>',
    'javascript:alert(1)//&lt;b&gt;.env',
    'a\u202egpj.env\u0000\u001b[31m',
  ])('shows the file name %j as text', async (path) => {
    const [first] = sampleFindings;
    const evil = first === undefined ? [] : [{ ...first, path, title: path, message: path, evidence: path, resource: path, layers: [path], frame: [{ line: 40, text: path }] }];
    const { page, troubles } = await open(outcomeOf(evil, { notChecked: [{ path, reason: 'unreadable', detail: path, action: 'block' }], remarks: [path] }));
    expect(await page.locator('article').count()).toBe(1);
    expect(await page.locator('img, article script, [onmouseover], [onerror]').count()).toBe(0);
    expect(await page.locator('article code').first().innerText()).toContain(path.slice(0, 1));
    await page.locator('article').hover();
    expect(troubles).toEqual([]);
  });

  test('would not run a script that slipped in', async () => {
    const { page } = await open(sampleOutcome);
    const ran = await page.evaluate(() => {
      const scope = globalThis as unknown as { document: { createElement(name: string): { textContent: string }; body: { append(node: unknown): void } }; slipped?: boolean };
      const script = scope.document.createElement('script');
      script.textContent = 'globalThis.slipped = true';
      scope.document.body.append(script);
      return scope.slipped === true;
    });
    expect(ran).toBe(false);
  });

  test.each([320, 390, 768, 1400])('does not scroll sideways at %i pixels', async (width) => {
    const { page } = await open(sampleOutcome, { width });
    for (const summary of await page.locator('article:visible summary').all()) await summary.click();
    const overflow = await page.evaluate(() => {
      const { documentElement } = (globalThis as unknown as { document: { documentElement: { scrollWidth: number; clientWidth: number } } }).document;
      return documentElement.scrollWidth - documentElement.clientWidth;
    });
    expect(overflow).toBe(0);
  });

  test('is dark where the reader prefers it', async () => {
    const ground = async (colorScheme: 'light' | 'dark'): Promise<string> => {
      const { page } = await open(sampleOutcome, { colorScheme });
      return page.evaluate(() => {
        const scope = globalThis as unknown as { document: { body: object }; getComputedStyle(node: object): { backgroundColor: string } };
        return scope.getComputedStyle(scope.document.body).backgroundColor;
      });
    };
    expect(await ground('light')).not.toBe(await ground('dark'));
  });
});
