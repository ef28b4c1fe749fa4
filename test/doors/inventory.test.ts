import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { takeInventory } from '../../src/doors/inventory.ts';
import { renderCyclonedx } from '../../src/report/cyclonedx.ts';

const folder = mkdtempSync(join(tmpdir(), 'inventory-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

writeFileSync(join(folder, 'stack.yaml'), 'Resources:\n  Site:\n    Type: AWS::S3::Bucket\n    Properties:\n      AccessControl: PublicRead\n      Tags: [{Key: Owner, Value: shop}]\n');
writeFileSync(join(folder, 'main.tf'), 'resource "aws_sqs_queue" "jobs" {\n  name = "jobs"\n}\ndata "aws_region" "here" {}\n');
writeFileSync(join(folder, 'notes.yaml'), 'Resources: [time, money]\n');

it('lists the resources of templates with type, place, tags and exposure', async () => {
  const { resources, problems } = await takeInventory([folder], folder, { registryFile: 'dist/registry.bin' });
  expect(resources).toEqual([
    { kind: 'resource', type: 'AWS::SQS::Queue', writtenAs: 'aws_sqs_queue', name: 'aws_sqs_queue.jobs', path: 'main.tf', line: 1, format: 'terraform', exposed: false, tags: {} },
    { kind: 'resource', type: 'AWS::S3::Bucket', name: 'Site', path: 'stack.yaml', line: 2, format: 'cloudformation', exposed: true, tags: { Owner: 'shop' } },
  ]);
  expect(problems).toEqual([]);
});

it('a bill of materials holds resources as services', async () => {
  const bill: unknown = JSON.parse(renderCyclonedx(await takeInventory([folder], folder, { registryFile: 'dist/registry.bin' }), { toolVersion: '1' }));
  expect(bill).toMatchObject({ services: [{ group: 'AWS::SQS::Queue', name: 'aws_sqs_queue.jobs' }, { group: 'AWS::S3::Bucket', 'x-trust-boundary': true, properties: [{ value: 'stack.yaml' }, { value: '2' }, { name: 'portcullis:tag:Owner', value: 'shop' }] }] });
});

it('lists the objects of manifests, charts and kustomizations, and what is reached from outside', async () => {
  const cluster = mkdtempSync(join(tmpdir(), 'inventory-'));
  mkdirSync(join(cluster, 'chart', 'templates'), { recursive: true });
  mkdirSync(join(cluster, 'overlay'));
  writeFileSync(join(cluster, 'web.yaml'), 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web, namespace: shop, labels: {team: shop}}\nspec: {template: {metadata: {labels: {app: web}}, spec: {containers: [{name: a, image: b}]}}}\n---\napiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: shop}\nspec: {type: NodePort, selector: {app: web}}\n');
  writeFileSync(join(cluster, 'chart', 'Chart.yaml'), 'name: c\n');
  writeFileSync(join(cluster, 'chart', 'templates', 'job.yaml'), 'apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: {{ .Release.Name }}\n');
  writeFileSync(join(cluster, 'overlay', 'kustomization.yaml'), 'resources: [../web.yaml]\npatches: [{path: patch.yaml}]\n');
  writeFileSync(join(cluster, 'overlay', 'patch.yaml'), 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {replicas: 3}\n');
  const { resources, problems } = await takeInventory([cluster], cluster, { registryFile: 'dist/registry.bin' });
  rmSync(cluster, { recursive: true, force: true });
  expect(resources).toEqual([
    { kind: 'resource', type: 'batch/v1/Job', name: 'Job/release-name', path: 'chart/templates/job.yaml', line: 4, format: 'kubernetes', exposed: false, tags: {} },
    { kind: 'resource', type: 'apps/v1/Deployment', name: 'Deployment/shop/web', path: 'web.yaml', line: 3, format: 'kubernetes', exposed: true, tags: { team: 'shop' } },
    { kind: 'resource', type: 'v1/Service', name: 'Service/shop/web', path: 'web.yaml', line: 8, format: 'kubernetes', exposed: true, tags: {} },
  ]);
  expect(problems).toEqual([]);
});

it('says which files were too large to be read for their packages, whatever their name', async () => {
  const large = mkdtempSync(join(tmpdir(), 'portcullis-large-'));
  writeFileSync(join(large, 'package-lock.json'), `{"lockfileVersion": 3, "packages": {"node_modules/a": {"version": "1.0.0"}}}${' '.repeat(2000)}`);
  writeFileSync(join(large, 'export.json'), `{"bomFormat": "CycloneDX", "components": []}${' '.repeat(2000)}`);
  writeFileSync(join(large, 'data.json'), `{}${' '.repeat(2000)}`);
  const { packages, problems } = await takeInventory([large], large, { registryFile: 'dist/registry.bin', maxBytes: 1000 });
  expect(packages).toEqual([]);
  expect(problems.map(({ path, message }) => `${path}: ${message}`)).toEqual(['export.json: too large to be read for its packages: its 2044 bytes are more than "max-file-bytes" allows (1000)', 'package-lock.json: too large to be read for its packages: its 2076 bytes are more than "max-file-bytes" allows (1000)']);
});
