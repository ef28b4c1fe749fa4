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
  const name = /^(?:[A-Z]\w{0,100}::){0,10}([A-Z]\w{0,100})(?:\.(?:dup|freeze|to_s))?$/.exec(expression.replace(/\s{1,100}#.{0,1000}$/, ''))?.[1];
  if (name === undefined) return undefined;
  const here = assignedTo(name, text);
  if (here !== undefined || files === undefined) return here;
  let looked = 0;
  for (const required of text.matchAll(/^\s{0,100}(?:require(?:_relative)?|load)[\s(]{1,20}(?:File\.\w{1,20}\s{0,10}\([^)]{1,500}\)|[^\n]{1,500})[^\n]{0,500}/gm)) {
    if (looked++ > 20) return undefined;
    const sibling = requiredFile(required[0], path, files);
    if (sibling === undefined) continue;
    draft.inputs.push(sibling);
    const found = assignedTo(name, files.readText(sibling) ?? '');
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The file of the repository that a `require` names: by the strings it joins, beside the specification or in `lib/`. */
function requiredFile(statement: string, path: string, files: SiblingFiles): string | undefined {
  const pieces = [...statement.matchAll(/["']([^"']{1,200})["']/g)].map((one) => one[1] ?? '');
  // what the path is relative to is written as "..", "." or nothing, and never leaves the folder of the specification
  const target = pieces.filter((one) => one !== '..' && one !== '.').join('/').replace(/^(?:\.?\/){1,5}/, '');
  for (const candidate of [target, `lib/${target}`]) {
    const sibling = siblingPath(path, candidate.endsWith('.rb') ? candidate : `${candidate}.rb`);
    if (sibling !== undefined && files.readText(sibling) !== undefined) return sibling;
  }
  return undefined;
}

/** The string that a constant is assigned in Ruby, also where it is joined of other constants: `[MAJOR, MINOR].join(".")`. */
function assignedTo(name: string, text: string): string | undefined {
  const value = new RegExp(`^[^\\S\\n]{0,100}${name}[^\\S\\n]{0,50}=[^\\S\\n]{0,50}([^\\n]{1,300})`, 'm').exec(text)?.[1];
  const literal = /^["']([^"'#]{1,100})["']/.exec(value ?? '')?.[1];
  const list = /^\[([^\]]{1,200})\](?:\.compact)?\.join\(?\s?["']\.["']/.exec(value ?? '')?.[1];
  if (literal !== undefined || list === undefined) return literal;
  const parts = list.split(',', 8).map((part) => {
    const item = part.trim();
    if (/^["']?\w{1,40}["']?$/.test(item) && /^["'\d]/.test(item)) return item.replace(/["']/g, '');
    return /^[A-Z]\w{0,60}$/.test(item) && item !== name ? new RegExp(`^[^\\S\\n]{0,100}${item}[^\\S\\n]{0,50}=[^\\S\\n]{0,50}["']?(\\w{1,40})["']?[^\\S\\n]{0,20}$`, 'm').exec(text)?.[1] : undefined;
  });
  return parts.every((part) => part !== undefined) ? parts.join('.') : undefined;
}
