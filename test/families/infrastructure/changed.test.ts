import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTemplates, type TemplateReaders } from '../../../src/families/infrastructure/examine.ts';
import { groupSources } from '../../../src/families/infrastructure/group.ts';
import { canonicalTemplates, newReports, reportsOf } from '../../../src/families/infrastructure/judge.ts';
import type { CanonicalTemplate } from '../../../src/families/infrastructure/canonical.ts';
import { unaffectedBy } from '../../../src/families/infrastructure/unaffected.ts';
import { byFolder } from '../../../src/git/tree-reader.ts';
import { isPolicy, type PolicyCheck } from '../../../src/model/check.ts';
import type { FamilyPolicy, LocatedReport } from '../../../src/model/family.ts';
import { parseCheckFile } from '../../../src/policy/check-file.ts';
import { readCloudFormation } from '../../../src/templates/cloudformation/read-cloudformation.ts';
import { readTerraform } from '../../../src/templates/terraform/read-terraform.ts';

const readers: TemplateReaders = { cloudformation: readCloudFormation, terraform: readTerraform };

function checksBelow(folder: string): readonly PolicyCheck[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return checksBelow(path);
    const check = parseCheckFile(path.slice('policies/'.length, -'.yaml'.length), path, readFileSync(path, 'utf8'));
    return isPolicy(check) ? [check] : [];
  });
}

const checks = checksBelow('policies/infrastructure').filter(({ id }) => !id.startsWith('infrastructure/risk/'));
const policy: FamilyPolicy = {
  checks(applies) {
    const asked = new Set(applies);
    return checks.filter((check) => applies === undefined || check.applies.some((type) => asked.has(type)));
  },
  parameters: (check) => (isPolicy(check) ? check.parameters : {}),
  settings: undefined,
};

const module = `variable "open" {\n  type = bool\n}\n${database('var.open')}`;
const bucket = 'resource "aws_s3_bucket" "data" {\n  bucket = "data-1"\n}\n';
const api = 'Resources:\n  Api:\n    Type: AWS::Serverless::Api\n    Properties:\n      StageName: prod\n';
const versioning = 'resource "aws_s3_bucket_versioning" "data" {\n  bucket = aws_s3_bucket.data.id\n  versioning_configuration {\n    status = "Enabled"\n  }\n}\n';
const trail = 'resource "aws_cloudtrail" "all" {\n  name           = "all"\n  s3_bucket_name = aws_s3_bucket.data.id\n}\n';

type Files = Readonly<Record<string, string>>;

async function evaluated(files: Files): Promise<readonly CanonicalTemplate[]> {
  const folders = byFolder(Object.keys(files));
  const around = { readText: (path: string) => files[path], list: (folder: string) => folders.get(folder === '.' ? '' : folder) ?? [] };
  const sources = Object.entries(files).map(([path, text]) => ({ path, subject: 'file' as const, bytes: Buffer.from(text) }));
  return canonicalTemplates(readTemplates(sources, around, { groups: groupSources(sources), readers }));
}

const identityOf = ({ check, path, identity }: LocatedReport): string => `${check} ${path} ${identity}`;

/** What a full judgement of both versions calls new, and what judging only what is affected does. */
async function both(before: Files, now: Files): Promise<{ full: readonly string[]; skipped: ReadonlySet<string> }> {
  const [earlier, later] = [await evaluated(before), await evaluated(now)];
  const old = new Set(reportsOf(earlier, policy).map(identityOf));
  return {
    full: reportsOf(later, policy).map(identityOf).filter((one) => !old.has(one)),
    skipped: new Set(newReports(later, earlier, policy).map(identityOf)),
  };
}

const corpus = (format: string): readonly string[] => checks.flatMap(({ examples }) => [...examples.fail, ...examples.pass].filter((one) => one.format === format && one.files === undefined).map((one) => one.source));
const terraformParts = corpus('terraform');
const cloudFormationParts = corpus('cloudformation').filter((text) => /^Resources:\n {2}\w/m.test(text));

