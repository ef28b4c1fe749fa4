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

/** Written by npm 6 and 11.19, pnpm 7 to 10, Yarn 1.22 and 4.9, Bun 1.2, Deno 2, Cargo 1.95, Go 1.26, uv, Pipenv, pip 26.3, pip-tools 7, PDM 2.22, Poetry 2.5, Bundler 2.3, Composer 2.5, Conan 2, Helm 3.17, Mix 1.14, Cabal 3.4, Trivy 0.76 and Maven's CycloneDX plugin 2.9 from a few dependencies. */
const table: readonly (readonly [string, string, readonly string[]])[] = [
  ['bun/bun.lock', 'bun-lock', [
    'pkg:npm/is-number@6.0.0 L16 indirect < is-odd',
    'pkg:npm/is-odd@3.0.1 L18 direct dev',
    'pkg:npm/left-pad@1.3.0 L20 direct runtime as lp',
    'pkg:npm/once@1.4.0 L22 direct runtime',
    'pkg:npm/wrappy@1.0.2 L24 indirect < once',
  ]],
  ['helm/Chart.yaml', 'helm-chart', [
    'pkg:helm/sub (~0.3.0) L5 direct runtime from file://./sub',
    'pkg:helm/app@1.0.0 L2 project',
  ]],
  ['helm/Chart.lock', 'helm-chart', [
    'pkg:helm/sub@0.3.0 L2 direct runtime from file://./sub',
  ]],
  ['mix/mix.exs', 'mix-manifest', [
    'pkg:hex/dep L10 direct runtime from file:///srv/git/dep',
  ]],
  ['mix/mix.lock', 'mix-lock', [
    'pkg:hex/dep?vcs_url=git%2Bfile:%2F%2F%2Fsrv%2Fgit%2Fdep%408786db169407b2b273336f8bb5d4048a78cac64e L2 from file:///srv/git/dep#8786db169407b2b273336f8bb5d4048a78cac64e',
  ]],
  ['cabal/app.cabal', 'cabal-manifest', [
    'pkg:hackage/base L5 direct runtime',
    'pkg:hackage/containers L5 direct runtime',
    'pkg:hackage/text L5 direct runtime',
  ]],
  ['cabal/cabal.project.freeze', 'cabal-freeze', [
    'pkg:hackage/array@0.5.4.0 L2',
    'pkg:hackage/base@4.15.1.0 L3',
    'pkg:hackage/binary@0.8.8.0 L4',
    'pkg:hackage/bytestring@0.10.12.1 L5',
    'pkg:hackage/containers@0.6.4.1 L6',
    'pkg:hackage/deepseq@1.4.5.0 L7',
    'pkg:hackage/ghc-bignum@1.1 L8',
    'pkg:hackage/ghc-boot-th@9.0.2 L9',
    'pkg:hackage/ghc-prim@0.7.0 L10',
    'pkg:hackage/pretty@1.1.3.6 L11',
    'pkg:hackage/rts@1.0.2 L12',
    'pkg:hackage/template-haskell@2.17.0.0 L13',
    'pkg:hackage/text@1.2.5.0 L14',
  ]],
  ['trivy/bom.cdx.json', 'cyclonedx', [
    'pkg:npm/left-pad@1.3.0 L62 direct [WTFPL]',
    'pkg:npm/once@1.4.0 L86 direct [ISC]',
    'pkg:npm/wrappy@1.0.2 L110 indirect < once [ISC]',
  ]],
  ['trivy/app.spdx', 'spdx', [
    'pkg:npm/once@1.4.0 L32 [ISC]',
    'pkg:npm/left-pad@1.3.0 L46 [WTFPL]',
    'pkg:npm/wrappy@1.0.2 L60 [ISC]',
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
  ['bundler/Gemfile', 'gemfile', [
    'pkg:gem/engine L2 direct runtime from engine',
    'pkg:gem/gitty L3 direct runtime from file:///tmp/gitty',
    'pkg:gem/minitest L5 direct test',
  ]],
  ['bundler/Gemfile.lock', 'gemfile-lock', [
    'pkg:gem/gitty@0.3.0.pre L6 direct from file:///tmp/gitty#5a5fad8da6654c92bcd9302a2aa14eba234eb69c',
    'pkg:gem/engine@0.1.0 L12 project from engine',
    'pkg:gem/json@2.6.1 L18 indirect < gitty, engine from https://rubygems.org/',
    'pkg:gem/minitest@5.15.0 L19 direct from https://rubygems.org/',
  ]],
  ['bundler/engine.gemspec', 'gemspec', [
    'pkg:gem/json (>= 2.0) L7 direct runtime',
    'pkg:gem/engine@0.1.0 L2 project',
  ]],
  ['pdm/pdm.lock', 'pdm-lock', [
    'pkg:pypi/iniconfig@2.0.0 L14 direct test',
    'pkg:pypi/python-dateutil@2.9.0.post0 L25 direct runtime',
    'pkg:pypi/six@1.17.0 L39 indirect runtime < python-dateutil',
    'pkg:pypi/typing-extensions@4.12.2 L50 direct optional',
  ]],
  ['pdm/pyproject.toml', 'pyproject', [
    'pkg:pypi/python-dateutil@2.9.0.post0 (==2.9.0.post0) L5 direct runtime',
    'pkg:pypi/importlib-resources@6.4.5 (==6.4.5) L5 direct runtime',
    'pkg:pypi/typing-extensions@4.12.2 (==4.12.2) L7 direct optional',
    'pkg:pypi/iniconfig@2.0.0 (==2.0.0) L9 direct test',
    'pkg:pypi/app@0.1.0 L2 project',
  ]],
  ['pip-tools/requirements.in', 'requirements', [
    'pkg:pypi/python-dateutil@2.9.0.post0 (==2.9.0.post0) L1 direct runtime',
    'pkg:pypi/typing-extensions@4.12.2 (==4.12.2) L2 direct runtime',
  ]],
  ['pip-tools/requirements.txt', 'requirements', [
    'pkg:pypi/python-dateutil@2.9.0.post0 (==2.9.0.post0) L7 direct runtime',
    'pkg:pypi/six@1.17.0 (==1.17.0) L11 indirect runtime < python-dateutil',
    'pkg:pypi/typing-extensions@4.12.2 (==4.12.2) L15 direct runtime',
  ]],
  ['conan/conan.lock', 'conan-lock', [
    'pkg:conan/zeta@1.2.11?rrev=23d30cef58f7aa19671312eb10303d99 L4 runtime',
    'pkg:conan/omega@2.0?channel=stable&rrev=14dec8524da6bb8e16f4884d451e506c&user=acme L5 runtime',
    'pkg:conan/tool@3.1?rrev=c5b956313313de2f83a1d38f7ea58556 L8 build',
  ]],
  ['conan/conanfile.py', 'conanfile', [
    'pkg:conan/zeta (>=1.2 <2) L5 direct runtime',
    'pkg:conan/omega@2.0?channel=stable&user=acme L5 direct runtime',
    'pkg:conan/tool@3.1 L6 direct build',
  ]],
  ['composer/composer.json', 'composer-manifest', [
    'pkg:composer/acme/lib (^1.0) L9 direct runtime',
    'pkg:composer/acme/unit (dev-main) L10 direct dev',
    'pkg:composer/acme/app L2 project',
  ]],
  ['composer/composer.lock', 'composer-lock', [
    'pkg:composer/acme/base@2.1.0 L10 indirect runtime < acme/lib from https://example.com/base-2.1.0.zip [BSD-3-Clause]',
    'pkg:composer/acme/lib@1.2.3 L23 direct runtime from lib#c322259c1443ec76a9e564d3fb5bb6df52ecf7b2 [(MIT OR Apache-2.0)]',
    'pkg:composer/acme/unit@dev-main L45 direct dev from https://example.com/unit.git#0123456789abcdef0123456789abcdef01234567',
  ]],
  ['npm-workspaces/package-lock.json', 'npm-lock', [
    'pkg:npm/loc@0.0.7 L22 project from loc',
    'pkg:npm/%40types/node@20.1.0 L36 direct dev [MIT]',
    'pkg:npm/is-number@6.0.0 L42 indirect runtime < is-odd [MIT]',
    'pkg:npm/is-odd@3.0.1 L50 direct runtime [MIT]',
    'pkg:npm/js-tokens@4.0.0 L61 indirect runtime < loose-envify [MIT]',
    'pkg:npm/loose-envify@1.4.0 L70 indirect runtime < react [MIT]',
    'pkg:npm/left-pad@1.3.0 L81 direct runtime as lp [WTFPL]',
    'pkg:npm/object-assign@4.1.1 L87 indirect runtime < react [MIT]',
    'pkg:npm/once@1.4.0 L95 direct runtime [ISC]',
    'pkg:npm/react@18.2.0 L103 direct runtime < use-sync-external-store [MIT]',
    'pkg:npm/use-sync-external-store@1.2.0 L114 direct runtime [MIT]',
    'pkg:npm/wrappy@1.0.2 L122 indirect runtime < once [ISC]',
    'pkg:npm/%40acme/a@2.0.0 L127 project from packages/a',
    'pkg:npm/is-number@7.0.0 L136 direct runtime [MIT]',
    'pkg:npm/%40acme/b@3.0.0 L144 project from packages/b',
    'pkg:npm/react@17.0.2 L153 direct runtime [MIT]',
  ]],
  ['npm-6/package-lock.json', 'npm-lock', [
    'pkg:npm/%40types/node@20.1.0 L7 direct dev from https://registry.npmjs.org/@types/node/-/node-20.1.0.tgz',
    'pkg:npm/is-number@6.0.0 L13 indirect runtime < is-odd from https://registry.npmjs.org/is-number/-/is-number-6.0.0.tgz',
    'pkg:npm/is-odd@3.0.1 L18 direct runtime from https://registry.npmjs.org/is-odd/-/is-odd-3.0.1.tgz',
    'pkg:npm/loc L26 direct runtime from file:loc',
    'pkg:npm/left-pad@1.3.0 L32 direct runtime as lp from https://registry.npmjs.org/left-pad/-/left-pad-1.3.0.tgz',
    'pkg:npm/once@1.4.0 L37 indirect runtime < loc from https://registry.npmjs.org/once/-/once-1.4.0.tgz',
    'pkg:npm/wrappy@1.0.2 L45 indirect runtime < once from https://registry.npmjs.org/wrappy/-/wrappy-1.0.2.tgz',
  ]],
  ['pnpm-7/pnpm-lock.yaml', 'pnpm-lock', [
    'pkg:npm/%40types/node@20.1.0 L42 direct dev',
    'pkg:npm/is-number@6.0.0 L46 indirect runtime < is-odd',
    'pkg:npm/is-number@7.0.0 L51 direct runtime',
    'pkg:npm/is-odd@3.0.1 L56 direct runtime',
    'pkg:npm/js-tokens@4.0.0 L63 indirect runtime < loose-envify',
    'pkg:npm/left-pad@1.3.0 L67 direct runtime as lp',
    'pkg:npm/loose-envify@1.4.0 L71 indirect runtime < react',
    'pkg:npm/object-assign@4.1.1 L78 indirect runtime < react',
    'pkg:npm/once@1.4.0 L83 indirect runtime < loc',
    'pkg:npm/react@17.0.2 L89 direct runtime < use-sync-external-store',
    'pkg:npm/react@18.2.0 L97 direct runtime < use-sync-external-store',
    'pkg:npm/gitdep L104 direct runtime from file:///tmp/gitdep#30dd3c93736946567e2b5933450297c0c365dcf3',
    'pkg:npm/use-sync-external-store@1.2.0 L110 direct runtime',
    'pkg:npm/use-sync-external-store@1.2.0 L118 direct runtime',
    'pkg:npm/wrappy@1.0.2 L126 indirect runtime < once, gitdep',
    'pkg:npm/loc@0.0.7 L130 direct runtime from file:loc',
  ]],
  ['pnpm-8/pnpm-lock.yaml', 'pnpm-lock', [
    'pkg:npm/%40types/node@20.1.0 L51 direct dev',
    'pkg:npm/is-number@6.0.0 L55 indirect runtime < is-odd',
    'pkg:npm/is-number@7.0.0 L60 direct runtime',
    'pkg:npm/is-odd@3.0.1 L65 direct runtime',
    'pkg:npm/js-tokens@4.0.0 L72 indirect runtime < loose-envify',
    'pkg:npm/left-pad@1.3.0 L76 direct runtime as lp',
    'pkg:npm/loose-envify@1.4.0 L80 indirect runtime < react',
    'pkg:npm/object-assign@4.1.1 L87 indirect runtime < react',
    'pkg:npm/once@1.4.0 L92 indirect runtime < loc',
    'pkg:npm/react@17.0.2 L98 direct runtime < use-sync-external-store',
    'pkg:npm/react@18.2.0 L106 direct runtime < use-sync-external-store',
    'pkg:npm/use-sync-external-store@1.2.0 L113 direct runtime',
    'pkg:npm/use-sync-external-store@1.2.0 L121 direct runtime',
    'pkg:npm/wrappy@1.0.2 L129 indirect runtime < once',
    'pkg:npm/loc L133 project runtime from file:loc',
  ]],
  ['pnpm-10/pnpm-lock.yaml', 'pnpm-lock', [
    'pkg:npm/%40types/node@20.1.0 L54 direct dev',
    'pkg:npm/gitdep@0.3.1 L57 direct runtime from file:///tmp/gitdep#30dd3c93736946567e2b5933450297c0c365dcf3',
    'pkg:npm/is-number@6.0.0 L61 indirect runtime < is-odd',
    'pkg:npm/is-number@7.0.0 L65 direct runtime',
    'pkg:npm/is-odd@3.0.1 L69 direct runtime',
    'pkg:npm/js-tokens@4.0.0 L73 indirect runtime < loose-envify',
    'pkg:npm/left-pad@1.3.0 L76 direct runtime as lp',
    'pkg:npm/loc L79 project runtime from file:loc',
    'pkg:npm/loose-envify@1.4.0 L82 indirect runtime < react',
    'pkg:npm/object-assign@4.1.1 L86 indirect runtime < react',
    'pkg:npm/once@1.4.0 L90 indirect runtime < loc',
    'pkg:npm/react@17.0.2 L93 direct runtime < use-sync-external-store',
    'pkg:npm/react@18.2.0 L97 direct runtime < use-sync-external-store',
    'pkg:npm/use-sync-external-store@1.2.0 L101 direct runtime',
    'pkg:npm/wrappy@1.0.2 L106 indirect runtime < gitdep, once',
  ]],
  ['yarn-1-workspaces/yarn.lock', 'yarn-lock', [
    'pkg:npm/%40types/node@20.1.0 L5 direct dev from https://registry.yarnpkg.com/@types/node/-/node-20.1.0.tgz#258805edc37c327cf706e64c6957f241ca4c4c20',
    'pkg:npm/is-number@7.0.0 L10 from https://registry.yarnpkg.com/is-number/-/is-number-7.0.0.tgz#7535345b896734d5f80c4d06c50955527a14f12b',
    'pkg:npm/is-number@6.0.0 L15 < is-odd from https://registry.yarnpkg.com/is-number/-/is-number-6.0.0.tgz#e6d15ad31fc262887cccf217ae5f9316f81b1995',
    'pkg:npm/is-odd@3.0.1 L20 direct runtime from https://registry.yarnpkg.com/is-odd/-/is-odd-3.0.1.tgz#65101baf3727d728b66fa62f50cda7f2d3989601',
    'pkg:npm/js-tokens@4.0.0 L27 < loose-envify from https://registry.yarnpkg.com/js-tokens/-/js-tokens-4.0.0.tgz#19203fb59991df98e3a287050d4647cdeaf32499',
    'pkg:npm/loc@0.0.7 L32 direct runtime from file:./loc',
    'pkg:npm/loose-envify@1.4.0 L37 < react from https://registry.yarnpkg.com/loose-envify/-/loose-envify-1.4.0.tgz#71ee51fa7be4caec1a63839f7e682d8132d30caf',
    'pkg:npm/left-pad@1.3.0 L44 direct runtime as lp from https://registry.yarnpkg.com/left-pad/-/left-pad-1.3.0.tgz#5b8a3a7765dfe001261dde915589e782f8c94d1e',
    'pkg:npm/object-assign@4.1.1 L49 < react from https://registry.yarnpkg.com/object-assign/-/object-assign-4.1.1.tgz#2109adc7965887cfc05cbbd442cac8bfbb360863',
    'pkg:npm/once@1.4.0 L54 < loc from https://registry.yarnpkg.com/once/-/once-1.4.0.tgz#583b1aa775961d4b113ac17d9c50baef9dd76bd1',
    'pkg:npm/react@17.0.2 L61 from https://registry.yarnpkg.com/react/-/react-17.0.2.tgz#d0b5cc516d29eb3eee383f75b62864cfb6800037',
    'pkg:npm/react@18.2.0 L69 from https://registry.yarnpkg.com/react/-/react-18.2.0.tgz#555bd98592883255fa00de14f1151a917b5d77d5',
    'pkg:npm/use-sync-external-store@1.2.0 L76 from https://registry.yarnpkg.com/use-sync-external-store/-/use-sync-external-store-1.2.0.tgz#7dbefd6ef3fe4e767a0cf5d7287aacfb5846928a',
    'pkg:npm/wrappy@1.0.2 L81 < once from https://registry.yarnpkg.com/wrappy/-/wrappy-1.0.2.tgz#b5243d8f3ec1aa35f1364605bc0d1036e30ab69f',
  ]],
  ['yarn-4-workspaces/yarn.lock', 'yarn-lock', [
    'pkg:npm/%40acme/a@0.0.0-use.local L8 project from workspace:packages/a',
    'pkg:npm/%40acme/b@0.0.0-use.local L18 project from workspace:packages/b',
    'pkg:npm/%40types/node@20.1.0 L28 direct dev',
    'pkg:npm/is-number@7.0.0 L35 direct',
    'pkg:npm/is-number@6.0.0 L42 indirect < is-odd',
    'pkg:npm/is-odd@3.0.1 L49 direct runtime',
    'pkg:npm/js-tokens@4.0.0 L58 indirect < loose-envify',
    'pkg:npm/loc@0.0.7 L65 direct runtime from file:./loc#./loc::hash=10d8d3&locator=root%40workspace%3A.',
    'pkg:npm/loose-envify@1.4.0 L74 indirect < react',
    'pkg:npm/left-pad@1.3.0 L85 direct runtime as lp',
    'pkg:npm/object-assign@4.1.1 L92 indirect < react',
    'pkg:npm/once@1.4.0 L99 indirect < loc',
    'pkg:npm/react@17.0.2 L108 direct',
    'pkg:npm/react@18.2.0 L118 direct',
    'pkg:npm/root@0.0.0-use.local L127 project from workspace:.',
    'pkg:npm/use-sync-external-store@1.2.0 L138 direct',
    'pkg:npm/wrappy@1.0.2 L147 indirect < once',
  ]],
  ['bun-workspaces/bun.lock', 'bun-lock', [
    'pkg:npm/%40acme/a@2.0.0 L35 project from workspace:packages/a',
    'pkg:npm/%40acme/b@3.0.0 L37 project from workspace:packages/b',
    'pkg:npm/%40types/node@20.1.0 L39 direct dev',
    'pkg:npm/is-number@7.0.0 L41 direct runtime',
    'pkg:npm/is-odd@3.0.1 L43 direct runtime',
    'pkg:npm/js-tokens@4.0.0 L45 indirect < loose-envify',
    'pkg:npm/loc L47 direct runtime from file:loc',
    'pkg:npm/loose-envify@1.4.0 L49 indirect < react',
    'pkg:npm/left-pad@1.3.0 L51 direct runtime as lp',
    'pkg:npm/object-assign@4.1.1 L53 indirect < react',
    'pkg:npm/once@1.4.0 L55 indirect < loc',
    'pkg:npm/react@18.2.0 L57 direct runtime < use-sync-external-store',
    'pkg:npm/use-sync-external-store@1.2.0 L59 direct runtime',
    'pkg:npm/wrappy@1.0.2 L61 indirect < once',
    'pkg:npm/react@17.0.2 L63 direct runtime',
    'pkg:npm/is-number@6.0.0 L65 indirect < is-odd',
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
