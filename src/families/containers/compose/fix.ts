import type { SourceText } from '../../../formats/place.ts';
import type { Edit, Wish } from '../fix.ts';

/** The edits for the findings of a Compose file. */
export function composeEdits({ text }: SourceText, wishes: readonly Wish[]): readonly Edit[] {
  return wishes.flatMap(({ name, offset }) => {
    if (name === 'port-unquoted') return quoted(text, offset);
    return name === 'version-field' ? withoutLine(text, offset) : [];
  });
}

function quoted(text: string, offset: number): readonly Edit[] {
  const port = /^\d{1,5}:\d{1,5}(?=[\s,\]]|$)/.exec(text.slice(offset, offset + 20))?.[0];
  return port === undefined ? [] : [{ start: offset, end: offset + port.length, text: `"${port}"` }];
}

/** The line of `version: "3.8"`, when nothing else stands on it. */
function withoutLine(text: string, offset: number): readonly Edit[] {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const line = /^\uFEFF?version\s*:\s*(?:"[\d.]{1,10}"|'[\d.]{1,10}'|[\d.]{1,10})[ \t]*(?:\r?\n|$)/.exec(text.slice(start, start + 200));
  if (line === null) return [];
  const mark = line[0].startsWith('\uFEFF') ? 1 : 0;
  return [{ start: start + mark, end: start + line[0].length, text: '' }];
}
