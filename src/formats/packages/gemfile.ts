import { eachLine } from './lines.ts';
import { plainName } from './package-name.ts';
import { finishReading, startReading } from './reading.ts';
import type { PackageReading, PackageScope } from './record.ts';

/** Reads a Gemfile as far as it is static: `gem` lines, with groups. Source: bundler docs, gemfile. */
export function readGemfile(text: string): PackageReading {
  const draft = startReading(text);
  const blocks: string[] = [];
  eachLine(text, (line, start) => {
    if (line.length > 5000) return;
    const bare = line.trimStart();
    const at = start + line.length - bare.length;
    if (bare.startsWith('#')) return;
    const gem = /^(?:group\b[^"'#]{1,200}?(?:\bdo|\{)\s{1,20})?gem[\s(]\s{0,20}(["'])([\w.-]{1,200})\1/.exec(bare);
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
