/** Variables of one file that are read. */
const maxVariables = 10_000;

/**
 * Reads a `.env` file: `NAME=value` lines, `export ` before them, comments, single and double quotes. A value in double
 * quotes or none may name variables that stand above it. Source: compose-spec, 12-interpolation.md.
 */
export function readEnvFile(text: string, expand: (text: string, variables: ReadonlyMap<string, string>) => string | undefined): ReadonlyMap<string, string> {
  const variables = new Map<string, string>();
  for (const line of text.replace(/^\uFEFF/, '').split(/\r?\n/, maxVariables)) {
    const match = /^\s{0,40}(?:export\s{1,10})?([A-Za-z_][\w.-]{0,200})\s{0,10}[=:]\s{0,10}/.exec(line.slice(0, 2000));
    if (match === null) continue;
    const name = match[1] ?? '';
    const rest = line.slice(match[0].length);
    const quote = rest[0];
    if (quote === "'" || quote === '"') {
      const end = rest.indexOf(quote, 1);
      const inner = end < 0 ? rest.slice(1) : rest.slice(1, end);
      const value = quote === '"' ? expand(inner, variables) : inner;
      if (value !== undefined) variables.set(name, value);
    } else {
      const value = expand(rest.replace(/\s#.*$/, '').trim(), variables);
      if (value !== undefined) variables.set(name, value);
    }
  }
  return variables;
}
