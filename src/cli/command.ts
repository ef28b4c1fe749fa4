import { parseArgs, type ParseArgsConfig } from 'node:util';

/** One command of the command line. */
export interface Command {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** What `--help` prints below the usage line. */
  readonly usage: string;
  readonly options: readonly Option[];
  /** Returns the exit code. Throws UsageError for wrong arguments. */
  run(input: Input): Promise<number>;
}

/** One definition feeds the parser, the help and the completions. */
export interface Option {
  readonly name: string;
  readonly short?: string;
  /** Placeholder of the value; absent for a flag. */
  readonly value?: string;
  readonly multiple?: boolean;
  readonly help: string;
}

export interface Input {
  readonly positionals: readonly string[];
  flag(name: string): boolean;
  value(name: string): string | undefined;
  values(name: string): readonly string[];
}

/** The command line was wrong: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Options that every command takes. */
const commonOptions: readonly Option[] = [{ name: 'help', short: 'h', help: 'show this help' }];

/** Parses a command's arguments. Throws UsageError that names the unknown option. */
export function parseInput(command: Command, args: readonly string[]): Input {
  const config: NonNullable<ParseArgsConfig['options']> = {};
  for (const option of [...command.options, ...commonOptions]) {
    config[option.name] = {
      type: option.value === undefined ? 'boolean' : 'string',
      ...(option.short === undefined ? {} : { short: option.short }),
      ...(option.multiple === true ? { multiple: true } : {}),
    };
  }
  try {
    const { values, positionals } = parseArgs({ args: [...args], options: config, allowPositionals: true, strict: true });
    const look = (name: string): unknown => values[name];
    return {
      positionals,
      flag: (name) => look(name) === true,
      value: (name) => {
        const value = look(name);
        return typeof value === 'string' ? value : undefined;
      },
      values: (name) => {
        const value = look(name);
        return Array.isArray(value) ? value.map(String) : typeof value === 'string' ? [value] : [];
      },
    };
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message.replace(/ To specify a positional.*$/s, '') : String(error), { cause: error });
  }
}

/** The text of `--help` for one command. */
export function helpText(command: Command): string {
  const rows = [...command.options, ...commonOptions].map((option) => {
    const left = `${option.short === undefined ? '    ' : `-${option.short}, `}--${option.name}${option.value === undefined ? '' : ` ${option.value}`}`;
    return `  ${left.padEnd(28)} ${option.help}`;
  });
  return `${command.summary}\n\n${command.usage.trim()}\n\nOptions:\n${rows.join('\n')}\n`;
}
