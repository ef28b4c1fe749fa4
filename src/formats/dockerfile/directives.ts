import type { Directive, DockerfileProblem } from './syntax.ts';

/** Finds the parser directives: they stand at the top of the file, before any other line, each at most once. */
export interface DirectiveReader {
  readonly found: readonly Directive[];
  /** The escape character in force. */
  escape: '\\' | '`';
  /** Looks at the next line of the file; `text` is trimmed on the left. True when the line is a directive. */
  look(text: string, start: number, end: number): boolean;
}

const names = new Set(['syntax', 'escape', 'check']);

/** Makes a directive reader for one file. What it refuses goes to `problems`. */
export function directiveReader(problems: DockerfileProblem[]): DirectiveReader {
  const found: Directive[] = [];
  let done = false;
  const reader: DirectiveReader = {
    found,
    escape: '\\',
    look(text, start, end) {
      if (done) return false;
      const directive = parse(text);
      if (directive === undefined) {
        done = true;
        return false;
      }
      if (found.some((one) => one.name === directive.name)) {
        problems.push({ code: 'directive', message: `only one ${directive.name} parser directive can be used`, start, end });
        return true;
      }
      found.push({ ...directive, start, end });
      if (directive.name === 'escape') {
        if (directive.value === '\\' || directive.value === '`') reader.escape = directive.value;
        else problems.push({ code: 'directive', message: `invalid escape token '${directive.value.slice(0, 20)}', it must be \\ or \``, start, end });
      }
      return true;
    },
  };
  return reader;
}

function parse(text: string): { name: string; value: string } | undefined {
  if (!text.startsWith('#')) return undefined;
  const equals = text.indexOf('=');
  if (equals < 0) return undefined;
  const name = text.slice(1, equals).trim().toLowerCase();
  const value = text.slice(equals + 1).trim();
  return names.has(name) && value !== '' ? { name, value } : undefined;
}
