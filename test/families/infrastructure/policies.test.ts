import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { examineTemplates, type TemplateReaders } from '../../../src/families/infrastructure/examine.ts';
import { groupSources } from '../../../src/families/infrastructure/group.ts';
import { compileCheck } from '../../../src/families/infrastructure/run-checks.ts';
import { isPolicy, type Check, type Example } from '../../../src/model/check.ts';
import type { FamilyPolicy, LocatedReport } from '../../../src/model/family.ts';
import { byFolder } from '../../../src/git/tree-reader.ts';
import { parseCheckFile } from '../../../src/policy/check-file.ts';
import { readCloudFormation } from '../../../src/templates/cloudformation/read-cloudformation.ts';
import { readTerraform } from '../../../src/templates/terraform/read-terraform.ts';

/** Formats whose reader is there; examples in the others wait for theirs. */
const readers: TemplateReaders = { cloudformation: readCloudFormation, terraform: readTerraform };
const paths: Readonly<Record<string, string>> = { cloudformation: 'template.yaml', terraform: 'main.tf' };

/** They say what could not be judged, so none of their findings is certain. */
const notJudged: ReadonlySet<string> = new Set(['infrastructure/template/remote-module']);

function checksBelow(folder: string): readonly Check[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? checksBelow(path) : [parseCheckFile(path.slice('policies/'.length, -'.yaml'.length), path, readFileSync(path, 'utf8'))];
  });
}

const checks = checksBelow('policies/infrastructure');

function only(check: Check): FamilyPolicy {
  return {
    checks: (applies) => (applies === undefined || (isPolicy(check) && [...applies].some((one) => check.applies.includes(one))) ? [check] : []),
    parameters: (one) => (isPolicy(one) ? one.parameters : {}),
    settings: undefined,
  };
}

async function reportsOf(check: Check, example: Example): Promise<readonly LocatedReport[]> {
  const path = example.path ?? paths[example.format ?? ''] ?? 'example.txt';
  const files = new Map([[path, example.source], ...Object.entries(example.files ?? {})]);
  const folders = byFolder(files.keys());
  const project = { files: { readText: (name: string) => files.get(name), list: (folder: string) => folders.get(folder === '.' ? '' : folder) ?? [] }, today: '2026-01-01' };
  const sources = [...files].map(([name, text]) => ({ path: name, subject: 'file' as const, bytes: Buffer.from(text) }));
  return (await examineTemplates(sources, project, { policy: only(check), groups: groupSources(sources), readers })).filter((report) => report.check === check.id);
}

const isReadable = ({ format }: Example): boolean => format === 'cloudformation' || format === 'terraform';

// a risk is the sum of other checks' findings: those, and examples in other formats, are judged by test/examples.test.ts
const readable = checks.filter((check) => !check.id.startsWith('infrastructure/risk/') && [...check.examples.fail, ...check.examples.pass].some(isReadable));

describe.each(readable.map((check) => [check.id, check] as const))('%s', (_id, check) => {
  it('fails its failing examples, surely, and passes the others', async () => {
    for (const example of check.examples.fail.filter(isReadable)) {
      expect((await reportsOf(check, example)).map((report) => report.certainty), example.source).toContain(notJudged.has(check.id) ? 'unsure' : 'fail');
    }
    for (const example of check.examples.pass.filter(isReadable)) {
      expect((await reportsOf(check, example)).map((report) => report.message), example.source).toEqual([]);
    }
  });
});

describe.each(checks.map((check) => [check.id, check] as const))('%s', (_id, check) => {
  it('is a policy whose expressions compile', () => {
    expect(isPolicy(check) && compileCheck(check)).toBeTruthy();
  });
});

it('every check has examples of both kinds, a reference and a remedy', () => {
  const wanting = checks.filter((check) => !check.id.startsWith('infrastructure/risk/') && (check.examples.fail.length === 0 || check.examples.pass.length === 0 || check.references.length === 0));
  expect(wanting.map((check) => check.id)).toEqual([]);
});
