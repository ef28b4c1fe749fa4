import { describe, expect, it, test } from 'vitest';
import { readHelmTemplate } from '../../../src/templates/helm/read-helm.ts';
import { positionAt } from '../../../src/formats/place.ts';
import type { EvaluatedTemplate, Value } from '../../../src/templates/value.ts';
import { readerOver } from '../../families/containers/kubernetes/reader.ts';

const chart = 'name: shop\nversion: 1.2.3\nappVersion: "9.1"\n';

function read(template: string, values = '', more: Readonly<Record<string, string>> = {}): EvaluatedTemplate {
  const files = new Map([['chart/Chart.yaml', chart], ['chart/values.yaml', values], ['chart/templates/web.yaml', template], ...Object.entries(more)]);
  const read = readHelmTemplate('chart/templates/web.yaml', template, readerOver(files));
  if (read === undefined) throw new Error('no chart was found');
  return read;
}

/** A value as plain data; unknown ones as the text `?` and what is known of them. */
function plain(value: Value | undefined): unknown {
  switch (value?.kind) {
    case 'known':
      return value.value;
    case 'unknown':
      return `?${(value.parts ?? []).map((part) => part ?? '*').join('')}`;
    case 'list':
      return value.items.map(plain);
    case 'map':
      return Object.fromEntries([...value.entries].map(([key, one]) => [key, plain(one)]));
    default:
      return undefined;
  }
}

const object = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata:\n';
const data = (template: string, values = '', more: Readonly<Record<string, string>> = {}): unknown => (plain(read(object + template, values, more).resources[0]?.properties) as Record<string, unknown>)['data'];

describe('the functions that charts use', () => {
  test.each([
    ['values', '  x: {{ .Values.a.b }}', { x: 'deep' }],
    ['a default', '  x: {{ .Values.none | default "y" }}', { x: 'y' }],
    ['an empty value has a default', '  x: {{ default "y" .Values.empty }}', { x: 'y' }],
    ['quotes', '  x: {{ .Values.port | quote }}', { x: '8080' }],
    ['printf', '  x: {{ printf "%s-%d" .Chart.Name 3 }}', { x: 'shop-3' }],
    ['trunc and trimSuffix', '  x: {{ "abc-def" | trunc 4 | trimSuffix "-" }}', { x: 'abc' }],
    ['toYaml and nindent', '  x:\n    {{- toYaml .Values.map | nindent 4 }}', { x: { k: 'v', n: 1 } }],
    ['lists in toYaml', '  x: {{- toYaml .Values.list | nindent 4 }}', { x: ['p', 'q'] }],
    ['indent', '  x: |\n{{ `a\nb` | indent 4 }}', { x: 'a\nb\n' }],
    ['if, else if, else', '  x: {{ if .Values.empty }}1{{ else if eq .Values.port 8080 }}2{{ else }}3{{ end }}', { x: 2 }],
    ['and, or, not', '  x: {{ and (or false true) (not .Values.empty) }}', { x: true }],
    ['range over a map goes by its keys', '{{- range $k, $v := .Values.map }}\n  {{ $k }}: {{ $v }}\n{{- end }}', { k: 'v', n: 1 }],
    ['range over a list', '  x: {{ range .Values.list }}{{ . }}-{{ end }}', { x: 'p-q-' }],
    ['range else', '  x: {{ range .Values.none }}1{{ else }}2{{ end }}', { x: 2 }],
    ['with', '  x: {{ with .Values.a }}{{ .b }}{{ end }}', { x: 'deep' }],
    ['variables', '{{- $x := "a" }}{{ if true }}{{ $x = "b" }}{{ end }}\n  x: {{ $x }}', { x: 'b' }],
    ['the root inside a range', '  x: {{ range .Values.list }}{{ $.Values.port }}{{ break }}{{ end }}', { x: 8080 }],
    ['ternary', '  x: {{ ternary "a" "b" (eq 1 1) }}', { x: 'a' }],
    ['dict and get', '  x: {{ get (dict "k" "v") "k" }}', { x: 'v' }],
    ['set changes its map', '{{- $m := dict }}{{ $_ := set $m "k" "v" }}\n  x: {{ $m.k }}', { x: 'v' }],
    ['merge', '  x: {{ (merge (dict "a" "1") (dict "a" "2" "b" "3")).a }}', { x: 1 }],
    ['hasKey', '  x: {{ hasKey .Values.map "k" }}', { x: true }],
    ['index', '  x: {{ index .Values.list 1 }}', { x: 'q' }],
    ['join and splitList', '  x: {{ splitList "," "a,b" | join "-" }}', { x: 'a-b' }],
    ['base64', '  x: {{ "secret" | b64enc }}', { x: 'c2VjcmV0' }],
    ['tpl', '  x: {{ tpl .Values.template . }}', { x: 'deep!' }],
    ['required, given', '  x: {{ required "needed" .Values.port }}', { x: 8080 }],
    ['semverCompare', '  x: {{ semverCompare ">=1.19-0" .Capabilities.KubeVersion.GitVersion }}', { x: true }],
    ['what every cluster has', '  x: {{ .Capabilities.APIVersions.Has "policy/v1" }}', { x: true }],
    ['a file of the chart', '  x: {{ .Files.Get "files/a.txt" }}', { x: 'hello' }],
    ['nil prints nothing', '  x: "a{{ .Values.none }}b"', { x: 'ab' }],
    ['a field of nothing', '  x: "{{ .Values.none.deeper }}"', { x: '' }],
  ])('%s', (_name, template, expected) => {
    const values = 'a: {b: deep}\nport: 8080\nempty: ""\nmap: {n: 1, k: v}\nlist: [p, q]\ntemplate: "{{ .Values.a.b }}!"\n';
    expect(data(template, values, { 'chart/files/a.txt': 'hello' })).toEqual(expected);
  });
});

