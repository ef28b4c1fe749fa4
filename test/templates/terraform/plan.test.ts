import { beforeAll, describe, expect, it } from 'vitest';
import { canonicalTemplate } from '../../../src/families/infrastructure/aws/canonical-template.ts';
import { readPlan } from '../../../src/templates/terraform/plan/read-plan.ts';
import type { EvaluatedTemplate } from '../../../src/templates/value.ts';
import { loadAllSchemas, plain } from '../../families/infrastructure/values.ts';
import { plainOf } from './evaluate.ts';

beforeAll(loadAllSchemas);

function read(plan: object): EvaluatedTemplate {
  return readPlan('plan.json', JSON.stringify({ format_version: '1.2', ...plan }));
}

const bucket = { address: 'aws_s3_bucket.b', mode: 'managed', type: 'aws_s3_bucket', name: 'b', values: { bucket: 'data', force_destroy: false, tags: null } };
const versioning = { address: 'aws_s3_bucket_versioning.v', mode: 'managed', type: 'aws_s3_bucket_versioning', name: 'v', values: { versioning_configuration: [{ status: 'Enabled' }] } };

describe('a plan', () => {
  it('gives its planned values, and null is as if it were not written', () => {
    const [one] = read({ planned_values: { root_module: { resources: [bucket] } } }).resources;
    expect(one).toMatchObject({ type: 'aws_s3_bucket', name: 'aws_s3_bucket.b', format: 'terraform-plan' });
    expect(one === undefined ? undefined : plainOf(one.properties)).toEqual({ bucket: 'data', force_destroy: false });
  });

  it('has unknown values that say where they come from', () => {
    const plan = {
      planned_values: { root_module: { resources: [bucket, versioning] } },
      resource_changes: [
        { ...bucket, change: { actions: ['create'], after: bucket.values, after_unknown: { id: true, arn: true } } },
        { ...versioning, change: { actions: ['create'], after: versioning.values, after_unknown: { bucket: true, id: true } } },
      ],
      configuration: {
        root_module: {
          resources: [
            { address: 'aws_s3_bucket.b', expressions: { bucket: { constant_value: 'data' } } },
            { address: 'aws_s3_bucket_versioning.v', expressions: { bucket: { references: ['aws_s3_bucket.b.id', 'aws_s3_bucket.b'] }, versioning_configuration: [{ status: { constant_value: 'Enabled' } }] } },
          ],
        },
      },
    };
    const [, second] = read(plan).resources;
    expect(second === undefined ? undefined : plainOf(second.properties)).toEqual({ versioning_configuration: [{ status: 'Enabled' }], bucket: { reference: 'aws_s3_bucket.b.id' } });
    const canonical = canonicalTemplate(read(plan)).resources;
    expect(canonical).toHaveLength(1);
    expect(plain(canonical[0]?.properties)).toMatchObject({ VersioningConfiguration: { Status: 'Enabled' } });
  });

  it('follows what a module is given', () => {
    const child = { ...versioning, address: 'module.store["x"].aws_s3_bucket_versioning.v' };
    const plan = {
      planned_values: { root_module: { resources: [bucket], child_modules: [{ address: 'module.store["x"]', resources: [child] }] } },
      resource_changes: [{ ...child, change: { actions: ['create'], after: child.values, after_unknown: { bucket: true } } }],
      configuration: {
        root_module: {
          resources: [{ address: 'aws_s3_bucket.b', expressions: {} }],
          module_calls: {
            store: { expressions: { name: { references: ['aws_s3_bucket.b.id', 'aws_s3_bucket.b'] } }, module: { resources: [{ address: 'aws_s3_bucket_versioning.v', expressions: { bucket: { references: ['var.name'] } } }] } },
          },
        },
      },
    };
    expect(read(plan).resources[1]?.properties.entries.get('bucket')).toMatchObject({ reference: { resource: 'aws_s3_bucket.b', attribute: 'id' } });
  });

  it('leaves out what it destroys, and reads data sources that are not read yet', () => {
    const plan = {
      planned_values: { root_module: { resources: [] } },
      resource_changes: [
        { ...bucket, change: { actions: ['delete'], before: bucket.values, after: null, after_unknown: {} } },
        { address: 'data.aws_ami.a', mode: 'data', type: 'aws_ami', name: 'a', change: { actions: ['read'], after: { most_recent: true }, after_unknown: { id: true } } },
      ],
    };
    const template = read(plan);
    expect(template.resources).toEqual([]);
    expect(template.data).toMatchObject([{ type: 'data.aws_ami', name: 'data.aws_ami.a' }]);
  });

  it('that is broken is a problem', () => {
    expect(readPlan('plan.json', '{"planned_values": {"root_module": {"resources": [').problems).toMatchObject([{ code: 'syntax' }]);
    expect(readPlan('plan.json', '[]').resources).toEqual([]);
  });
});
