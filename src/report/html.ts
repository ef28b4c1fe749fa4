import type { CheckSummary, Finding, Outcome } from '../model/finding.ts';
import { visible } from './visible.ts';

const style = `:root{color-scheme:light dark;--line:#8884;--bad:#c22;--soft:#8882}body{font:15px/1.5 system-ui,sans-serif;margin:0 auto;max-width:70rem;padding:1rem}
h1{font-size:1.3rem}table{border-collapse:collapse;width:100%}article{border:1px solid var(--line);border-radius:8px;margin:.8rem 0;padding:.8rem 1rem}article h2{font-size:1rem;margin:0}
pre{background:var(--soft);border-radius:4px;margin:.5rem 0;overflow-x:auto;padding:.5rem}code{overflow-wrap:anywhere}.severity{border-radius:4px;font-size:.75rem;font-weight:700;padding:.1rem .4rem;text-transform:uppercase;background:var(--soft)}
.critical,.high{background:var(--bad);color:#fff}form{display:flex;flex-wrap:wrap;gap:.6rem;margin:1rem 0}select,input{font:inherit;padding:.2rem .4rem}.excused{opacity:.65}small{color:#888}[hidden]{display:none}`;

const script = `const form=document.querySelector('form');const items=[...document.querySelectorAll('article')];const shown=document.querySelector('#shown');
function apply(){const d=new FormData(form);const text=String(d.get('text')).toLowerCase();let n=0;for(const i of items){const ok=(!d.get('severity')||i.dataset.severity===d.get('severity'))&&(!d.get('family')||i.dataset.family===d.get('family'))&&(d.get('excused')||!i.dataset.excuse)&&i.textContent.toLowerCase().includes(text);i.hidden=!ok;if(ok)n++}shown.textContent=n+' of '+items.length+' findings shown'}
form.addEventListener('input',apply);form.addEventListener('submit',e=>e.preventDefault());apply();`;

/** The report as one HTML file that loads nothing and runs only its own script (by Content Security Policy). */
export function htmlReport(outcome: Outcome): string {
  const { createHash } = process.getBuiltinModule('node:crypto');
  const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  const checks = new Map(outcome.ran().map((check) => [check.id, check]));
  const options = (values: Iterable<string>): string => [...new Set(values)].sort().map((value) => `<option>${html(value)}</option>`).join('');
  const { verdict, statistics } = outcome;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src ${hash(style)}; script-src ${hash(script)}; base-uri 'none'; form-action 'none'">
<title>Portcullis report</title><style>${style}</style></head><body>
<h1>Portcullis: ${html(verdict.kind)}${verdict.kind === 'broken' ? ` (${html(verdict.cause)})` : ''}</h1>
<p>${outcome.findings.length} findings in ${statistics.sources} sources, ${(statistics.bytes / 1e6).toFixed(1)} MB. <small>Policy ${html(outcome.policyDigest.slice(0, 16))}</small></p>
<form><select name="severity" aria-label="Severity"><option value="">all severities</option><option>critical</option><option>high</option><option>medium</option><option>low</option></select>
<select name="family" aria-label="Family"><option value="">all families</option>${options(outcome.findings.map((finding) => finding.family))}</select>
<input name="text" type="search" placeholder="path or words" aria-label="Search"><label><input type="checkbox" name="excused"> also old, accepted and suppressed</label></form>
<p id="shown" role="status"></p>
${outcome.findings.map((finding) => article(finding, checks.get(finding.check))).join('\n')}
${outcome.notChecked.length === 0 ? '' : `<h1>Not checked</h1><ul>${outcome.notChecked.map((one) => `<li><code>${html(one.path)}</code> ${html(one.reason)}: ${html(one.detail)}</li>`).join('')}</ul>`}
<script>${script}</script></body></html>
`;
}

function article(finding: Finding, check: CheckSummary | undefined): string {
  const frame = finding.frame.map((line) => `${String(line.line).padStart(4)} | ${line.text}`).join('\n');
  const excuse = finding.excuse === undefined ? '' : ` · ${finding.excuse.kind}`;
  return `<article data-severity="${finding.severity}" data-family="${finding.family}"${finding.excuse === undefined ? '' : ` data-excuse="${finding.excuse.kind}" class="excused"`}>
<h2><span class="severity ${finding.severity}">${finding.severity}</span> ${html(finding.title)}</h2>
<p><code>${html(finding.path)}:${finding.range.startLine}:${finding.range.startColumn}</code> <small>${html(finding.check)}${excuse}${finding.certainty === 'unsure' ? ' · unsure' : ''}</small></p>
${frame === '' ? '' : `<pre>${html(frame)}</pre>`}<p>${html(finding.message)}</p>${check === undefined ? '' : `<details><summary>Why and how to fix</summary><p>${html(check.reason)}</p><p>${html(check.remedy)}</p></details>`}</article>`;
}

function html(text: string): string {
  return visible(text).toWellFormed().replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll("'", '&#39;');
}
