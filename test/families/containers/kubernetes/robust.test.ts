import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { found, judge } from './judge.ts';

const pod = 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\nspec:\n  hostNetwork: true\n  containers:\n    - name: web\n      image: web\n';

describe('what other readers take, and what they refuse', () => {
  test.each([
    ['CRLF', pod.replaceAll('\n', '\r\n'), ['a.yaml:6 host-network', 'a.yaml:9 image-untagged']],
    ['a byte order mark', `\uFEFF${pod}`, ['a.yaml:6 host-network', 'a.yaml:9 image-untagged']],
    ['old booleans', pod.replace('true', 'yes'), ['a.yaml:6 host-network', 'a.yaml:9 image-untagged']],
    ['a quoted boolean is a text, which decides nothing', pod.replace('true', '"no"'), ['a.yaml:6 host-network?', 'a.yaml:9 image-untagged']],
    ['anchors and merge keys', `x: &on {hostNetwork: true}\n${pod.replace('  hostNetwork: true\n', '  <<: *on\n')}`.replace(/^x.*\n/, '').replace('*on', '{hostNetwork: true}'), ['a.yaml:6 host-network', 'a.yaml:9 image-untagged']],
    ['a key twice: the last one holds, and it is said', pod.replace('  hostNetwork: true\n', '  hostNetwork: false\n  hostNetwork: true\n'), ['a.yaml:10 image-untagged', 'a.yaml:7 duplicate-key', 'a.yaml:7 host-network']],
    ['comments and empty documents', `# a\n---\n---\n${pod}---\n# b\n`, ['a.yaml:12 image-untagged', 'a.yaml:9 host-network']],
    ['a broken document does not hide the others', `${pod}---\nkind: [\napiVersion: v1\n---\n${pod.replace('name: web\nspec', 'name: b\nspec')}`, ['a.yaml:19 host-network', 'a.yaml:22 image-untagged', 'a.yaml:13 syntax', 'a.yaml:6 host-network', 'a.yaml:9 image-untagged']],
    ['a tab for indentation is refused with its place', 'apiVersion: v1\nkind: Pod\nspec:\n\thostNetwork: true\n', ['a.yaml:4 syntax']],
    ['a list where a map should be', 'apiVersion: v1\nkind: Pod\nspec:\n  - hostNetwork: true\n', []],
    ['maps where lists should be', 'apiVersion: v1\nkind: Pod\nspec:\n  hostNetwork: true\n  containers: {name: web}\n  volumes: 3\n', ['a.yaml:4 host-network']],
    ['null everywhere', 'apiVersion: v1\nkind: Pod\nmetadata:\nspec:\n  hostNetwork: true\n  containers:\n  -\n  - name:\n    env:\n    securityContext:\n', ['a.yaml:5 host-network']],
    ['names of Object.prototype', 'apiVersion: v1\nkind: Pod\nmetadata: {name: web, labels: {__proto__: a, constructor: b, toString: c}}\nspec:\n  hostNetwork: true\n', ['a.yaml:5 host-network']],
    ['a kind of nothing', 'apiVersion: v1\nkind: 3\nspec: {hostNetwork: true}\n', []],
  ])('%s', (_name, text, expected) => {
    expect(found({ 'a.yaml': text }, ['host-network', 'image-untagged', 'syntax', 'duplicate-key'])).toEqual(expected.toSorted());
  });

  it('lists are opened, some levels deep', () => {
    const list = (inner: string): string => `{"apiVersion":"v1","kind":"List","items":[${inner}]}`;
    const one = '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"a"},"spec":{"hostNetwork":true}}';
    expect(judge({ 'a.json': list(list(one)) }, ['host-network'])).toHaveLength(1);
    expect(judge({ 'a.json': Array.from({ length: 50 }).reduce((text: string) => list(text), one) }, ['host-network'])).toEqual([]);
  });
});

