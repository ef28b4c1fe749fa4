import type { PackageReaderName } from '../../formats/packages/detect.ts';

/** The tools that write lockfiles for one ecosystem, and what they write. */
export const lockfileManagers: ReadonlyMap<PackageReaderName, { readonly ecosystem: string; readonly manager: string }> = new Map<PackageReaderName, { ecosystem: string; manager: string }>([
  ['npm-lock', { ecosystem: 'npm', manager: 'npm' }],
  ['pnpm-lock', { ecosystem: 'npm', manager: 'pnpm' }],
  ['yarn-lock', { ecosystem: 'npm', manager: 'yarn' }],
  ['bun-lock', { ecosystem: 'npm', manager: 'bun' }],
  ['binary-lock', { ecosystem: 'npm', manager: 'bun' }],
  ['poetry-lock', { ecosystem: 'pypi', manager: 'poetry' }],
  ['pdm-lock', { ecosystem: 'pypi', manager: 'pdm' }],
  ['uv-lock', { ecosystem: 'pypi', manager: 'uv' }],
  ['pipfile-lock', { ecosystem: 'pypi', manager: 'pipenv' }],
]);

/** The lockfiles that hold what a manifest asks for. */
export const lockfilesOf: ReadonlyMap<PackageReaderName, readonly PackageReaderName[]> = new Map<PackageReaderName, readonly PackageReaderName[]>([
  ['npm-manifest', ['npm-lock', 'pnpm-lock', 'yarn-lock', 'bun-lock', 'binary-lock', 'deno-lock']],
  ['pyproject', ['poetry-lock', 'pdm-lock', 'uv-lock', 'pylock']],
  ['pipfile', ['pipfile-lock']],
  ['cargo-manifest', ['cargo-lock']],
  ['gemfile', ['gemfile-lock']],
  ['composer-manifest', ['composer-lock']],
  ['go-mod', ['go-sum']],
  ['pubspec', ['pubspec-lock']],
  ['mix-manifest', ['mix-lock']],
  ['podfile', ['podfile-lock']],
  ['gleam-manifest', ['gleam-lock']],
  ['dotnet-project', ['nuget-lock']],
  ['conanfile', ['conan-lock']],
  ['deno-manifest', ['deno-lock']],
]);
