/** Prose as Markdown on one line: what HTML would take for an element is shown as it is written. */
export function prose(text: string): string {
  return text
    .trim()
    .replace(/\s+/g, ' ')
    .split(/(`[^`]*`)/)
    .map((part, number) => (number % 2 === 1 ? part : part.replace(/[<\\*_[\]]/g, '\\$&')))
    .join('');
}

/** Prose in a cell of a table. */
export function cell(text: string): string {
  return prose(text).replaceAll('|', '\\|');
}

/** A span of code, with as many backticks around it as it needs (CommonMark 6.1). */
export function codeSpan(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  const ticks = '`'.repeat(longestRun(line) + 1);
  const margin = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  return `${ticks}${margin}${line}${margin}${ticks}`;
}

/** A fenced block of code, with a fence that the code cannot close (CommonMark 4.5). */
export function codeBlock(text: string, language: string): string {
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}${language}\n${text}\n${fence}`;
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}