/** One template of several examples: their resources below one another, the other sections of the first. */
function joined(parts: readonly string[]): string {
  const bodies = parts.map((text) => /^Resources:\n((?: .*\n|\n)*)/m.exec(`${text}\n`)?.[1] ?? '');
  const names = new Set<string>();
  const head = (parts[0] ?? '').replace(/^Resources:\n(?: .*\n?|\n)*/m, '').trimEnd();
  const unique = bodies.filter((body) => {
    const own = [...body.matchAll(/^ {2}(\w+):/gm)].map((match) => match[1] ?? '');
    if (own.some((name) => names.has(name))) return false;
    own.forEach((name) => names.add(name));
    return true;
  });
  return `${head === '' ? '' : `${head}\n`}Resources:\n${unique.join('')}`;
}

interface Edit {
  readonly kind: 'delete' | 'double' | 'flip' | 'number' | 'word' | 'move' | 'comment';
  readonly at: number;
  readonly to: number;
}

/** Edits one line: takes it away, doubles or moves it, turns a boolean, changes a number or a word, or puts a comment before it. */
function edited(text: string, { kind, at, to }: Edit): string {
  const lines = text.split('\n');
  const index = at % lines.length;
  const line = lines[index] ?? '';
  switch (kind) {
    case 'delete':
      lines.splice(index, 1);
      break;
    case 'double':
      lines.splice(index, 0, line);
      break;
    case 'move':
      lines.splice(to % lines.length, 0, ...lines.splice(index, 1 + (to % 7)));
      break;
    case 'comment':
      lines.splice(index, 0, '# a comment');
      break;
    case 'flip':
      lines[index] = line.replace(/\b(?:true|false)\b/, (word) => (word === 'true' ? 'false' : 'true'));
      break;
    case 'number':
      lines[index] = line.replace(/\d+/, String(to % 500));
      break;
    case 'word':
      lines[index] = line.replace(/\w+(?=\W*$)/, 'other');
      break;
  }
  return lines.join('\n');
}

const edits = fc.array(fc.record({ kind: fc.constantFrom<Edit['kind']>('delete', 'double', 'flip', 'number', 'word', 'move', 'comment'), at: fc.nat(400), to: fc.nat(400) }), { minLength: 1, maxLength: 3 });
const partsOf = (parts: readonly string[]): fc.Arbitrary<readonly string[]> => fc.array(fc.nat(parts.length - 1).map((index) => parts[index] ?? ''), { minLength: 2, maxLength: 8 });

const runs = Number(process.env['RUNS'] ?? 200);

