import { describe, expect, it } from 'vitest';
import { readHelmTemplate } from '../../../../src/templates/helm/read-helm.ts';
import { itemsAt } from '../../../../src/templates/kubernetes/access.ts';
import { found } from './judge.ts';
import { readerOver } from './reader.ts';

const configMap = (data: string): string => `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n${data}`;

describe('a config map', () => {
  it.each([
    ['a reference to a key of a secret', '  dex.config: |\n    clientSecret: $dex.github.clientSecret\n'],
    ['a reference with dashes', '  service.slack: |\n    token: $slack-token\n'],
    ['a map under the name', '  values: |\n    {"token": {\n      "aud": "istio-ca"\n    }}\n'],
    ['a pattern for passwords', '  passwordPattern: "^.{8,32}$"\n'],
    ['the name of a secret', '  config: |\n    credentialsSecret: "jaeger-creds"\n'],
    ['a page about secrets', '  secret.html: |\n    <h1>Hello</h1>\n    <p>World</p>\n'],
    ['a stand-in', '  config: |\n    signing_key: CHANGEME00000000\n'],
  ])('with %s holds no credential', (_name, data) => {
    expect(found({ 'a.yaml': configMap(data) }, ['configmap-secret'])).toEqual([]);
  });

  it('with a password in a line holds one', () => {
    expect(found({ 'a.yaml': configMap('  app.ini: |\n    password = hunter22x\n') }, ['configmap-secret'])).toEqual(['a.yaml:5 configmap-secret']);
  });
});

describe('a finding about an item of a list', () => {
  it('points at the item that is wrong, and only there', () => {
    const pod = 'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n    - name: b\n      image: c:1\n      securityContext:\n        capabilities:\n          add:\n            - NET_ADMIN\n            - SYS_ADMIN\n            - SYS_MODULE\n';
    expect(found({ 'a.yaml': pod }, ['capability-sys-admin', 'capability-sys-module'])).toEqual(['a.yaml:12 capability-sys-admin', 'a.yaml:13 capability-sys-module']);
  });
});

describe('a file of JSON objects that follow one another', () => {
  it('is read, each of them', () => {
    const role = (name: string): string => JSON.stringify({ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', metadata: { name }, rules: [{ apiGroups: [''], resources: ['secrets'], verbs: ['get'] }] });
    expect(found({ 'a.json': `${role('a')}\n${role('b')}\n` }, ['rbac-secrets', 'syntax'])).toEqual(['a.json:1 rbac-secrets', 'a.json:2 rbac-secrets']);
  });
});

describe('a chart', () => {
  const chart = { 'chart/Chart.yaml': 'name: shop\nversion: 1.0.0\n', 'chart/values.yaml': 'on: true\n' };
  const role = (name: string): string => `apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: {name: ${name}}\nrules:\n  - {apiGroups: [""], resources: [secrets], verbs: [get]}\n`;

  it('may trim what stands between three dashes and a document', () => {
    const template = `${role('a')}---\n\n{{- if .Values.on -}}\n\n# the second\n${role('b')}{{- end }}\n`;
    expect(found({ 'chart/templates/a.yaml': template }, ['rbac-secrets', 'not-judged'], chart)).toEqual(['chart/templates/a.yaml:15 rbac-secrets', 'chart/templates/a.yaml:5 rbac-secrets']);
  });

  it('may set its values in a template that is rendered first', () => {
    const files = { ...chart, 'chart/values.yaml': 'inner:\n  verb: get\n', 'chart/templates/zzz_values.yaml': '{{- $_ := set $ "Values" (.Values.inner) }}\n' };
    expect(found({ 'chart/templates/a.yaml': role('a').replace('[get]', '[{{ .Values.verb }}]') }, ['rbac-secrets'], files)).toEqual(['chart/templates/a.yaml:5 rbac-secrets']);
    expect(found({ 'chart/templates/a.yaml': role('a').replace('[get]', '[{{ .Values.verb }}]') }, ['rbac-secrets'], { ...files, 'chart/values.yaml': 'inner:\n  verb: list-none\n' })).toEqual([]);
  });

  it('may hold a template of more than a million characters', () => {
    expect(found({ 'chart/templates/a.yaml': `{{ if .Values.on }}\n${'# long\n'.repeat(200_000)}${role('a')}{{ end }}\n` }, ['rbac-secrets', 'not-judged'], chart)).toEqual(['chart/templates/a.yaml:200006 rbac-secrets']);
  });
});

describe('a manifest of an unknown template language', () => {
  const pod = (image: string, more = ''): string => `apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\n  labels: {app: "{{ .App }}"}\nspec:\n  containers:\n    - name: b\n      image: "${image}"\n${more}`;

  it('is no dashboard, no Tiller and of no old registry because its image is not known', () => {
    expect(found({ 'a.yaml': pod('{{ .Image }}') }, ['tiller', 'tiller-listener', 'dashboard', 'ingress-nginx-retired', 'old-registry', 'label-invalid'])).toEqual([]);
  });

  it('is Tiller where what is written says so', () => {
    expect(found({ 'a.yaml': pod('{{ .Registry }}/tiller:{{ .Tag }}') }, ['tiller'])).toEqual(['a.yaml:9 tiller']);
  });

  it('has each doubt told at its own place', () => {
    const more = `      volumeMounts:\n        - {name: plugins, mountPath: /plugins}\n        - {name: any, mountPath: /any}\n        - {name: etc, mountPath: /etc/x}\n  volumes:\n    - {name: plugins, hostPath: {path: "{{ .Dir }}/plugins"}}\n    - {name: any, hostPath: {path: "{{ .Path }}"}}\n    - {name: etc, hostPath: {path: /etc/x}}\n`;
    expect(found({ 'a.yaml': pod('b:1', more) }, ['cloud-credentials-mount'])).toEqual(['a.yaml:11 cloud-credentials-mount?', 'a.yaml:12 cloud-credentials-mount?']);
  });

  it('that cannot be read even so is not judged, and not called wrong', () => {
    expect(found({ 'a.yaml': 'apiVersion: v1\nkind: Pod\nspec:\n  {{- toYaml .Spec\n  | nindent 2 }}\n' }, ['syntax', 'not-judged'])).toEqual(['a.yaml:4 not-judged?']);
  });
});

describe('a chart', () => {
  it('has named templates in any folder of its templates', () => {
    const files = new Map([
      ['chart/Chart.yaml', 'name: shop\nversion: 1.0.0\n'],
      ['chart/templates/web/_names.tpl', '{{- define "shop.verb" }}get{{ end }}'],
      ['chart/templates/api/role.yaml', 'apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: {name: a}\nrules:\n  - {apiGroups: [""], resources: [secrets], verbs: [{{ include "shop.verb" . }}]}\n'],
    ]);
    const read = readHelmTemplate('chart/templates/api/role.yaml', files.get('chart/templates/api/role.yaml') ?? '', { ...readerOver(files), folders: (folder) => (folder === 'chart/templates' ? ['api', 'web'] : []) });
    const [rule] = itemsAt(read?.resources[0]?.properties, 'rules');
    expect(itemsAt(rule, 'verbs')).toMatchObject([{ kind: 'known', value: 'get' }]);
  });
});
