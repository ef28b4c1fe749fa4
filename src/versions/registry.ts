import type { Scheme } from './scheme.ts';
import { alpm } from './schemes/alpm.ts';
import { apk } from './schemes/apk.ts';
import { cargo } from './schemes/cargo.ts';
import { composer } from './schemes/composer.ts';
import { conan } from './schemes/conan.ts';
import { conda } from './schemes/conda.ts';
import { cpan } from './schemes/cpan.ts';
import { cran } from './schemes/cran.ts';
import { deb } from './schemes/deb.ts';
import { ebuild } from './schemes/ebuild.ts';
import { elm } from './schemes/elm.ts';
import { gem } from './schemes/gem.ts';
import { all, datetime, exact, generic, intdot, lexicographic, none } from './schemes/generic.ts';
import { github } from './schemes/github.ts';
import { golang } from './schemes/golang.ts';
import { gradle } from './schemes/gradle.ts';
import { hackage } from './schemes/hackage.ts';
import { hex } from './schemes/hex.ts';
import { julia } from './schemes/julia.ts';
import { kubernetes } from './schemes/kubernetes.ts';
import { maven } from './schemes/maven.ts';
import { nginx } from './schemes/nginx.ts';
import { npm } from './schemes/npm.ts';
import { nuget } from './schemes/nuget.ts';
import { opam } from './schemes/opam.ts';
import { openssl } from './schemes/openssl.ts';
import { paket } from './schemes/paket.ts';
import { pub } from './schemes/pub.ts';
import { pypi } from './schemes/pypi.ts';
import { rpm } from './schemes/rpm.ts';
import { swift } from './schemes/swift.ts';
import { terraform } from './schemes/terraform.ts';

const named: readonly Scheme[] = [all, alpm, apk, cargo, composer, conan, conda, cpan, cran, datetime, deb, ebuild, elm, exact, gem, generic, github, golang, gradle, hackage, hex, intdot, julia, kubernetes, lexicographic, maven, nginx, none, npm, nuget, opam, openssl, paket, pub, pypi, rpm, swift, terraform];

/** Names of ecosystems in OSV, of distributions and of tools, for what `vers:` calls otherwise. */
const synonyms: Readonly<Record<string, readonly string[]>> = {
  alpm: ['arch', 'archlinux'],
  apk: ['alpine', 'chainguard', 'wolfi'],
  cargo: ['crates.io', 'rust'],
  composer: ['packagist'],
  cran: ['r'],
  deb: ['debian', 'ubuntu', 'echo'],
  ebuild: ['gentoo', 'portage'],
  gem: ['rubygems', 'ruby'],
  generic: ['loose'],
  golang: ['go', 'gomod'],
  gradle: ['ivy'],
  hackage: ['pvp', 'ghc', 'haskell'],
  hex: ['erlang', 'elixir'],
  npm: ['node', 'yarn', 'pnpm', 'bun', 'semver-coerced', 'semver-partial', 'same-major'],
  pub: ['dart'],
  pypi: ['pep440', 'python', 'pip', 'poetry'],
  rpm: ['redhat', 'suse', 'opensuse', 'fedora', 'rocky', 'rocky linux', 'almalinux', 'openeuler', 'mageia', 'azurelinux'],
  swift: ['swifturl'],
  terraform: ['hashicorp'],
};

/** Types of their own, in `vers:` or in package URLs, whose versions are those of another. */
const kindred: Readonly<Record<string, readonly string[]>> = {
  cran: ['bioconductor'],
  gem: ['cocoapods'],
  github: ['githubactions', 'github-actions', 'mattermost', 'bitbucket', 'apache', 'mozilla', 'docker', 'oci', 'aws-eks-addon', 'unity3d', 'bazel', 'bazel-module'],
  hex: ['otp'],
  npm: ['semver', 'deno', 'jsr', 'helm', 'vscode', 'vscode-extension'],
};

const schemes: ReadonlyMap<string, Scheme> = new Map(named.flatMap((scheme): [string, Scheme][] => [
  [scheme.name, scheme],
  ...(synonyms[scheme.name] ?? []).map((other): [string, Scheme] => [other, scheme]),
  ...(kindred[scheme.name] ?? []).map((name): [string, Scheme] => [name, { ...scheme, name }]),
]));

/** The scheme of a `vers:` type, a package-URL type or one of their common other names; undefined if unknown. */
export function schemeOf(name: string): Scheme | undefined {
  return schemes.get(name.toLowerCase());
}

/** All names that `schemeOf` knows. */
export const schemeNames: readonly string[] = [...schemes.keys()];