it('objects beyond a limit are said to be unjudged, in lists and in documents', () => {
  const one = '{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {hostNetwork: true}}';
  for (const text of [`apiVersion: v1\nkind: List\nitems:\n${`- ${one}\n`.repeat(5001)}`, `${one}\n---\n`.repeat(5001)]) {
    const places = found({ 'a.yaml': text }, ['host-network', 'not-judged']);
    expect(places.filter((place) => place.includes('host-network'))).toHaveLength(5000);
    expect(places.filter((place) => place.includes('not-judged'))).toHaveLength(1);
  }
});

describe('marks of template languages', () => {
  test.each([
    ['a mark as a value', pod.replace('true', '{{ host_network }}'), ['a.yaml:6 host-network?', 'a.yaml:9 image-untagged']],
    ['a mark in quotes', pod.replace('image: web', 'image: "{{ image }}"'), ['a.yaml:6 host-network', 'a.yaml:9 image-untagged?']],
    ['a mark inside a text, whose other parts are known', pod.replace('image: web', 'image: web:{{ tag }}'), ['a.yaml:6 host-network']],
    ['lines of control marks', pod.replace('  hostNetwork: true\n', '{% if host %}\n  hostNetwork: true\n{% endif %}\n'), ['a.yaml:11 image-untagged', 'a.yaml:7 host-network']],
    ['Go marks outside of a chart', pod.replace('  hostNetwork: true\n', '  {{- if .host }}\n  hostNetwork: true\n  {{- end }}\n'), ['a.yaml:11 image-untagged', 'a.yaml:7 host-network']],
    ['a mark as a key', pod.replace('  hostNetwork: true\n', '  hostNetwork: true\n  {{ key }}: 1\n'), ['a.yaml:10 image-untagged', 'a.yaml:6 host-network']],
    ['what is no YAML even so says where', `${pod}{{ broken\n  : [`, ['a.yaml:11 not-judged?']],
  ])('%s', (_name, text, expected) => {
    expect(found({ 'a.yaml': text }, ['host-network', 'image-untagged', 'not-judged', 'syntax'])).toEqual(expected.toSorted());
  });
});

describe('hostile files are bounded', () => {
  const bomb = (levels: number): string => `a0: &a0 [x,x,x,x,x,x,x,x,x]\n${Array.from({ length: levels }, (_, index) => `a${index + 1}: &a${index + 1} [${Array.from({ length: 9 }, () => `*a${index}`).join(',')}]\n`).join('')}`;
  test.each([
    ['an alias bomb', `apiVersion: v1\nkind: ConfigMap\ndata:\n${bomb(9).replace(/^/gm, '  ')}`],
    ['deep brackets', `apiVersion: v1\nkind: Pod\nspec: ${'['.repeat(100_000)}`],
    ['deep indentation', `apiVersion: v1\nkind: Pod\n${Array.from({ length: 3000 }, (_, index) => `${' '.repeat(index)}a:\n`).join('')}`],
    ['deep dashes', `apiVersion: v1\nkind: Pod\nspec:\n  ${'- '.repeat(20_000)}a\n`],
    ['a recursive anchor', 'apiVersion: v1\nkind: Pod\nspec: &a\n  hostNetwork: true\n  x: *a\n'],
    ['many documents', `${'apiVersion: v1\nkind: A\n---\n'.repeat(20_000)}`],
    ['a long line', `apiVersion: v1\nkind: Pod\nmetadata: {name: ${'a'.repeat(2_000_000)}}\n`],
    ['many marks', `apiVersion: v1\nkind: Pod\n${'{{ a }} {% b %}\n'.repeat(20_000)}`],
    ['open marks', `apiVersion: v1\nkind: Pod\n${'{{ '.repeat(50_000)}`],
    ['many variables', `apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - name: a\n      env:\n${'        - {name: A, value: b}\n'.repeat(5000)}`],
    ['many comments of other tools', `apiVersion: v1\nkind: Pod\nspec:\n${'  # trivy:ignore:KSV001\n'.repeat(20_000)}  hostNetwork: true\n`],
  ])('%s', (_name, text) => {
    const start = performance.now();
    judge({ 'a.yaml': text });
    expect(performance.now() - start).toBeLessThan(10_000);
  });

  it('a kustomization of kustomizations', () => {
    const files = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`k${index}/kustomization.yaml`, `apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [../k${index + 1}, ../k${(index * 7) % 300}, web.yaml]\npatches: [{path: p.yaml}]\n`]));
    const start = performance.now();
    judge(files);
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});

