import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { allOnOneGround, ground } from './own-ground.ts';

allOnOneGround(['libraries'], { 'readme.md': 'hello\n', 'requirements.txt': '-r base.list\n', 'base.list': '-r more.list\n', 'more.list': 'good==1\n', 'image/Dockerfile': 'FROM x\nCOPY other.deps /tmp/all\nRUN python -m pip install -rpy.deps && pip install --requirement=/tmp/all\n', 'image/py.deps': 'good==1\n', 'image/other.deps': 'good==1\n', 'deps.txt': manifest('good') });
beforeAll(() => ground.administer('portcullis.yaml', 'libraries:\n  deny:\n    - { purl: "pkg:npm/evil", reason: "no" }\n    - { purl: "pkg:gem/evil", reason: "no" }\n    - { purl: "pkg:maven/g/evil", reason: "no" }\n    - { purl: "pkg:golang/example.com/evil", reason: "no" }\n    - { purl: "pkg:pypi/evil", reason: "no" }\n'));

function manifest(name: string): string {
  return `${JSON.stringify({ dependencies: { [name]: '1.0.0' } }, null, 1)}\n`;
}

const pom = (inner: string): string => `<project xmlns="http://maven.apache.org/POM/4.0.0"><groupId>a</groupId><artifactId>b</artifactId><version>1</version>${inner}</project>\n`;
const dependency = (artifact: string): string => `<dependencies><dependency><groupId>g</groupId><artifactId>${artifact}</artifactId><version>1</version></dependency></dependencies>`;
const main = ['origin', 'main'];
const dynamic = (file: string): string => `[project]\nname = "x"\ndynamic = ["dependencies"]\n[tool.setuptools.dynamic]\ndependencies = { file = ${file} }\n`;

describe('a forbidden library', () => {
  test.each<[string, Readonly<Record<string, string | Buffer>>]>([
    ['in a manifest', { 'package.json': manifest('evil') }],
    ['in a manifest in UTF-16', { 'package.json': Buffer.from(`\ufeff${manifest('evil')}`, 'utf16le') }],
    ['behind escapes', { 'package.json': '{"depend\\u0065ncies": {"ev\\u0069l": "1.0.0"}}' }],
    ['in the first of two lists of one name', { 'package.json': '{"dependencies": {"evil": "1.0.0"}, "dependencies": {"good": "1.0.0"}}' }],
    ['in the second of two lists of one name', { 'package.json': '{"dependencies": {"good": "1.0.0"}, "dependencies": {"evil": "1.0.0"}}' }],
    ['behind another name', { 'package.json': manifest('fine').replace('1.0.0', 'npm:evil@1') }],
    ['behind another one on a line', { Gemfile: 'gem("good"); gem("evil")\n' }],
    ['on the line behind a backslash', { Gemfile: 'gem \\\n  "evil"\n' }],
    ['as a symbol', { Gemfile: 'gem :evil\n' }],
    ['in a list that is gone through', { Gemfile: '%w[good evil].each { |name| gem name }\n' }],
    ['behind escapes of Go', { 'go.mod': 'module x\n\nrequire "example.com/\\x65vil" v1.0.0\n' }],
    ['by a property of a profile', { 'pom.xml': pom(`<properties><n>good</n></properties>${dependency('${n}')}<profiles><profile><id>p</id><properties><n>evil</n></properties></profile></profiles>`) }],
    ['in a project of another name', { 'build/base.xml': pom(dependency('evil')) }],
    ['in a published project', { 'app.pom': pom(dependency('evil')) }],
    ['for a configuration of its own', { 'build.gradle': 'configurations { own }\ndependencies {\n  own "g:evil:1.0"\n}\n' }],
    ['by a variable', { 'build.gradle': 'ext { lib = "g:evil:1.0" }\ndependencies {\n  implementation lib\n}\n' }],
    ['by force', { 'build.gradle': 'configurations.all { resolutionStrategy { force "g:evil:1.0" } }\n' }],
    ['in a catalogue in three words', { 'settings.gradle.kts': 'dependencyResolutionManagement { versionCatalogs { create("libs") { library("x", "g", "evil").version("1.0") } } }\n' }],
    ['in two pieces of a line', { 'requirements-dev.txt': 'ev\\\nil==1\n' }],
    ...['\r', '\f', '\v', '\x1c', '\x85', '\u2028'].map((end): [string, Readonly<Record<string, string>>] => [`behind a comment that ${JSON.stringify(end)} ends`, { 'requirements-dev.txt': `# fine${end}evil==1\n` }]),
    ['in a list that a manifest includes', { 'requirements-dev.txt': '-r dev.list\n', 'dev.list': 'evil==1\n' }],
    ['in a list that setuptools takes', { 'pyproject.toml': dynamic('["app.list"]'), 'app.list': 'evil==1\n' }],
    ['in the one list that setuptools takes', { 'pyproject.toml': dynamic("'lists/app'"), 'lists/app': 'evil==1\n' }],
    ['in a list of any name that a Dockerfile installs', { 'Dockerfile': 'FROM x\nCOPY lists/py.deps /tmp/\nRUN pip install --no-cache-dir \\\n  -r /tmp/py.deps\n', 'lists/py.deps': 'evil==1\n' }],
    ['in a list that a Dockerfile installed before', { 'image/py.deps': 'good==1\nevil==1\n' }],
    ['in a list that a Dockerfile installed before under another name', { 'image/other.deps': 'evil==1\n' }],
    ['in a list that a manifest included before', { 'base.list': '-r more.list\nevil==1\n' }],
    ['in a list that such a list included before', { 'more.list': 'good==1\nevil==1\n' }],
  ])('%s is refused', (_name, files) => {
    ground.work.commit('c', files);
    const { accepted, output } = ground.push(['origin', 'HEAD:refs/heads/x']);
    expect([accepted, output.includes('libraries/denied')], output).toEqual([false, true]);
  });

  test('is none in a comment, a list of something else or a document that is no project', () => {
    ground.work.commit('c', { 'build.gradle': '// own "g:evil:1.0"\n/* "g:evil:1.0" */\nurl = "http:evil:80/1"\n', Gemfile: '# gem "x"; gem "evil"\n%w[evil].each { |name| puts name }\n', 'notes.xml': '<notes>evil</notes>\n' });
    expect(ground.push(['origin', 'HEAD:refs/heads/fine'])).toMatchObject({ accepted: true });
  });

  test('in the file that a link of a manifest\'s name leads to is refused', () => {
    symlinkSync('deps.txt', join(ground.work.path, 'package.json'));
    ground.work.commit('c');
    expect(ground.push(main)).toMatchObject({ accepted: true });
    ground.work.commit('d', { 'deps.txt': manifest('evil') });
    expect(ground.push(main).accepted).toBe(false);
  });

  test('that was there before in an included list is old when that list changes', () => {
    ground.server.git(['config', 'core.hooksPath', '/dev/null']);
    ground.work.commit('c', { 'base.list': '-r more.list\nevil==1\n' });
    ground.push(main);
    ground.server.git(['config', '--unset', 'core.hooksPath']);
    ground.work.commit('d', { 'base.list': '# why\n-r more.list\nevil==1\n' });
    expect(ground.push(main)).toMatchObject({ accepted: true });
    ground.work.commit('e', { 'base.list': '-r more.list\n' });
    expect(ground.push(main)).toMatchObject({ accepted: true });
  });
});
