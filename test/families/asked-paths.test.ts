import { describe, expect, test } from 'vitest';
import { readCheckFolder } from '../../src/doors/load-configuration.ts';
import { openGate } from '../../src/engine/engine.ts';
import { memoryRegistry } from '../../src/engine/registry.ts';
import { routeMarkers } from '../../src/engine/route.ts';
import type { FamilyName } from '../../src/model/finding.ts';
import { resolvePolicy } from '../../src/policy/resolve.ts';

const families: readonly FamilyName[] = ['infrastructure', 'containers', 'libraries'];
const registry = memoryRegistry(readCheckFolder('policies', new Set(families)), routeMarkers);

/** A file of each sort that is judged in parts: services, objects, tasks, stages, resources, packages. */
const files: Readonly<Record<string, string>> = {
  'compose.yaml': 'services:\n  web:\n    image: nginx:1.27\n    privileged: true\n',
  'pods.yaml': '---\napiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  containers:\n    - {name: c, image: nginx}\n',
  'task.json': '{"family": "web", "containerDefinitions": [{"name": "c", "image": "nginx", "privileged": true}]}',
  Dockerfile: 'FROM nginx\nRUN sudo true\n',
  'template.yaml': 'AWSTemplateFormatVersion: "2010-09-09"\nResources:\n  B:\n    Type: AWS::S3::Bucket\n    Properties: {AccessControl: PublicRead}\n',
  'requirements.txt': 'requests==2.0.0\n',
};

describe('who asks for the time names the file that is looked at', () => {
  test.each(Object.entries(files))('%s', async (path, text) => {
    const asked = new Set<string>();
    const gate = openGate({
      registries: [registry],
      policy: resolvePolicy({ configurations: [], digestOf: [], today: '2026-01-01', matcher: () => () => false }),
      project: { files: { readText: () => undefined, list: () => [] }, today: '2026-01-01' },
      clock: () => 0,
      ask: (one) => asked.add(one),
    });
    gate.examine({ path, subject: 'file', bytes: Buffer.from(text) });
    await gate.findings();
    expect([...asked]).toEqual([path]);
  });
});
