import type { FoundImport } from './import-record.ts';
import { plainImport } from './statement.ts';

const statement = /(?:^|[;(&|{}]|\b(?:begin|then|do|if|unless|rescue|ensure|else)\b)[ \t]*(?:Kernel\.)?(require|load|autoload|gem)(?:[ \t]*\([ \t]*|[ \t]+)(?::\w+[ \t]*,[ \t]*)?(["'])([\w./@+-]{1,300})\2/g;

/** Finds what Ruby requires by a literal name; `require_relative` is of the project. Source: Ruby's Kernel, "require", "load", "autoload"; RubyGems, "gem". */
export function readRubyImports(text: string): readonly FoundImport[] {
  if (!/\b(?:require|load|autoload|gem)\b/.test(text)) return [];
  const found: FoundImport[] = [];
  // the last line that is this word alone, which may end a here-document
  const ends = new Map([...text.matchAll(/^[ \t]*(\w{1,100})[ \t]*\r?$/gm)].map((match) => [match[1] ?? '', match.index]));
  let isComment = false;
  let heredoc: string | undefined;
  let from = 0;
  while (from < text.length) {
    const end = text.indexOf('\n', from);
    const line = text.slice(from, end === -1 ? text.length : end);
    if (line.startsWith('__END__')) break;
    if (heredoc !== undefined) {
      if (line.trim() === heredoc) heredoc = undefined;
    } else if (line.startsWith('=begin')) isComment = true;
    else if (line.startsWith('=end')) isComment = false;
    else if (!isComment) {
      const code = withoutComment(line);
      for (const match of code.matchAll(statement)) {
        const name = match[3] ?? '';
        found.push({ ...plainImport(name, from + match.index + match[0].length - name.length - 1, from + match.index + match[0].indexOf(match[1] ?? '')), form: 'require' });
      }
      heredoc = /<<[~-]?["'`]?([A-Z_a-z]\w{0,99})["'`]?/.exec(code)?.[1];
      if (heredoc !== undefined && (ends.get(heredoc) ?? -1) <= from) heredoc = undefined;
    }
    if (end === -1) break;
    from = end + 1;
  }
  return found;
}

/** The line up to a `#` outside of quotes. */
function withoutComment(line: string): string {
  let quote = '';
  for (let at = 0; at < line.length; at++) {
    const character = line[at] ?? '';
    if (character === '\\') at++;
    else if (quote === '') {
      if (character === '#') return line.slice(0, at);
      if (character === '"' || character === "'") quote = character;
    } else if (character === quote) quote = '';
  }
  return line;
}
