import { parseArgs, type ParseArgsConfig } from 'node:util';
import { UsageError } from '../model/usage-error.ts';
import { nearest } from '../policy/errors.ts';

/** One command of the command line. */
export interface Command {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** What `--help` prints below the usage line. */
  readonly usage: string;
  readonly options: readonly Option[];
  /** Most arguments beside options; any number when absent. */
  readonly mostArguments?: number;
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

/** Options that every command takes. */
const commonOptions: readonly Option[] = [
  { name: 'no-color', help: 'no colours' },
  { name: 'help', short: 'h', help: 'show this help' },
];

/** All options of a command: its own, and those of every one. */
export function optionsOf(command: Command): readonly Option[] {
  return [...command.options, ...commonOptions];
}

/** Parses a command's arguments. Throws UsageError that names the unknown option. */
export function parseInput(command: Command, args: readonly string[]): Input {
  const config: NonNullable<ParseArgsConfig['options']> = {};
  for (const option of optionsOf(command)) {
    config[option.name] = {
      type: option.value === undefined ? 'boolean' : 'string',
      ...(option.short === undefined ? {} : { short: option.short }),
      ...(option.multiple === true ? { multiple: true } : {}),
    };
  }
  try {
    const { values, positionals } = parseArgs({ args: [...args], options: config, allowPositionals: true, strict: true });
    const extra = command.mostArguments === undefined ? undefined : positionals[command.mostArguments];
    if (extra !== undefined) throw new UsageError(`"${extra}" is more than "portcullis ${command.name}" takes; see portcullis ${command.name} --help`);
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
    if (error instanceof UsageError) throw error;
    throw new UsageError(problemOf(error, command), { cause: error });
  }
}

/** What parseArgs found wrong, with the option that may have been meant. */
function problemOf(error: unknown, { name, options }: Command): string {
  const said = error instanceof Error ? error.message.replace(/\.? To specify a positional.*$/s, '').replace(/\.$/, '') : String(error);
  // one letter is near to everything
  const unknown = /^Unknown option '--([^']{2,100})'/.exec(said)?.[1];
  const near = unknown === undefined ? undefined : nearest(unknown, [...options, ...commonOptions].map((option) => option.name));
  return `${said}${near === undefined ? '' : ` (did you mean "--${near}"?)`}; see portcullis ${name} --help`;
}

/** The text of `--help` for one command. */
export function helpText(command: Command): string {
  const rows = optionsOf(command).map((option) => {
    const left = `${option.short === undefined ? '    ' : `-${option.short}, `}--${option.name}${option.value === undefined ? '' : ` ${option.value}`}`;
    return `  ${left.padEnd(28)} ${option.help}`;
  });
  return `${command.summary}\n\n${command.usage.trim()}\n\nOptions:\n${rows.join('\n')}\n`;
}
