import { familyNames, severities, type CheckSummary, type Finding, type FrameLine, type Outcome } from '../model/finding.ts';
import { htmlScript } from './html-script.ts';
import { htmlStyle } from './html-style.ts';
import { countExcused, plural, reasonOf, standingOf } from './standing.ts';
import { visible } from './visible.ts';
import { circumstances, whereabouts } from './whereabouts.ts';
import { beyondTitle } from './words.ts';

/**
 * The report as one HTML file. It loads nothing: its Content Security Policy allows its own style and script by their
 * digests and nothing else. Without a script all findings are shown.
 */
export function htmlReport(outcome: Outcome): string {
  const checks = new Map(outcome.ran().map((check) => [check.id, check]));
  const { blocking, warning } = standingOf(outcome);
  const excused = outcome.findings.filter((finding) => finding.excuse !== undefined);
  const csp = `default-src 'none'; style-src ${digestOf(htmlStyle)}; script-src ${digestOf(htmlScript)}; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta http-equiv="Content-Security-Policy" content="${csp}">
<title>Portcullis report: ${outcome.verdict.kind}</title>
<style>${htmlStyle}</style>
</head>
<body>
${headerOf(outcome)}
<main>
${outcome.findings.length === 0 ? '' : filters(outcome.findings)}
${[...blocking, ...warning, ...excused].map((finding) => card(finding, checks.get(finding.check))).join('\n')}
${notCheckedTable(outcome)}
${outcome.remarks.length === 0 ? '' : `<h2>Remarks on the policy</h2>\n<ul>${outcome.remarks.map((remark) => `<li>${html(remark)}</li>`).join('')}</ul>`}
<footer>${plural(checks.size, 'check')} ran. Policy <code>${html(outcome.policyDigest)}</code></footer>
</main>
${outcome.findings.length === 0 ? '' : `<script>${htmlScript}</script>`}
</body>
</html>
`;
}

function digestOf(text: string): string {
  const { createHash } = process.getBuiltinModule('node:crypto');
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

function headerOf(outcome: Outcome): string {
  const { verdict, statistics, notChecked } = outcome;
  const { blocking, warning, excused } = standingOf(outcome);
  const headline = { allow: 'allowed', warn: 'allowed, with warnings', block: 'blocked', broken: 'could not be judged' }[verdict.kind];
  const besides = countExcused(excused);
  const tally = [...severities].reverse().flatMap((severity) => {
    const count = [...blocking, ...warning].filter((finding) => finding.severity === severity).length;
    return count === 0 ? [] : [`<li class="${severity}"><span class="rank">${severity}</span><b>${count}</b></li>`];
  });
  return `<header><div>
<h1>Portcullis: <b class="${verdict.kind}">${headline}</b></h1>
${verdict.kind === 'broken' ? `<p>${html(verdict.cause)}</p><p>${html(verdict.remedy)}</p>` : ''}<p>${plural(blocking.length, 'problem')}, ${plural(warning.length, 'warning')}${besides === '' ? '' : `; besides ${besides}`}; ${notChecked.length} not checked. ${plural(statistics.sources, 'source')}, ${(statistics.bytes / 1e6).toFixed(1)} MB in ${(statistics.milliseconds / 1000).toFixed(2)} s.</p>
${tally.length === 0 ? '' : `<ul class="tally">${tally.join('')}</ul>`}
</div></header>`;
}

function filters(findings: readonly Finding[]): string {
  const options = (values: readonly string[]): string => values.map((value) => `<option>${value}</option>`).join('');
  const families = familyNames.filter((family) => findings.some((finding) => finding.family === family));
  const hasExcused = findings.some((finding) => finding.excuse !== undefined);
  // hidden until the script runs, because it does nothing without it
  return `<form hidden>
<select name="severity" aria-label="Severity"><option value="">All severities</option>${options([...severities].reverse())}</select>
<select name="family" aria-label="Family"><option value="">All families</option>${options(families)}</select>
<input name="text" type="search" placeholder="Path, check or words" aria-label="Search" autocomplete="off">
<label${hasExcused ? '' : ' hidden'}><input type="checkbox" name="excused" value="1"> old, accepted and suppressed too</label>
</form>
<p id="shown" role="status"></p>`;
}

function card(finding: Finding, check: CheckSummary | undefined): string {
  const about = circumstances(finding, ' › ');
  const marks = [finding.check, finding.action === 'warn' ? 'warning' : '', finding.certainty === 'unsure' ? 'unsure' : '', excuseOf(finding)].filter((one) => one !== '');
  const shown = finding.frame.length === 0 && finding.evidence !== '' ? `<pre>${html(finding.evidence)}</pre>` : finding.frame.length === 0 ? '' : `<pre>${finding.frame.map((line) => frameLine(line, finding)).join('\n')}</pre>`;
  return `<article class="${finding.severity}${finding.excuse === undefined ? '' : ' excused'}" data-severity="${finding.severity}" data-family="${finding.family}"${finding.excuse === undefined ? '' : ` data-excuse="${finding.excuse.kind}"`}>
<h3><span class="rank">${finding.severity}</span>${html(finding.title)}</h3>
<p><code>${html(whereabouts(finding))}</code>${about === '' ? '' : ` <span class="soft">${html(about)}</span>`}</p>
<p class="soft">${html(marks.join(' · '))}</p>
${shown}${beyondTitle(finding) === '' ? '' : `<p>${html(beyondTitle(finding))}</p>`}
<details><summary>Why, how to fix, how to allow</summary>
${check === undefined ? '' : `<p>${html(check.reason)}</p><p>${html(check.remedy)}</p>${check.references.length === 0 ? '' : `<ul>${check.references.map(reference).join('')}</ul>`}`}
<p class="soft">Allow with a reason: <code>portcullis suppress ${finding.fingerprint.slice(0, 12)} --reason "…"</code></p>
</details>
</article>`;
}

function excuseOf({ excuse }: Finding): string {
  if (excuse === undefined) return '';
  if (excuse.kind === 'old') return `old: already in ${excuse.where}`;
  if (excuse.kind === 'baseline') return 'in the baseline';
  const { reason, owner, expires } = excuse;
  return `suppressed: ${reason}${owner === undefined ? '' : `, ${owner}`}${expires === undefined ? '' : `, until ${expires}`}`;
}

function frameLine(line: FrameLine, { range }: Finding): string {
  const first = line.firstColumn ?? 1;
  const from = line.line === range.startLine ? Math.max(0, range.startColumn - first) : 0;
  const to = line.line === range.endLine ? Math.max(from, range.endColumn - first) : line.text.length;
  return `<i>${line.line} │ </i>${html(line.text.slice(0, from))}<mark>${html(line.text.slice(from, to))}</mark>${html(line.text.slice(to))}`;
}

function notCheckedTable({ notChecked }: Outcome): string {
  if (notChecked.length === 0) return '';
  const rows = notChecked.map((one) => `<tr><td><code>${html(one.path)}</code></td><td>${html(reasonOf(one))}</td><td>${html(one.detail)}${one.action === 'block' ? ' (this blocks)' : ''}</td></tr>`);
  return `<h2>Not checked</h2>\n<table><tbody>${rows.join('')}</tbody></table>`;
}

/** A reference as a link only when it is a plain web address. */
function reference(text: string): string {
  return /^https?:\/\/[^\s"'<>]+$/.test(text) ? `<li><a href="${html(text)}" rel="noreferrer noopener">${html(text)}</a></li>` : `<li>${html(text)}</li>`;
}

function html(text: string): string {
  return visible(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;');
}
