import { eachLine } from './lines.ts';
import { plainName } from './package-name.ts';
import { finishReading, startReading, type ReadingDraft } from './reading.ts';
import type { PackageReading, PackageScope } from './record.ts';

/** Reads a Gemfile as far as it is static: `gem` lines, with groups, and lists of names that are gone through. Source: bundler docs, gemfile. */
export function readGemfile(text: string): PackageReading {
  const draft = startReading(text);
  const blocks: string[] = [];
  addListed(draft, text);
  // at the same offsets: a name may stand on the line behind a backslash, or be a symbol
  eachLine(text.replace(/\\\r?\n/g, (end) => ' '.repeat(end.length)), (line, start) => {
    if (line.length > 5000) return;
    const bare = line.trimStart();
    const at = start + line.length - bare.length;
    if (bare.startsWith('#')) return;
    for (const further of bare.matchAll(/;\s{0,20}gem[\s(]\s{0,20}(?:["']([\w.-]{1,200})["']|:([\w-]{1,200}))/g)) {
      const name = further[1] ?? further[2] ?? '';
      const offset = at + further.index + further[0].lastIndexOf(name);
      draft.packages.push({ ...plainName('gem', name), version: undefined, range: undefined, start: offset, end: offset + name.length, direct: true, scope: scopeOf(blocks.join(' ')) });
    }
    const gem = /^(?:group\b[^"'#]{1,200}?(?:\bdo|\{)\s{1,20})?gem[\s(]\s{0,20}(["']|%q[(]|:)([\w.-]{1,200})(?:["')]|(?![\w.-]))/.exec(bare);
    if (gem !== null) {
      const rest = bare.slice(gem[0].length).replace(/\s#.*$/, '');
      const ranges = [...(/^(?:\s{0,20},\s{0,20}(?:\[\s{0,20})?["'][^"']{0,100}["']){1,5}/.exec(rest)?.[0] ?? '').matchAll(/["']([^"']{0,100})["']/g)].map((one) => one[1] ?? '');
      const range = ranges.length === 0 ? undefined : ranges.join(', ');
      const offset = at + bare.indexOf(gem[2] ?? '');
      draft.packages.push({
        ...plainName('gem', gem[2] ?? ''),
        version: range === undefined ? undefined : /^(?:=\s{0,5})?(\d[\w.]{0,50})$/.exec(range)?.[1],
        range,
        start: offset,
        end: offset + (gem[2] ?? '').length,
        direct: true,
        scope: scopeOf(bare.startsWith('group') ? gem[0] : /\bgroups?(?::|\s{0,5}=>)\s{0,5}(.{0,200})/.exec(rest)?.[1] ?? blocks.join(' ')),
        conditional: isConditional(rest) || blocks.includes(condition) ? true : undefined,
        resolved: source(rest),
      });
      return;
    }
    if (/\bdo\b(?:\s{0,5}\|[^|]{0,50}\|)?\s{0,20}(?:#.*)?$/.test(bare)) blocks.push(bare.startsWith('group') ? bare.slice(0, 200) : /^(?:platforms?|install_if)\b/.test(bare) ? condition : '');
    else if (/^(?:if|unless|case|begin|def|class|module|while)\b/.test(bare)) blocks.push(condition);
    else if (/^end\b/.test(bare)) blocks.pop();
  });
  return finishReading(draft, 'manifest', 'bundler');
}

/** Names of a list that is gone through with `gem`: `%w[a b].each { |name| gem name }`. */
function addListed(draft: ReadingDraft, text: string): void {
  for (const found of text.matchAll(/(?:%w[[({]|\[)([^\][(){}]{1,2000})[\])}]\.each\s{0,20}(?:do|\{)\s{0,20}\|\s{0,5}(\w{1,60})\s{0,5}\|\s{0,200}gem[\s(]\s{0,20}(\w{1,60})/g)) {
    const [, list = '', variable, used] = found;
    if (variable !== used) continue;
    const start = found.index + found[0].indexOf(list);
    for (const { 0: name, index } of list.matchAll(/[\w.-]{1,200}/g)) draft.packages.push({ ...plainName('gem', name), version: undefined, range: undefined, start: start + index, end: start + index + name.length, direct: true, scope: 'runtime' });
  }
}

/** The mark of a block whose gems are asked for in some cases only. */
const condition = '?';

function isConditional(rest: string): boolean {
  return /\b(?:platforms?|install_if)(?::|\s{0,5}=>)|\s(?:if|unless)\s/.test(rest);
}

function scopeOf(groups: string): PackageScope {
  if (/:test\b/.test(groups)) return 'test';
  return /:(?:development|dev|doc|lint)\b/.test(groups) ? 'dev' : 'runtime';
}

function source(rest: string): string | undefined {
  const found = /\b(git|github|gist|bitbucket|path|source)(?::|\s{0,5}=>)\s{0,5}["']([^"']{1,300})["']/.exec(rest);
  if (found === null) return undefined;
  return found[1] === 'github' ? `https://github.com/${found[2] ?? ''}` : found[2];
}
