import { openRegistry } from '../engine/registry.ts';
import { findCheck } from '../engine/recorder.ts';
import { examplesOf, registryPath } from '../doors/installation.ts';
import { nearest } from '../policy/errors.ts';
import { wantsColor, widthOf } from '../doors/show.ts';
import { isPolicy, type Check, type Example } from '../model/check.ts';
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
      ...ruleOf(check),
      // those of the repository's own checks stand in its files
      ...(examples.fail.length === 0 ? [] : ['Fails:', ...chosen(examples.fail).map(source), 'Passes:', ...chosen(examples.pass).map(source)]),
      ...(check.references.length === 0 ? [] : ['References:', ...check.references.map((reference) => `  ${reference}`)]),
      ...(check.aliases.length === 0 ? [] : [`Elsewhere: ${check.aliases.join(', ')}`]),
      ...(named.length > 1 ? [`Also ${id}: ${named.slice(1, 20).join(', ')}`] : []),
      '',
      ...(isPolicy(check) && Object.keys(check.parameters).length > 0 ? [`Set: put "checks: {${check.id}: {parameters: ${flow(check.parameters)}}}" into portcullis.yaml.`] : []),
      `Off: put "checks: {${check.id}: off}" into portcullis.yaml.  One finding: portcullis suppress FINGERPRINT --reason "…"`,
    ];
    process.stdout.write(`${lines.join('\n')}\n`);
    return 0;
  },
};

/** What the check looks for, as its file has it: a start for one of one's own. */
function ruleOf(check: Check): readonly string[] {
  const fields = isPolicy(check) ? (['applies', 'when', 'assert', 'function', 'at', 'message', 'parameters'] as const) : (['keywords', 'pattern', 'flags', 'function', 'entropy', 'checksum'] as const);
  const values = fields.flatMap((field) => {
    const value: unknown = Object.entries(check).find(([name]) => name === field)?.[1];
    return isSaid(value) ? [`    ${field}: ${flow(value)}`] : [];
  });
  return values.length === 0 ? [] : ['Rule:', ...values];
}

function isSaid(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0;
  return value !== undefined && value !== '' && value !== 0;
}

/** A value in YAML's flow style. */
function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`;
  if (typeof value === 'object' && value !== null) return `{${Object.entries(value).map(([key, one]) => `${key}: ${flow(one)}`).join(', ')}}`;
  // a plain word needs no quotes; what holds single ones is easier to read in double ones
  if (typeof value === 'string') return value.includes("'") && !/["\\\n]/.test(value) ? `"${value}"` : /^[A-Za-z][\w./-]*(?:::[\w*]+)*$/.test(value) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(value) ? value : `'${value.replaceAll("'", "''")}'`;
  return JSON.stringify(value);
}

/** Two examples, of two formats where there are as many. */
function chosen(examples: readonly Example[]): readonly Example[] {
  const [first, ...others] = examples;
  if (first === undefined) return [];
  const second = others.find((one) => one.format !== first.format) ?? others[0];
  return second === undefined ? [first] : [first, second];
}

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
