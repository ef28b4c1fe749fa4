import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { detectPackageFile } from '../../../src/formats/packages/detect.ts';
import { readPackages } from '../../../src/formats/packages/read-packages.ts';
import type { SiblingFiles } from '../../../src/formats/packages/record.ts';
import { show } from './show.ts';

const root = new URL('./fixtures/', import.meta.url);
const files: SiblingFiles = {
  readText(path) {
    try {
      return readFileSync(new URL(path, root), 'utf8');
    } catch {
      return undefined;
    }
  },
  list: () => [],
};

/** Written by npm 11.19, pnpm 9.15, Yarn 1.22 and 4.9, Bun 1.2, Deno 2, Cargo 1.95, Go 1.26, uv, Pipenv, pip 26.3, Poetry 2.5 and Maven's CycloneDX plugin 2.9 from a few dependencies. */
const table: readonly (readonly [string, string, readonly string[]])[] = [
  ['bun/bun.lock', 'bun-lock', [
    'pkg:npm/is-number@6.0.0 L16 indirect < is-odd',
    'pkg:npm/is-odd@3.0.1 L18 direct dev',
    'pkg:npm/left-pad@1.3.0 L20 direct runtime as lp',
    'pkg:npm/once@1.4.0 L22 direct runtime',
    'pkg:npm/wrappy@1.0.2 L24 indirect < once',
  ]],
  ['cargo/Cargo.lock', 'cargo-lock', [
    'pkg:cargo/app@0.1.0 L6 project',
    'pkg:cargo/cfg-if@1.0.5 L14 direct dev from registry+https://github.com/rust-lang/crates.io-index',
    'pkg:cargo/once_cell@1.21.4 L20 direct runtime from registry+https://github.com/rust-lang/crates.io-index',
  ]],
  ['cargo/Cargo.toml', 'cargo-manifest', [
    'pkg:cargo/once_cell (1.19) L7 direct runtime',
    'pkg:cargo/cfg-if (1) L9 direct dev',
    'pkg:cargo/app@0.1.0 L2 project',
  ]],
  ['deno/deno.lock', 'deno-lock', [
    'pkg:npm/once@1.4.0 L7 direct',
    'pkg:npm/wrappy@1.0.2 L13 indirect < once',
  ]],
  ['go/go.mod', 'go-mod', [
    'pkg:golang/example.com/app L1 project',
    'pkg:golang/github.com/google/uuid@v1.6.0 L5 direct runtime',
    'pkg:golang/stdlib@1.26.8 L3 direct runtime',
  ]],
  ['go/go.sum', 'go-sum', [
    'pkg:golang/github.com/google/uuid@v1.6.0 L1',
  ]],
  ['maven/bom.json', 'cyclonedx', [
    'pkg:maven/org.apache.commons/commons-text@1.12.0?type=jar L130 direct [Apache-2.0]',
    'pkg:maven/org.apache.commons/commons-lang3@3.14.0?type=jar L209 indirect < org.apache.commons:commons-text [Apache-2.0]',
  ]],
  ['maven/bom.xml', 'cyclonedx', [
    'pkg:maven/org.apache.commons/commons-text@1.12.0?type=jar L67 direct [Apache-2.0]',
    'pkg:maven/org.apache.commons/commons-lang3@3.14.0?type=jar L114 indirect < org.apache.commons:commons-text [Apache-2.0]',
  ]],
  ['maven/pom.xml', 'maven-pom', [
    'pkg:maven/org.apache.commons/commons-text@1.12.0 L8 direct runtime',
    'pkg:maven/com.acme/app@1.0.0 L4 project',
  ]],
  ['npm-1/package-lock.json', 'npm-lock', [
    'pkg:npm/is-number@6.0.0 L7 indirect dev < is-odd',
    'pkg:npm/is-odd@3.0.1 L12 direct dev',
    'pkg:npm/left-pad@1.3.0 L20 direct runtime as lp',
    'pkg:npm/once@1.4.0 L24 direct runtime',
    'pkg:npm/wrappy@1.0.2 L31 indirect runtime < once',
  ]],
  ['npm/app.spdx.json', 'spdx', [
    'pkg:npm/app@1.0.0 L18',
    'pkg:npm/is-number@6.0.0 L36 [MIT]',
    'pkg:npm/is-odd@3.0.1 L59 [MIT]',
    'pkg:npm/left-pad@1.3.0 L82 [WTFPL]',
    'pkg:npm/once@1.4.0 L105 [ISC]',
    'pkg:npm/wrappy@1.0.2 L128 [ISC]',
  ]],
  ['npm/bom.cdx.json', 'cyclonedx', [
    'pkg:npm/is-number@6.0.0 L44 indirect optional < is-odd [MIT]',
    'pkg:npm/is-odd@3.0.1 L72 direct optional [MIT]',
    'pkg:npm/left-pad@1.3.0 L100 direct [WTFPL]',
    'pkg:npm/once@1.4.0 L123 direct [ISC]',
    'pkg:npm/wrappy@1.0.2 L146 indirect < once [ISC]',
  ]],
  ['npm/package-lock.json', 'npm-lock', [
    'pkg:npm/is-number@6.0.0 L18 indirect dev < is-odd [MIT]',
    'pkg:npm/is-odd@3.0.1 L27 direct dev [MIT]',
    'pkg:npm/left-pad@1.3.0 L39 direct runtime as lp [WTFPL]',
    'pkg:npm/once@1.4.0 L45 direct runtime [ISC]',
    'pkg:npm/wrappy@1.0.2 L53 indirect runtime < once [ISC]',
  ]],
  ['pip/pylock.toml', 'pylock', [
    'pkg:pypi/click@8.5.1 L5',
    'pkg:pypi/idna@3.7 L16',
  ]],
  ['pip/requirements.in', 'requirements', [
    'pkg:pypi/click (>=8.1,<9) L1 direct runtime',
    'pkg:pypi/idna@3.7 (==3.7) L2 direct runtime',
  ]],
  ['pipenv/Pipfile', 'pipfile', [
    'pkg:pypi/idna@3.10 (==3.10) L6 direct runtime',
    'pkg:pypi/iniconfig (*) L8 direct dev',
  ]],
  ['pipenv/Pipfile.lock', 'pipfile-lock', [
    'pkg:pypi/idna@3.10 L17 direct runtime',
    'pkg:pypi/iniconfig@2.3.1 L28 direct dev',
  ]],
  ['pnpm/pnpm-lock.yaml', 'pnpm-lock', [
    'pkg:npm/is-number@6.0.0 L24 indirect dev < is-odd',
    'pkg:npm/is-odd@3.0.1 L28 direct dev',
    'pkg:npm/left-pad@1.3.0 L32 direct runtime as lp',
    'pkg:npm/once@1.4.0 L35 direct runtime',
    'pkg:npm/wrappy@1.0.2 L38 indirect runtime < once',
  ]],
  ['poetry/poetry.lock', 'poetry-lock', [
    'pkg:pypi/click@8.5.1 L4 direct runtime from https://pypi.org/simple',
    'pkg:pypi/idna@3.7 L21 direct runtime from https://pypi.org/simple',
    'pkg:pypi/iniconfig@2.3.1 L38 direct dev from https://pypi.org/simple',
  ]],
  ['poetry/pyproject.toml', 'pyproject', [
    'pkg:pypi/click (>=8.1,<9) L5 direct runtime',
    'pkg:pypi/idna@3.7 (==3.7) L5 direct runtime',
    'pkg:pypi/iniconfig (>=2) L8 direct dev',
    'pkg:pypi/app@0.1.0 L2 project',
  ]],
  ['uv/pylock.toml', 'pylock', [
    'pkg:pypi/idna@3.10 L8 from https://pypi.org/simple',
    'pkg:pypi/iniconfig@2.3.1 L15 from https://pypi.org/simple',
  ]],
  ['uv/pyproject.toml', 'pyproject', [
    'pkg:pypi/idna@3.10 (==3.10) L5 direct runtime',
    'pkg:pypi/iniconfig L7 direct dev',
    'pkg:pypi/app@1.0.0 L2 project',
  ]],
  ['uv/requirements.txt', 'requirements', [
    'pkg:pypi/idna@3.10 (==3.10) L3 direct runtime',
    'pkg:pypi/iniconfig@2.3.1 (==2.3.1) L7 direct runtime',
  ]],
  ['uv/uv.lock', 'uv-lock', [
    'pkg:pypi/app@1.0.0 L6 project',
    'pkg:pypi/idna@3.10 L25 direct runtime from https://pypi.org/simple',
    'pkg:pypi/iniconfig@2.3.1 L34 direct dev from https://pypi.org/simple',
  ]],
  ['yarn-1/yarn.lock', 'yarn-lock', [
    'pkg:npm/is-number@6.0.0 L5 indirect < is-odd from https://registry.yarnpkg.com/is-number/-/is-number-6.0.0.tgz#e6d15ad31fc262887cccf217ae5f9316f81b1995',
    'pkg:npm/is-odd@3.0.1 L10 direct dev from https://registry.yarnpkg.com/is-odd/-/is-odd-3.0.1.tgz#65101baf3727d728b66fa62f50cda7f2d3989601',
    'pkg:npm/left-pad@1.3.0 L17 direct runtime as lp from https://registry.yarnpkg.com/left-pad/-/left-pad-1.3.0.tgz#5b8a3a7765dfe001261dde915589e782f8c94d1e',
    'pkg:npm/once@1.4.0 L22 direct runtime from https://registry.yarnpkg.com/once/-/once-1.4.0.tgz#583b1aa775961d4b113ac17d9c50baef9dd76bd1',
    'pkg:npm/wrappy@1.0.2 L29 indirect < once from https://registry.yarnpkg.com/wrappy/-/wrappy-1.0.2.tgz#b5243d8f3ec1aa35f1364605bc0d1036e30ab69f',
  ]],
  ['yarn-4/yarn.lock', 'yarn-lock', [
    'pkg:npm/app@0.0.0-use.local L8 project from workspace:.',
    'pkg:npm/is-number@6.0.0 L18 indirect < is-odd',
    'pkg:npm/is-odd@3.0.1 L25 direct dev',
    'pkg:npm/left-pad@1.3.0 L34 direct runtime as lp',
    'pkg:npm/once@1.4.0 L41 direct runtime',
    'pkg:npm/wrappy@1.0.2 L50 indirect < once',
  ]],
];

describe('documents written by the package managers themselves', () => {
  it.each(table)('%s is read whole, with its lines and its direct packages', async (path, reader, expected) => {
    const text = files.readText(path) ?? '';
    expect(detectPackageFile(path, text)).toBe(reader);
    const reading = (await readPackages(detectPackageFile(path, text) ?? 'spdx'))(text, path, files);
    expect(show(reading, text)).toEqual(expected);
    expect(reading.problems).toEqual([]);
  });
});
