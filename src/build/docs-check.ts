import { isPolicy, type Check, type CredentialCheck, type Example, type PolicyCheck } from '../model/check.ts';
import { codeBlock, codeSpan, prose } from './markdown.ts';

/** Examples shown of each kind; all of them stand in the check's own file. */
const examplesShown = 2;

/** A check as a section of its page: what, why, how to fix, what it asks, examples, where to read on. */
export function checkSection(check: Check, heading: string): string {
  const facts = [check.severity, codeSpan(check.id), check.on ? '' : 'off by default'].filter((fact) => fact !== '').join(' · ');
  return [
    `## ${heading}`,
    `**${prose(check.title)}.** ${facts}`,
    prose(check.reason),
    `**Fix:** ${prose(check.remedy)}`,
    ...(isCredential(check) ? credentialBlocks(check) : isPolicy(check) ? policyBlocks(check) : []),
    ...examples('Fails', check.examples.fail),
    ...examples('Passes', check.examples.pass),
    ...(check.references.length === 0 ? [] : [`Read more:\n\n${check.references.map((reference) => `- ${/^https?:\/\/\S+$/.test(reference) ? `<${reference}>` : prose(reference)}`).join('\n')}`]),
    ...(check.aliases.length === 0 ? [] : [`In other tools: ${check.aliases.map(codeSpan).join(', ')}`]),
  ].join('\n\n');
}

function isCredential(check: Check): check is CredentialCheck {
  return 'keywords' in check;
}


function credentialBlocks(check: CredentialCheck): readonly string[] {
  const tests = [
    `Looked for beside ${check.keywords.map(codeSpan).join(', ')}`,
    check.checksum === undefined ? '' : `its checksum or structure is tested (${codeSpan(check.checksum)})`,
    check.entropy > 0 ? `it has at least ${check.entropy} bits of entropy a character` : '',
    check.everyday ? 'where a word for credential stands beside it too' : '',
    check.plausible ? 'placeholders, words and sequences are left out' : '',
    check.paths.length === 0 ? '' : `only in ${check.paths.map(codeSpan).join(', ')}`,
  ].filter((test) => test !== '');
  return [`${tests.join('; ')}.`, ...(check.pattern === '' ? [] : [codeBlock(check.pattern, 'regex')])];
}

function policyBlocks(check: PolicyCheck): readonly string[] {
  const condition = [check.when === undefined ? '' : `when: ${check.when.trim()}`, check.assert === undefined ? '' : `assert: ${check.assert.trim()}`].filter((line) => line !== '');
  const parameters = Object.entries(check.parameters).map(([name, value]) => `- ${codeSpan(name)}: ${codeSpan(JSON.stringify(value) ?? '')}`);
  return [
    ...(check.applies.length === 0 ? [] : [`Asked of ${check.applies.map(codeSpan).join(', ')}${check.function === undefined ? '' : `, by the function ${codeSpan(check.function)}`}.`]),
    ...(condition.length === 0 ? [] : [codeBlock(condition.join('\n'), '')]),
    ...(parameters.length === 0 ? [] : [`Parameters and their defaults:\n\n${parameters.join('\n')}`]),
  ];
}

function examples(label: string, list: readonly Example[]): readonly string[] {
  const shown = list.slice(0, examplesShown);
  if (shown.length === 0) return [];
  return [`${label}:`, ...shown.map((example) => `${example.path === undefined ? '' : `${codeSpan(example.path)}\n\n`}${codeBlock(example.source.replace(/\n+$/, ''), languageOf(example))}`)];
}

const languages: Readonly<Record<string, string>> = { cloudformation: 'yaml', sam: 'yaml', terraform: 'hcl', dockerfile: 'dockerfile', compose: 'yaml', kubernetes: 'yaml', ecs: 'json', arm: 'json' };

function languageOf({ format, path, source }: Example): string {
  const ending = /\.([a-z0-9]+)$/i.exec(path ?? '')?.[1]?.toLowerCase() ?? '';
  const language = { yml: 'yaml', yaml: 'yaml', json: 'json', tf: 'hcl', toml: 'toml', ts: 'ts', js: 'js', py: 'python' }[ending] ?? languages[format ?? ''] ?? '';
  // templates are written in both languages
  return language === 'yaml' && /^\s*\{/.test(source) ? 'json' : language;
}