it('many workloads, services, routes and policies take time in proportion to their number', () => {
  const objects = (count: number): string =>
    Array.from({ length: count }, (_, index) => `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: w${index}}\nspec: {template: {metadata: {labels: {app: w${index}}}, spec: {serviceAccountName: s${index}, containers: [{name: a, image: b}]}}}\n---\napiVersion: v1\nkind: Service\nmetadata: {name: w${index}}\nspec: {type: NodePort, selector: {app: w${index}}}\n---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: w${index}}\nspec: {podSelector: {matchLabels: {app: w${index}}}}\n---\napiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: w${index}}\nspec: {defaultBackend: {service: {name: w${index}}}}\n---\napiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata: {name: w${index}}\nsubjects: [{kind: ServiceAccount, name: s${index}, namespace: default}]\nroleRef: {kind: Role, name: r}\n`).join('---\n');
  const names = ['exposed-to-internet', 'dangling-service', 'dangling-ingress', 'dangling-network-policy', 'network-policy-missing', 'missing-service-account', 'account-token-mounted', 'account-cluster-takeover'];
  const timeOf = (count: number): number => {
    const text = objects(count);
    const start = performance.now();
    judge({ 'a.yaml': text }, names);
    return performance.now() - start;
  };
  timeOf(100);
  const [few, many] = [timeOf(400), timeOf(3200)];
  // eight times as many: were it quadratic it would be sixty-four times as long
  expect(many).toBeLessThan(Math.max(few, 50) * 30);
});

it('never throws, and never points outside of the file', () => {
  const value = fc.oneof(fc.string({ maxLength: 8 }), fc.integer(), fc.boolean(), fc.constant(null));
  const key = fc.constantFrom('spec', 'metadata', 'labels', 'template', 'containers', 'securityContext', 'capabilities', 'add', 'drop', 'volumes', 'hostPath', 'env', 'valueFrom', 'rules', 'subjects', 'roleRef', 'ports', 'name', 'image', 'selector', 'matchLabels', 'data', 'jobTemplate', '__proto__');
  const tree: fc.Arbitrary<unknown> = fc.letrec((tie) => ({ node: fc.oneof({ maxDepth: 6 }, value, fc.array(tie('node'), { maxLength: 4 }), fc.dictionary(key, tie('node'), { maxKeys: 5 })) })).node;
  const kind = fc.constantFrom('Pod', 'Deployment', 'CronJob', 'ClusterRole', 'RoleBinding', 'Service', 'Ingress', 'NetworkPolicy', 'ConfigMap', 'Namespace', 'PodSecurityPolicy', 'KubeletConfiguration', 'List', 'HorizontalPodAutoscaler', 'Kustomization', 'Rollout', 'StorageClass', 'PersistentVolume');
  fc.assert(
    fc.property(kind, tree, tree, (name, spec, rest) => {
      const text = JSON.stringify({ apiVersion: 'v1', kind: name, metadata: { name: 'a' }, spec, ...(typeof rest === 'object' && rest !== null && !Array.isArray(rest) ? rest : {}) }, null, 1);
      const lines = text.split('\n').length;
      for (const { range } of judge({ 'a.json': text, 'a.yaml': text })) {
        expect(range.startLine).toBeGreaterThanOrEqual(1);
        expect(range.endLine).toBeLessThanOrEqual(lines);
      }
    }),
    { numRuns: 150 },
  );
});
