import type { ShellWord } from '../../../formats/shell/syntax.ts';
import type { RunCommand } from './commands.ts';

/**
 * True when a command has one of these options: `--yes` also as `--yes=…`, `-y` also inside `-qy`.
 * A `--` ends the options.
 */
export function hasOption(run: Pick<RunCommand, 'texts'>, ...options: readonly string[]): boolean {
  const end = run.texts.indexOf('--');
  return run.texts.some((text, index) => text.startsWith('-') && (end < 0 || index < end) && options.some((option) => matches(text, option)));
}

function matches(text: string, option: string): boolean {
  if (text === option || text.startsWith(`${option}=`)) return true;
  const isShort = option.length === 2 && option[0] === '-' && option[1] !== '-';
  return isShort && /^-[A-Za-z0-9]+(?:=|$)/.test(text) && (text.split('=')[0] ?? '').includes(option[1] ?? ' ', 1);
}

/** The value of an option: `--name value`, `--name=value`, `-nvalue`, `-abn value`. */
export function optionValue(run: Pick<RunCommand, 'texts'>, ...options: readonly string[]): string | undefined {
  for (const [index, text] of run.texts.entries()) {
    for (const option of options) {
      if (text === option) return run.texts[index + 1];
      if (text.startsWith(`${option}=`)) return text.slice(option.length + 1);
      if (option.length !== 2 || text.length < 3) continue;
      if (text.startsWith(option)) return text.slice(2);
      if (/^-[A-Za-z]+$/.test(text) && text.endsWith(option.charAt(1))) return run.texts[index + 1];
    }
  }
  return undefined;
}

/** The arguments that are no options, nor values of the options named here. */
export function operands(run: Pick<RunCommand, 'args'>, valueOptions: readonly string[] = []): ShellWord[] {
  const found: ShellWord[] = [];
  let open = true;
  for (let i = 0; i < run.args.length; i++) {
    const word = run.args[i];
    if (word === undefined) continue;
    const { text } = word;
    if (open && text === '--') open = false;
    else if (open && text.startsWith('-') && text !== '-') {
      if (valueOptions.includes(text)) i++;
    } else found.push(word);
  }
  return found;
}

/** The sub-command of a program with its own operands: `apt-get -y install a b` is install, [a, b]. */
export function subcommand(run: Pick<RunCommand, 'args'>, valueOptions: readonly string[] = []): { readonly name: string; readonly operands: readonly ShellWord[] } {
  const words = operands(run, valueOptions);
  return { name: words[0]?.text ?? '', operands: words.slice(1) };
}

/** How often short option letter or its long form occurs; `-qq` counts twice, `-q=2` two. */
export function countOption(run: Pick<RunCommand, 'texts'>, letter: string, long: string): number {
  let count = 0;
  for (const text of run.texts) {
    if (text === long) count++;
    else if (text.startsWith(`-${letter}=`) || text.startsWith(`${long}=`)) count += Number(text.split('=')[1]) || 0;
    else if (/^-[A-Za-z]+$/.test(text)) count += text.split(letter).length - 1;
  }
  return count;
}
