import { entriesAt, keyOf, tablesAt, textAt, at as nodeAt } from './toml-fields.ts';
import { readToml } from './toml.ts';
import { hexName } from './package-name.ts';
import { finishReading, reportProblem, startReading } from './reading.ts';
import type { PackageReading, PackageScope } from './record.ts';
import { eachLine } from './lines.ts';

/** Reads mix.lock: one Elixir tuple a line. Source: hex, Hex.Utils.lock and mix, dep/lock.ex. */
export function readMixLock(text: string): PackageReading {
  const draft = startReading(text);
  eachLine(text, (line, start) => {
    const entry = /^\s{0,20}"([^"]{1,200})":\s{0,10}\{:(hex|git|path),\s{0,10}(?::"?([\w-]{1,200})"?|"([^"]{1,500})"),\s{0,10}"([^"]{0,200})"(?:,\s{0,10}"([0-9a-f]{64})")?/.exec(line);
    if (entry === null) return;
    const [, app = '', kind, name, url, version = '', hash] = entry;
    const at = start + line.indexOf(app);
    const place = { start: at, end: at + app.length };
    if (kind === 'hex') {
      const organisation = /"hexpm:([\w-]{1,100})"/.exec(line.slice(-5000))?.[1];
      draft.packages.push({ ...hexName(name ?? app, organisation), version, integrity: hash === undefined ? undefined : `sha256:${hash}`, alias: name === undefined || name === app ? undefined : app, ...place });
    } else draft.packages.push({ ...hexName(app), resolved: url === undefined ? undefined : `${url}${version === '' ? '' : '#' + version}`, ...(kind === 'git' ? { qualifiers: commitOf(url, version) } : {}), ...place });
  });
  if (text.trim() !== '' && !text.trimEnd().endsWith('}')) reportProblem(draft, 'the map does not end: the file is truncated', Math.max(0, text.length - 1), text.length);
  return finishReading(draft, 'lockfile', 'mix');
}

/** A package that comes from git has no version of the registry: its commit is part of where it comes from. */
function commitOf(url: string | undefined, commit: string | undefined): ReadonlyMap<string, string> | undefined {
  return url === undefined || commit === undefined || commit === '' ? undefined : new Map([['vcs_url', `git+${url}@${commit}`]]);
}

/** Reads the dependencies of mix.exs as far as they are static. Source: hexdocs.pm/mix, Mix.Tasks.Deps. */
export function readMixManifest(text: string): PackageReading {
  const draft = startReading(text);
  eachLine(text, (line, start) => {
    if (line.length > 5000 || line.trimStart().startsWith('#')) return;
    for (const entry of line.matchAll(/\{\s{0,20}:(\w{1,100}),\s{0,20}(?:"([^"]{1,100})"|(\w{1,20}:))([^}]{0,1000})/g)) {
      const [whole, name = '', range, option = '', rest = ''] = entry;
      const options = option + rest;
      if (range === undefined && !/\b(?:git|github|path|in_umbrella|only|hex):/.test(options)) continue;
      const at = start + entry.index + whole.indexOf(name);
      const source = /\b(git|github|path):\s{0,10}"([^"]{1,300})"/.exec(options);
      const own = /\bhex:\s{0,10}(?::"?([\w-]{1,100})"?|"([\w-]{1,100})")/.exec(options);
      const only = /\bonly:\s{0,10}(\[[^\]]{0,100}\]|:\w{1,30})/.exec(options)?.[1] ?? '';
      draft.packages.push({
        ...hexName(own?.[1] ?? own?.[2] ?? name),
        alias: own === null ? undefined : name,
        range,
        version: /^(?:==\s?)?(\d+\.\d+\.\d+\S{0,50})$/.exec(range ?? '')?.[1],
        start: at,
        end: at + name.length,
        direct: true,
        scope: only === '' ? 'runtime' : /:test/.test(only) && !/:dev/.test(only) ? 'test' : 'dev',
        resolved: source === null ? undefined : source[1] === 'github' ? `https://github.com/${source[2] ?? ''}` : source[2],
      });
    }
  });
  return finishReading(draft, 'manifest', 'mix');
}

/** Reads rebar.lock: Erlang terms, `{<<"name">>,{pkg,<<"name">>,<<"1.0.0">>},0}`. Source: rebar3, rebar_config.erl. */
export function readRebarLock(text: string): PackageReading {
  const draft = startReading(text);
  for (const entry of text.matchAll(/\{<<"([\w-]{1,200})">>,\s{0,50}\{(?:pkg,<<"([\w-]{1,200})">>,<<"([^"]{1,100})">>|git,\s{0,50}"([^"]{1,300})",\s{0,50}\{ref,\s{0,50}"(\w{1,64})"\})[^}]{0,300}\},\s{0,50}(\d{1,3})\}/g)) {
    const [, app = '', name, version, url, ref, level] = entry;
    const at = entry.index + 4;
    draft.packages.push({ ...hexName(name ?? app), version, qualifiers: commitOf(url, ref), resolved: url === undefined ? undefined : `${url}#${ref ?? ''}`, start: at, end: at + app.length, direct: level === '0' });
  }
  return finishReading(draft, 'lockfile', 'rebar3');
}

/** Reads gleam.toml. Source: gleam.run/writing-gleam/gleam-toml. */
export function readGleamManifest(text: string): PackageReading {
  const draft = startReading(text);
  const { documents, problems } = readToml(text);
  draft.problems.push(...problems);
  const root = documents[0];
  for (const [section, scope] of [['dependencies', 'runtime'], ['dev-dependencies', 'dev'], ['dev_dependencies', 'dev']] as const satisfies readonly (readonly [string, PackageScope])[]) {
    for (const one of entriesAt(root, section)) {
      const range = one.value.kind === 'scalar' ? String(one.value.value) : undefined;
      draft.packages.push({ ...hexName(keyOf(one)), range, version: /^(?:==\s?)?(\d\S{0,60})$/.exec(range ?? '')?.[1], start: one.key.start, end: one.key.end, direct: true, scope, resolved: textAt(one.value, 'git') ?? textAt(one.value, 'path') });
    }
  }
  const name = nodeAt(root, 'name');
  if (name?.kind === 'scalar') draft.packages.push({ ...hexName(String(name.value)), version: textAt(root, 'version'), start: name.start, end: name.end, project: true });
  return finishReading(draft, 'manifest', 'gleam');
}

/** Reads Gleam's manifest.toml, its lockfile. Source: gleam-lang, compiler-cli/src/dependencies.rs. */
export function readGleamLock(text: string): PackageReading {
  const draft = startReading(text);
  const { documents, problems } = readToml(text);
  draft.problems.push(...problems);
  const root = documents[0];
  const asked = new Set(entriesAt(root, 'requirements').map(keyOf));
  for (const one of tablesAt(root, 'packages')) {
    const name = nodeAt(one, 'name');
    if (name?.kind !== 'scalar') continue;
    const hash = textAt(one, 'outer_checksum');
    draft.packages.push({ ...hexName(String(name.value)), version: textAt(one, 'version'), start: name.start, end: name.end, direct: asked.has(String(name.value)), resolved: textAt(one, 'repo') ?? textAt(one, 'path'), integrity: hash === undefined ? undefined : `sha256:${hash}` });
  }
  return finishReading(draft, 'lockfile', 'gleam');
}