describe('judging only what a change affects', () => {
  it('finds all that is new after edits of a CloudFormation template', async () => {
    await fc.assert(
      fc.asyncProperty(partsOf(cloudFormationParts), edits, async (parts, changes) => {
        const text = joined(parts);
        const { full, skipped } = await both({ 'stack.yaml': text }, { 'stack.yaml': changes.reduce(edited, text) });
        expect(full.filter((one) => !skipped.has(one))).toEqual([]);
      }),
      { numRuns: runs },
    );
  }, 120_000);

  it('finds all that is new after edits of a Terraform module', async () => {
    await fc.assert(
      fc.asyncProperty(partsOf(terraformParts), edits, async (parts, changes) => {
        const text = parts.join('\n');
        const { full, skipped } = await both({ 'main.tf': text }, { 'main.tf': changes.reduce(edited, text) });
        expect(full.filter((one) => !skipped.has(one))).toEqual([]);
      }),
      { numRuns: runs },
    );
  }, 120_000);

  it.each(['terraform', 'cloudformation'])('finds what turns a passing example of a policy into a failing one (%s)', async (format) => {
    const path = format === 'terraform' ? 'main.tf' : 'template.yaml';
    for (const { id, examples } of checks) {
      const sources = (list: typeof examples.fail): readonly string[] => list.filter((one) => one.format === format && one.files === undefined && one.path === undefined).map((one) => one.source);
      const [pass] = sources(examples.pass);
      const [fail] = sources(examples.fail);
      if (pass === undefined || fail === undefined) continue;
      const { full, skipped } = await both({ [path]: pass }, { [path]: fail });
      expect(full.filter((one) => !skipped.has(one)), id).toEqual([]);
    }
  }, 120_000);

  it.each<[string, Files, Files, string]>([
    ['the loss of a transform', { 'a.yaml': `Transform: AWS::Serverless-2016-10-31\n${api}` }, { 'a.yaml': api }, 'AWS::Serverless::Api\0Api'],
    ['a parameter', { 'a.yaml': stack('false') }, { 'a.yaml': stack('true') }, 'AWS::RDS::DBInstance\0Db'],
    ['a variable file', { 'main.tf': module, 'terraform.tfvars': 'open = false' }, { 'main.tf': module, 'terraform.tfvars': 'open = true' }, 'AWS::RDS::DBInstance\0aws_db_instance.db'],
    ['a file of a module', { 'main.tf': call(''), 'db/main.tf': database('false') }, { 'main.tf': call(''), 'db/main.tf': database('true') }, 'AWS::RDS::DBInstance\0aws_db_instance.db'],
    ['what a module is given', { 'main.tf': call('open = false'), 'db/main.tf': module }, { 'main.tf': call('open = true'), 'db/main.tf': module }, 'AWS::RDS::DBInstance\0aws_db_instance.db'],
    ['a local', { 'main.tf': `${local('false')}${database('local.open')}` }, { 'main.tf': `${local('true')}${database('local.open')}` }, 'AWS::RDS::DBInstance\0aws_db_instance.db'],
    ['the absence of a satellite', { 'main.tf': `${bucket}${versioning}` }, { 'main.tf': bucket }, 'AWS::S3::Bucket\0aws_s3_bucket.data'],
    ['a joined resource', { 'main.tf': `${trail}${bucket}${versioning}${publicAccess('true')}` }, { 'main.tf': `${trail}${bucket}${versioning}${publicAccess('false')}` }, 'AWS::S3::Bucket\0aws_s3_bucket.data'],
  ])('finds what %s brings in a resource that did not change', async (_what, before, now, subject) => {
    const { full, skipped } = await both(before, now);
    expect(full.filter((one) => one.includes(subject)).length).toBeGreaterThan(0);
    expect(full.filter((one) => !skipped.has(one))).toEqual([]);
  });

  it('leaves out resources that are the same, wherever they stand', async () => {
    const before = await evaluated({ 'main.tf': `${bucket}${database('true')}` });
    const [now] = await evaluated({ 'main.tf': `# moved down\n${database('true')}\n${bucket.replace('data-1', 'data-2')}` });
    const [earlier] = before;
    const unaffected = now === undefined || earlier === undefined ? undefined : unaffectedBy(now, earlier);
    expect(now?.resources.map((one) => [one.name, unaffected?.has(one)])).toEqual([['aws_db_instance.db', true], ['aws_s3_bucket.data', false]]);
  });

  it('reports nothing that was there before of a resource that changed', async () => {
    const { full, skipped } = await both({ 'main.tf': `${database('true')}${bucket}` }, { 'main.tf': `${database('true').replace('postgres', 'mysql')}${bucket}` });
    expect(full).toEqual([]);
    expect([...skipped]).toEqual([]);
  });
});

function stack(open: string): string {
  return `Parameters:\n  Open: {Type: String, Default: "${open}"}\nResources:\n  Db:\n    Type: AWS::RDS::DBInstance\n    Properties:\n      Engine: postgres\n      PubliclyAccessible: !Ref Open\n`;
}

function database(open: string): string {
  return `resource "aws_db_instance" "db" {\n  engine              = "postgres"\n  publicly_accessible = ${open}\n}\n`;
}

function call(given: string): string {
  return `module "db" {\n  source = "./db"\n  ${given}\n}\n`;
}

function local(open: string): string {
  return `locals {\n  open = ${open}\n}\n`;
}

function publicAccess(isBlocked: string): string {
  return `resource "aws_s3_bucket_public_access_block" "data" {\n  bucket                  = aws_s3_bucket.data.id\n  block_public_acls       = ${isBlocked}\n  block_public_policy     = ${isBlocked}\n  ignore_public_acls      = ${isBlocked}\n  restrict_public_buckets = ${isBlocked}\n}\n`;
}