describe('helpers', () => {
  it('are taken from the chart, and from the charts that it depends on', () => {
    const more = {
      'chart/Chart.yaml': `${chart}dependencies: [{name: common}]\n`,
      'chart/templates/_helpers.tpl': '{{- define "shop.name" -}}{{ include "common.name" . }}-web{{- end }}',
      'chart/charts/common/templates/_names.tpl': '{{- define "common.name" -}}{{ .Release.Name }}{{- end }}',
    };
    expect(data('  x: {{ include "shop.name" . }}', '', more)).toEqual({ x: 'release-name-web' });
  });

  it('may be defined in the template itself', () => {
    expect(data('  x: {{ template "own" . }}{{ define "own" }}a{{ end }}')).toEqual({ x: 'a' });
  });

  it('that are missing are unknown, and say so', () => {
    const value = read(`${object}  x: {{ include "none" . }}`).resources[0]?.properties.entries.get('data');
    expect(value?.kind === 'map' ? value.entries.get('x') : undefined).toMatchObject({ kind: 'unknown', why: expect.stringContaining('none') as unknown });
  });

  it('that include themselves are stopped', () => {
    const { problems, resources } = read(`${object}  x: {{ include "a" . }}{{ define "a" }}{{ include "a" . }}{{ end }}`);
    expect(problems).toMatchObject([{ code: 'not-rendered', message: expect.stringContaining('include each other') as unknown }]);
    expect(resources).toEqual([]);
  });
});

describe('what only an installation decides', () => {
  test.each([
    ['a password made at random', '  x: {{ randAlphaNum 10 }}', { x: '?*' }],
    ['inside a text', '  x: "a-{{ randAlphaNum 10 }}-b"', { x: '?a-*-b' }],
    ['what the cluster holds', '  x: {{ (lookup "v1" "Secret" "a" "b").data | quote }}', { x: '?*' }],
    ['a value that is demanded', '  x: {{ required "needed" .Values.none }}', { x: '?*' }],
    ['a function that is not known', '  x: {{ genCA "a" 3 }}', { x: '?*' }],
  ])('%s is unknown', (_name, template, expected) => {
    expect(data(template)).toEqual(expected);
  });

  it('leaves a map open beside its own keys', () => {
    const value = read(`${object}  a: b\n  {{ lookup "v1" "x" "y" "z" }}\n`).resources[0]?.properties.entries.get('data');
    expect(value).toMatchObject({ kind: 'map', open: true });
    expect(plain(value)).toEqual({ a: 'b' });
  });

  it('makes values under a condition that is not known unknown, but not the others', () => {
    expect(data('  {{- if .Capabilities.APIVersions.Has "example.com/v1" }}\n  x: y\n  {{- end }}\n  z: w')).toEqual({ x: '?', z: 'w' });
  });

  it('makes an object conditional when its whole document is', () => {
    const { resources } = read('{{ if .Capabilities.APIVersions.Has "example.com/v1" }}\napiVersion: v1\nkind: Pod\nmetadata: {name: a}\n{{ end }}');
    expect(resources[0]?.condition?.why).toContain('example.com/v1');
    expect(plain(resources[0]?.properties)).toMatchObject({ metadata: { name: 'a' } });
  });

  it('does not decide a comparison with an unknown value', () => {
    expect(data('  x: {{ if eq (randAlphaNum 3) "abc" }}1{{ else }}2{{ end }}')).toEqual({ x: '?' });
  });
});

