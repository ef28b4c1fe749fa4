import { describe, expect, it, test } from 'vitest';
import { found } from './judge.ts';

const deployment = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  template:
    metadata:
      labels: {app: web}
    spec:
      containers:
        - name: web
          image: web
          securityContext: {privileged: true}
        - name: side
          image: side:1
`;

const checks = ['privileged', 'image-latest', 'image-untagged', 'default-namespace', 'host-network', 'memory-limit', 'dangling-service'];

describe('what a kustomization changes', () => {
  test.each([
    ['nothing', 'resources: [web.yaml]\n', ['web.yaml:12 image-untagged', 'web.yaml:11 memory-limit', 'web.yaml:13 privileged', 'web.yaml:14 memory-limit', 'web.yaml:4 default-namespace']],
    ['the namespace', 'resources: [web.yaml]\nnamespace: shop\n', ['web.yaml:12 image-untagged', 'web.yaml:11 memory-limit', 'web.yaml:13 privileged', 'web.yaml:14 memory-limit']],
    ['the image', 'resources: [web.yaml]\nnamespace: shop\nimages:\n  - name: web\n    newTag: "1"\n', ['web.yaml:11 memory-limit', 'web.yaml:13 privileged', 'web.yaml:14 memory-limit']],
    ['the image, to a worse one', 'resources: [web.yaml]\nnamespace: shop\nimages:\n  - name: side\n    newTag: latest\n', ['kustomization.yaml:4 image-latest', 'web.yaml:12 image-untagged', 'web.yaml:11 memory-limit', 'web.yaml:13 privileged', 'web.yaml:14 memory-limit']],
    ['a container, by an inline patch', 'resources: [web.yaml]\nnamespace: shop\npatches:\n  - patch: |\n      apiVersion: apps/v1\n      kind: Deployment\n      metadata: {name: web}\n      spec: {template: {spec: {containers: [{name: web, securityContext: {privileged: null}}]}}}\n', ['web.yaml:12 image-untagged', 'web.yaml:11 memory-limit', 'web.yaml:14 memory-limit']],
    ['a container taken away', 'resources: [web.yaml]\nnamespace: shop\npatches:\n  - patch: |\n      apiVersion: apps/v1\n      kind: Deployment\n      metadata: {name: web}\n      spec: {template: {spec: {containers: [{name: web, $patch: delete}]}}}\n', ['web.yaml:14 memory-limit']],
    ['a path, by a JSON patch', 'resources: [web.yaml]\nnamespace: shop\npatches:\n  - target: {kind: Deployment, name: we.*}\n    patch: |\n      - {op: remove, path: /spec/template/spec/containers/0}\n      - {op: add, path: /spec/template/spec/hostNetwork, value: true}\n', ['kustomization.yaml:5 host-network', 'web.yaml:14 memory-limit']],
  ])('%s', (_name, kustomization, expected) => {
    expect(found({ 'web.yaml': deployment, 'kustomization.yaml': `apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n${kustomization}`.replace(/^apiVersion.*\nkind.*\n/, '') }, checks)).toEqual(expected.toSorted());
  });
});

describe('overlays', () => {
  const base = { 'base/kustomization.yaml': 'resources: [web.yaml]\n', 'base/web.yaml': deployment };
  const patch = 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  template:\n    spec:\n      hostNetwork: true\n      containers:\n        - name: web\n          image: web:2\n';

  it('are judged by what they write, and patches are no objects', () => {
    const overlay = { 'prod/kustomization.yaml': 'resources: [../base]\npatches: [{path: patch.yaml}]\n', 'prod/patch.yaml': patch };
    expect(found(overlay, checks, base)).toEqual(['prod/patch.yaml:7 host-network']);
    expect(found({ ...overlay, ...base }, checks)).toEqual(['base/web.yaml:11 memory-limit', 'base/web.yaml:12 image-untagged', 'base/web.yaml:13 privileged', 'base/web.yaml:14 memory-limit', 'base/web.yaml:4 default-namespace', 'prod/patch.yaml:7 host-network'].toSorted());
  });

  it('know the files of folders below that they name', () => {
    expect(found({ 'kustomization.yaml': 'namespace: shop\nresources: [apps/web.yaml]\n', 'apps/web.yaml': deployment }, ['default-namespace'])).toEqual([]);
  });

  it('join what lies in several folders', () => {
    const service = 'apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {selector: {app: web}}\n';
    const files = { 'prod/kustomization.yaml': 'resources: [../base, service.yaml]\n', 'prod/service.yaml': service };
    expect(found(files, ['dangling-service'], base)).toEqual([]);
    expect(found({ 'prod/service.yaml': service }, ['dangling-service'], base)).toEqual(['prod/service.yaml:4 dangling-service']);
  });

  it('that use what is not followed prove nothing by absence', () => {
    const service = 'apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {selector: {app: web}}\n';
    for (const more of ['resources: [service.yaml, "https://example.com/base"]', 'resources: [service.yaml]\nhelmCharts: [{name: web}]', 'resources: [service.yaml, ../missing]']) {
      expect(found({ 'prod/kustomization.yaml': `${more}\n`, 'prod/service.yaml': service }, ['dangling-service'])).toEqual([]);
    }
  });
});

it('bases that name each other, and paths out of the repository, end', () => {
  expect(found({ 'a/kustomization.yaml': 'apiVersion: v1\nkind: Kustomization\nresources: [../b]\n', 'b/kustomization.yaml': 'apiVersion: v1\nkind: Kustomization\nresources: [../a, ../../../etc]\n' }, checks)).toEqual([]);
});

it('literals of a generator are judged as the config map that they make', () => {
  const files = { 'kustomization.yaml': 'configMapGenerator:\n  - name: web\n    literals:\n      - LEVEL=debug\n      - DB_PASSWORD="hunter22"\n' };
  expect(found(files, ['configmap-secret'])).toEqual(['kustomization.yaml:5 configmap-secret']);
  expect(found({ 'kustomization.yaml': files['kustomization.yaml'].replace('configMap', 'secret') }, ['configmap-secret'])).toEqual([]);
});

it('a component that two overlays use is reported once, and nothing when nobody uses it', () => {
  const component = { 'part/kustomization.yaml': 'kind: Component\npatches:\n  - target: {kind: Deployment}\n    patch: |\n      - {op: add, path: /spec/template/spec/hostNetwork, value: true}\n' };
  const overlay = 'resources: [../base]\ncomponents: [../part]\n';
  const base = { 'base/kustomization.yaml': 'resources: [web.yaml]\n', 'base/web.yaml': deployment };
  expect(found(component, ['host-network'], base)).toEqual([]);
  expect(found({ ...component, 'prod/kustomization.yaml': overlay, 'test/kustomization.yaml': overlay }, ['host-network'], base)).toEqual(['part/kustomization.yaml:4 host-network']);
});
