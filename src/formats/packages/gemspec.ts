import { eachLine } from './lines.ts';
import { plainName } from './package-name.ts';
import { finishReading, startReading, type ReadingDraft } from './reading.ts';
import type { PackageReading, SiblingFiles } from './record.ts';
import { siblingPath } from './sibling-path.ts';

/** Reads a gem specification as far as it is static: its own name and version, and what it depends on. Source: rubygems, specification reference. */
export function readGemspec(text: string, path: string, files?: SiblingFiles): PackageReading {
  const draft = startReading(text);
  const own = { name: '', version: undefined as string | undefined, licence: undefined as string | undefined, start: 0, end: 0 };
  const seen = new Set<string>();
  eachLine(text, (line, start) => {
    if (line.length > 5000 || line.trimStart().startsWith('#')) return;
    const field = /^\s{0,100}\w{1,50}\.(name|version|licenses?)\s{0,50}=\s{0,50}(.{1,1000})$/.exec(line);
    if (field !== null) {
      const value = /^\[?\s{0,10}(["'])([^"']{1,200})\1/.exec(field[2] ?? '')?.[2];
      if (field[1] === 'name' && value !== undefined) {
        own.name = value;
        own.start = start + line.indexOf(value, line.indexOf('='));
        own.end = own.start + value.length;
      } else if (field[1] === 'version') own.version = value ?? constant(text, path, files, draft, (field[2] ?? '').trim());
      else if (field[1] !== 'name') own.licence = value;
      return;
    }
    const dependency = /\.add_(runtime_|development_)?dependency[\s(]{1,20}(?:%q<|["'])([\w.-]{1,200})[>"'](?:\.freeze)?(.{0,1000})/.exec(line);
    if (dependency === null) return;
    const [, kind, name = '', rest = ''] = dependency;
    const ranges = [...rest.matchAll(/["']((?:[~><=!]{1,2}\s{0,5})?\d[\w.]{0,50})["']/g)].map((one) => one[1] ?? '');
    // `gem build` writes every dependency two or three times, for old versions of RubyGems.
    const id = `${name} ${ranges.join(',')}`;
    if (seen.has(id)) return;
    seen.add(id);
    const at = start + line.indexOf(name, line.indexOf('dependency'));
    draft.packages.push({
      ...plainName('gem', name),
      range: ranges.length === 0 ? undefined : ranges.join(', '),
      version: ranges.length === 1 ? /^(?:=\s{0,5})?(\d[\w.]{0,50})$/.exec(ranges[0] ?? '')?.[1] : undefined,
      start: at,
      end: at + name.length,
      direct: true,
      scope: kind === 'development_' ? 'dev' : 'runtime',
    });
  });
  if (own.name !== '') draft.packages.push({ ...plainName('gem', own.name), version: own.version, licence: own.licence, start: own.start, end: own.end, project: true });
  return finishReading(draft, 'manifest', 'rubygems');
}

/** `Some::VERSION`: a constant of this file, or of one that it requires from the repository. */
function constant(text: string, path: string, files: SiblingFiles | undefined, draft: ReadingDraft, expression: string): string | undefined {
  const name = /^(?:[A-Z]\w{0,100}::){0,10}([A-Z][A-Z0-9_]{0,100})(?:\.(?:dup|freeze|to_s))?$/.exec(expression)?.[1];
  if (name === undefined) return undefined;
  const assigned = new RegExp(`^\\s{0,100}${name}\\s{0,50}=\\s{0,50}["']([^"']{1,100})["']`, 'm');
  const here = assigned.exec(text)?.[1];
  if (here !== undefined || files === undefined) return here;
  let looked = 0;
  for (const required of text.matchAll(/^\s{0,100}require(?:_relative)?[\s(]{1,20}([^\n]{1,500})$/gm)) {
    if (looked++ > 20) return undefined;
    const pieces = [...(required[1] ?? '').matchAll(/["']([^"']{1,200})["']/g)].map((one) => one[1] ?? '');
    const target = pieces.join('/').replace(/^\.\//, '');
    for (const candidate of [target, `lib/${target}`]) {
      const sibling = siblingPath(path, candidate.endsWith('.rb') ? candidate : candidate + '.rb');
      const source = sibling === undefined ? undefined : files.readText(sibling);
      if (sibling === undefined || source === undefined) continue;
      draft.inputs.push(sibling);
      const found = assigned.exec(source)?.[1];
      if (found !== undefined) return found;
    }
  }
  return undefined;
}
