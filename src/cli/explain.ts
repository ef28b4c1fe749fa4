import { openRegistry } from '../engine/registry.ts';
import { findCheck } from '../engine/recorder.ts';
import { examplesOf, registryPath } from '../doors/installation.ts';
import { nearest } from '../policy/errors.ts';
import { wantsColor, widthOf } from '../doors/show.ts';
import type { Example } from '../model/check.ts';
import { plural } from '../report/standing.ts';
import { wrap } from '../report/wrap.ts';
import { UsageError } from '../model/usage-error.ts';
import type { Command } from './command.ts';

/** `portcullis explain ID`: the check's own words. Takes ids of other tools too. */
export const explain: Command = {
  name: 'explain',
  summary: 'Say everything about a check',
  usage: 'Usage: portcullis explain ID\n\nID is a check (credentials/aws/access-key-id) or its id in another tool (CKV_AWS_20, DL3006).',
  mostArguments: 1,
  options: [],
  async run(input) {
    const id = input.positionals[0];
    if (id === undefined) throw new UsageError('the id of a check is missing: portcullis explain credentials/aws/access-key-id');
    const registry = openRegistry(registryPath());
    const { ownRegistries } = await import('../doors/own-registries.ts');
    const registries = [registry, ...(await ownRegistries(process.cwd()))];
    const rows = registries.flatMap((one) => one.index());
    const own = findCheck(registries, id);
    const named = own === undefined ? registry.index().filter((row) => registry.check(row.number).aliases.some((alias) => alias.toLowerCase() === id.toLowerCase())).map((row) => row.id) : [];
    const check = own ?? findCheck([registry], named[0] ?? '');
    if (check === undefined) {
      const inside = rows.filter((row) => row.id.startsWith(`${id.replace(/\/+$/, '')}/`)).map((row) => row.id);
      if (inside.length > 0) throw new UsageError(`"${id}" is a folder of ${plural(inside.length, 'check')}; name one: ${inside.slice(0, 10).join(', ')}${inside.length > 10 ? ' …' : ''}`);
      const near = nearest(id, rows.map((row) => row.id));
      process.stderr.write(`portcullis: there is no check "${id}"${near === undefined ? '' : ` (did you mean "${near}"?)`}; "portcullis policies list" shows all\n`);
      return 2;
    }
    const examples = examplesOf(check.id);
    const source = (example: Example): string => indent(check.family === 'credentials' ? example.source.replaceAll('{{', '{') : example.source);
    const bold = (text: string): string => (wantsColor(process.stdout) ? `\x1b[1m${text}\x1b[22m` : text);
    const lines = [
      `${bold(check.title)}  ${check.id}  ${check.severity}${check.on ? '' : '  (off by default)'}`,
      '',
      ...paragraph('Why', check.reason),
      '',
      ...paragraph('Fix', check.remedy),
      '',
      // those of the repository's own checks stand in its files
      ...(examples.fail.length === 0 ? [] : ['Fails:', ...examples.fail.slice(0, 2).map(source), 'Passes:', ...examples.pass.slice(0, 2).map(source)]),
      ...(check.references.length === 0 ? [] : ['References:', ...check.references.map((reference) => `  ${reference}`)]),
      ...(check.aliases.length === 0 ? [] : [`Elsewhere: ${check.aliases.join(', ')}`]),
      ...(named.length > 1 ? [`Also ${id}: ${named.slice(1, 20).join(', ')}`] : []),
      '',
      `Off: put "checks: {${check.id}: off}" into portcullis.yaml.  One finding: portcullis suppress FINGERPRINT --reason "…"`,
    ];
    process.stdout.write(`${lines.join('\n')}\n`);
    return 0;
  },
};

/** A text with its label, as wide as the terminal. */
function paragraph(label: string, text: string): readonly string[] {
  return wrap(text, { first: `${label}  `, rest: '     ', width: widthOf(process.stdout) });
}

function indent(text: string): string {
  return text
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n');
}