describe('places', () => {
  it('are those of the template, of what is written and of what is printed', () => {
    const { resources } = read('{{- if true }}\n{{- /* a\ncomment */}}\napiVersion: v1\nkind: Pod\nmetadata:\n  name: {{ .Release.Name }}\nspec:\n  {{- toYaml .Values.spec | nindent 2 }}\n{{- end }}\n', 'spec:\n  hostNetwork: true\n');
    const [pod] = resources;
    const lineOf = (value: Value | undefined): number => (value === undefined ? 0 : positionAt(value.at.source, value.at.start).line);
    expect(positionAt(pod?.head.source ?? never(), pod?.head.start ?? 0).line).toBe(7);
    const spec = pod?.properties.entries.get('spec');
    expect(lineOf(spec?.kind === 'map' ? spec.entries.get('hostNetwork') : undefined)).toBe(9);
    expect(lineOf(pod?.properties.entries.get('kind'))).toBe(5);
  });
});

describe('charts inside charts', () => {
  it('see their own values under those of the chart above, and its globals', () => {
    const template = `${object}  own: {{ .Values.own }}\n  given: {{ .Values.given }}\n  global: {{ .Values.global.g }}\n`;
    const files = new Map([
      ['top/Chart.yaml', chart],
      ['top/values.yaml', 'global: {g: 1}\nsub: {given: above}\n'],
      ['top/charts/sub/Chart.yaml', 'name: sub\n'],
      ['top/charts/sub/values.yaml', 'own: mine\ngiven: below\n'],
      ['top/charts/sub/templates/web.yaml', template],
    ]);
    const found = readHelmTemplate('top/charts/sub/templates/web.yaml', template, readerOver(files));
    expect(plain(found?.resources[0]?.properties)).toMatchObject({ data: { own: 'mine', given: 'above', global: 1 } });
  });
});

describe('hostile charts', () => {
  test.each([
    ['a loop inside a loop', '{{ range until 2000 }}{{ range until 2000 }}x{{ end }}{{ end }}'],
    ['texts that double', `{{ $x := "aaaaaaaaaaaaaaaa" }}{{ range until 30 }}{{ $x = printf "%s%s" $x $x }}{{ end }}{{ $x }}`],
    ['a map that holds itself', '{{ $m := dict }}{{ $_ := set $m "m" $m }}{{ toYaml $m }}'],
    ['a template that renders itself', '{{ tpl .Values.loop . }}'],
  ])('%s is bounded', (_name, template) => {
    const start = performance.now();
    read(`${object}  x: ${template}`, 'loop: "{{ tpl .Values.loop . }}"\n');
    expect(performance.now() - start).toBeLessThan(5000);
  });

  it('cannot read files outside of the chart', () => {
    expect(data('  x: "{{ .Files.Get "../secret" }}"', '', { secret: 'no' })).toEqual({ x: '' });
  });

  it('says what cannot be rendered', () => {
    expect(read('apiVersion: v1\nkind: Pod\nmetadata: {{ .Values.none').problems).toMatchObject([{ code: 'not-rendered' }]);
    expect(read('apiVersion: v1\nkind: Pod\nmetadata:\n  a: b\n c: d\n').problems).toMatchObject([{ code: 'not-rendered' }]);
  });
});

it('leaves files that belong to no chart alone', () => {
  expect(readHelmTemplate('templates/web.yaml', object, readerOver(new Map()))).toBeUndefined();
});

function never(): never {
  throw new Error('no resource');
}
