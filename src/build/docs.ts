import type { Check } from '../model/check.ts';
import { familyNames, type FamilyName } from '../model/finding.ts';
import { checkSection } from './docs-check.ts';
import { cell, prose } from './markdown.ts';

/** Where a check is described. */
interface Section {
  /** Page below `docs/policies/`. */
  readonly page: string;
  /** Its heading there, whose anchor is the heading with hyphens for blanks. */
  readonly heading: string;
}

/** What each family looks for, for the front page. */
const familyWords: Readonly<Record<FamilyName, string>> = {
  credentials: 'Secrets that must not be stored: keys, tokens, passwords, private keys',
  infrastructure: 'Cloud resources as templates declare them: CloudFormation, SAM, Terraform and others',
  containers: 'Images, containers and workloads: Dockerfile, Compose, ECS, Kubernetes',
  libraries: 'Packages that manifests and lockfiles bring in',
  code: 'Dangerous calls and imports in source code',
  pipelines: 'Continuous integration definitions',
  'change-control': 'Changes that need a ticket or a signature',
  'sensitive-data': 'Personal and payment data',
};

/**
 * The policy reference: Markdown pages by their path below `docs/policies/`, sorted. One page a folder of `policies/`
 * (`infrastructure/aws/s3.md`), a letter for credentials, whose providers are many and small (`credentials/g.md`); one a
 * family, one in front of all. The same checks give the same bytes.
 */
export function docsOf(checks: readonly Check[]): ReadonlyMap<string, string> {
  const sorted = [...checks].sort((a, b) => compare(a.id, b.id));
  const pages: [string, string][] = [['README.md', frontPage(sorted)]];
  for (const family of familyNames) {
    const own = sorted.filter((check) => check.family === family);
    if (own.length > 0) pages.push([`${family}/README.md`, familyPage(family, own)]);
  }
  for (const [path, own] of byPage(sorted)) pages.push([path, page(`Checks: ${path.replace(/\.md$/, '')}`, own.map((check) => checkSection(check, sectionOf(check.id).heading)))]);
  return new Map(pages.sort(([a], [b]) => compare(a, b)));
}

/** The page and anchor of a check below `docs/policies/`: `credentials/g.md#github-personal-access-token`. */
export function docsPlaceOf(id: string): string {
  const { page: path, heading } = sectionOf(id);
  return `${path}#${heading.replaceAll(' ', '-')}`;
}

function sectionOf(id: string): Section {
  const [family = '', ...rest] = id.split('/');
  if (family === 'credentials') {
    const [provider = ''] = rest;
    const letter = /^[a-z]/.exec(provider)?.[0] ?? '0-9';
    return { page: `credentials/${letter}.md`, heading: rest.join(' ') };
  }
  const folder = rest.slice(0, -1).join('/');
  return { page: `${family}/${folder === '' ? 'general' : folder}.md`, heading: rest.at(-1) ?? '' };
}

function frontPage(checks: readonly Check[]): string {
  const rows = familyNames.flatMap((family) => {
    const count = checks.filter((check) => check.family === family).length;
    return count === 0 ? [] : [`| [${family}](${family}/README.md) | ${count} | ${cell(familyWords[family])} |`];
  });
  return page('Policy reference', [
    `${checks.length} checks. This reference is generated from the files in \`policies/\`, where each check stands with its examples.`,
    ['| Family | Checks | What it looks for |', '| --- | ---: | --- |', ...rows].join('\n'),
    'One check at the command line: `portcullis explain ID`, which also takes the id of another tool. How checks are switched and set: [configuration](../configuration.md).',
  ]);
}

function familyPage(family: FamilyName, checks: readonly Check[]): string {
  const groups = [...byPage(checks)].map(([path, own]) => {
    const rows = own.map((check) => `| [${sectionOf(check.id).heading}](${docsPlaceOf(check.id).slice(family.length + 1)}) | ${check.severity}${check.on ? '' : ', off'} | ${cell(check.title)} |`);
    return `## ${path.replace(/\.md$/, '')}\n\n${['| Check | Severity | What it finds |', '| --- | --- | --- |', ...rows].join('\n')}`;
  });
  return page(`Checks: ${family}`, [`${familyWords[family]}. ${checks.length} checks; "off" marks those that a policy must turn on.`, ...groups]);
}

function page(title: string, blocks: readonly string[]): string {
  return `${[`# ${prose(title)}`, ...blocks].join('\n\n')}\n`;
}

function byPage(checks: readonly Check[]): ReadonlyMap<string, readonly Check[]> {
  const pages = new Map<string, Check[]>();
  for (const check of checks) {
    const path = sectionOf(check.id).page;
    const own = pages.get(path);
    if (own === undefined) pages.set(path, [check]);
    else own.push(check);
  }
  return pages;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
