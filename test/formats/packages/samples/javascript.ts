import type { Sample } from './sample.ts';

export const javascript: readonly Sample[] = [
  {
    name: 'deno.json with what a content network serves',
    path: 'deno.json',
    text: `{
  "imports": {
    "b64": "https://esm.sh/jsr/@std/encoding@1.0.0/base64",
    "tslib": "https://esm.sh/gh/Microsoft/tslib@v2.8.0",
    "confetti": "https://esm.sh/canvas-confetti@1.6.0"
  }
}
`,
    packages: [
      'pkg:jsr/%40std/encoding@1.0.0 L3 direct runtime as b64 from https://esm.sh/jsr/@std/encoding@1.0.0/base64',
      'pkg:github/microsoft/tslib@v2.8.0 L4 direct runtime from https://esm.sh/gh/Microsoft/tslib@v2.8.0',
      'pkg:npm/canvas-confetti@1.6.0 L5 direct runtime as confetti from https://esm.sh/canvas-confetti@1.6.0',
    ],
  },
  {
    name: 'bun.lock of a package that a package needs back',
    path: 'bun.lock',
    text: `{
  "lockfileVersion": 1,
  "workspaces": { "": { "name": "app", "dependencies": { "plugin": "1.0.0" } } },
  "packages": {
    "plugin": ["plugin@1.0.0", "", { "peerDependencies": { "app": "*" } }, "sha512-x=="],
    "app": ["app@root:", {}],
  }
}
`,
    packages: [
      'pkg:npm/plugin@1.0.0 L5 direct runtime',
      'pkg:npm/app L6 project from root:',
    ],
  },
  {
    name: 'yarn.lock of Yarn 1 with folders',
    path: 'yarn.lock',
    text: `# yarn lockfile v1


"loc@file:./loc":
  version "0.0.7"
  dependencies:
    once "1.4.0"

"lnk@link:./lnk":
  version "0.0.0"
  uid ""

once@1.4.0:
  version "1.4.0"
  resolved "https://registry.yarnpkg.com/once/-/once-1.4.0.tgz#583b1aa775961d4b113ac17d9c50baef9dd76bd1"
`,
    packages: [
      'pkg:npm/loc@0.0.7 L4 from file:./loc',
      'pkg:npm/lnk@0.0.0 L9 project from link:./lnk',
      'pkg:npm/once@1.4.0 L13 < loc from https://registry.yarnpkg.com/once/-/once-1.4.0.tgz#583b1aa775961d4b113ac17d9c50baef9dd76bd1',
    ],
  },
  {
    name: 'package.json with every kind of specifier',
    path: 'package.json',
    text: `{
  "name": "@acme/site", "version": "1.2.0", "license": "MIT", "packageManager": "pnpm@9.1.0",
  "dependencies": {
    "exact": "1.2.3",
    "git": "git+ssh://git@github.com/acme/git.git#v1",
    "short": "acme/short#main",
    "near": "workspace:*"
  },
  "peerDependencies": { "react": ">=18" },
  "optionalDependencies": { "fsevents": "~2.3.0" },
  "overrides": { "minimist": "1.2.8", "a": { "b@^2": "2.0.1" } },
  "pnpm": { "overrides": { "x>@acme/y": "npm:@fork/y@3.0.0" } }
}
`,
    packages: [
      'pkg:npm/exact@1.2.3 L4 direct runtime',
      'pkg:npm/git L5 direct runtime from git+ssh://git@github.com/acme/git.git#v1',
      'pkg:npm/short L6 direct runtime from github:acme/short#main',
      'pkg:npm/near (workspace:*) L7 direct runtime',
      'pkg:npm/react (>=18) L9 direct peer',
      'pkg:npm/fsevents (~2.3.0) L10 direct optional',
      'pkg:npm/minimist@1.2.8 L11 indirect runtime',
      'pkg:npm/b@2.0.1 L11 indirect runtime',
      'pkg:npm/%40fork/y@3.0.0 L12 indirect runtime as @acme/y',
      'pkg:npm/%40acme/site@1.2.0 L2 project [MIT]',
    ],
  },
  {
    name: 'pnpm-lock 5',
    path: 'pnpm-lock.yaml',
    text: `lockfileVersion: 5.4

specifiers:
  '@acme/a': ^1.0.0

dependencies:
  '@acme/a': 1.0.0_b@2.0.0

devDependencies:
  c: 3.0.0

packages:

  /@acme/a/1.0.0_b@2.0.0:
    resolution: {integrity: sha512-aaa==}
    peerDependencies:
      b: '*'
    dependencies:
      b: 2.0.0
    dev: false

  /b/2.0.0:
    resolution: {integrity: sha512-bbb==}
    requiresBuild: true
    dev: false

  /c/3.0.0:
    resolution: {tarball: https://example.com/c-3.0.0.tgz}
    dev: true

  github.com/acme/d/abcdef:
    resolution: {tarball: https://codeload.github.com/acme/d/tar.gz/abcdef}
    name: d
    version: 4.0.0
`,
    packages: [
      'pkg:npm/%40acme/a@1.0.0 L14 direct runtime',
      'pkg:npm/b@2.0.0 L22 indirect runtime < @acme/a runs scripts',
      'pkg:npm/c@3.0.0 L27 direct dev from https://example.com/c-3.0.0.tgz',
      'pkg:npm/d@4.0.0 L31 indirect dev from https://codeload.github.com/acme/d/tar.gz/abcdef',
    ],
  },
  {
    name: 'pnpm-lock 6',
    path: 'pnpm-lock.yaml',
    text: `lockfileVersion: '6.0'

dependencies:
  react-dom:
    specifier: ^18.2.0
    version: 18.2.0(react@18.2.0)

packages:

  /react-dom@18.2.0(react@18.2.0):
    resolution: {integrity: sha512-aaa==}
    dependencies:
      react: 18.2.0
    dev: false

  /react@18.2.0:
    resolution: {integrity: sha512-bbb==}
    dev: false
`,
    packages: [
      'pkg:npm/react-dom@18.2.0 L10 direct runtime',
      'pkg:npm/react@18.2.0 L16 indirect runtime < react-dom',
    ],
  },
  {
    name: 'pnpm-workspace.yaml',
    path: 'pnpm-workspace.yaml',
    text: `packages:
  - 'packages/*'

catalog:
  react: ^18.2.0

catalogs:
  old:
    '@acme/ui': 1.0.0

overrides:
  'foo>bar': npm:@fork/bar@2.0.0
`,
    packages: [
      'pkg:npm/react (^18.2.0) L5 direct runtime',
      'pkg:npm/%40acme/ui@1.0.0 L9 direct runtime',
      'pkg:npm/%40fork/bar@2.0.0 L12 indirect runtime as bar',
    ],
  },
  {
    name: 'deno.lock 3',
    path: 'deno.lock',
    text: `{
  "version": "3",
  "packages": {
    "specifiers": { "npm:chalk@5": "npm:chalk@5.3.0", "jsr:@std/path@^1": "jsr:@std/path@1.0.2" },
    "jsr": { "@std/path@1.0.2": { "integrity": "a452174603f8c620bd278a380c596437a9eef50c891c64b85812f735245d9ec7" } },
    "npm": { "chalk@5.3.0": { "integrity": "sha512-dLit", "dependencies": {} } }
  },
  "remote": {
    "https://deno.land/std@0.201.0/assert/mod.ts": "aaaa",
    "https://deno.land/std@0.201.0/fmt/colors.ts": "bbbb"
  }
}
`,
    packages: [
      'pkg:jsr/%40std/path@1.0.2 L5 direct',
      'pkg:npm/chalk@5.3.0 L6 direct',
      'pkg:generic/deno.land/std@0.201.0 L9 from https://deno.land/std@0.201.0/assert/mod.ts',
    ],
  },
];
