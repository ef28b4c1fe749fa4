import type { PackageReaderName } from './detect.ts';

/** An object of JSON, perhaps behind comments. Each step takes what no other could take, so that no text is tried in two ways. */
const json = {
  test(text: string): boolean {
    const skipped = /[\ufeff\s]+|\/\/[^\n]*(?:\n|$)|\/\*[^]*?(?:\*\/|$)/y;
    let at = 0;
    while (skipped.test(text)) at = skipped.lastIndex;
    return text[at] === '{';
  },
};

/**
 * What a file that holds no package must show to be of its format at all. Several managers accept an error page or a wrong
 * file as a lockfile of nothing; the gate does not.
 */
const shapes: Partial<Record<PackageReaderName, { test(text: string): boolean }>> = {
  'npm-lock': json,
  'npm-manifest': json,
  'bun-lock': json,
  'deno-lock': json,
  'pipfile-lock': json,
  'composer-lock': json,
  'composer-manifest': json,
  'nuget-lock': json,
  'dotnet-assets': json,
  'swift-lock': json,
  'conan-lock': json,
  'dart-packages': json,
  'renv-lock': json,
  'pnpm-lock': /^['"]?lockfileVersion['"]?\s*:/m,
  'yarn-lock': /^# yarn lockfile v1|^__metadata:/m,
  'gemfile-lock': /^(?:GEM|GIT|PATH|PLUGIN SOURCE|PLATFORMS|DEPENDENCIES)\s*$/m,
  'podfile-lock': /^(?:PODS|DEPENDENCIES|PODFILE CHECKSUM|COCOAPODS):/m,
  'pubspec-lock': /^(?:packages|sdks)\s*:/m,
  'mix-lock': /%\{/,
  'rebar-lock': /^\s*[[{]/,
  'stack-lock': /^(?:packages|snapshots)\s*:/m,
  'cabal-freeze': /^\s*(?:constraints|active-repositories|index-state|with-compiler)\s*:/m,
  'conda-lock': /^(?:package|metadata|version)\s*:/m,
  'pixi-lock': /^version\s*:/m,
  'go-vendor': /^#/m,
};

/** Whether a text may be a document of that reader; a blank one is one of no packages. */
export function hasShapeOf(reader: PackageReaderName, text: string): boolean {
  const shape = shapes[reader];
  return shape === undefined || shape.test(text) || text.trim() === '';
}
