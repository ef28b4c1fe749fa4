import { UsageError } from '../model/usage-error.ts';
import { optionsOf, type Command } from './command.ts';
import { commands } from './commands.ts';

/** `portcullis completion SHELL`: a script to source. */
export const completion: Command = {
  name: 'completion',
  summary: 'Print completions for a shell',
  usage: 'Usage: portcullis completion bash|zsh|fish\n\nbash, zsh: eval "$(portcullis completion bash)" in the shell\'s own file (zsh: completion zsh)\nfish: portcullis completion fish > ~/.config/fish/completions/portcullis.fish',
  mostArguments: 1,
  options: [],
  async run(input) {
    const shell = input.positionals[0];
    const words: Words = new Map();
    for (const [name, { load }] of commands) words.set(name, optionsOf(await load()).map((option) => `--${option.name}`));
    if (shell === 'bash') process.stdout.write(bash(words));
    else if (shell === 'zsh') process.stdout.write(`autoload -U +X bashcompinit && bashcompinit\n${bash(words)}`);
    else if (shell === 'fish') process.stdout.write(fish(words));
    else throw new UsageError('name a shell: bash, zsh or fish');
    return 0;
  },
};

/** The options of each command, in the order of the help. */
type Words = Map<string, readonly string[]>;

function bash(words: Words): string {
  const cases = [...words].map(([name, options]) => `      ${name}) options='${options.join(' ')}' ;;`);
  return `_portcullis() {
  local current=\${COMP_WORDS[COMP_CWORD]} options
  if [ "$COMP_CWORD" -eq 1 ]; then COMPREPLY=( $(compgen -W '${[...words.keys()].join(' ')} --help --version' -- "$current") )
  elif [ "\${current#-}" != "$current" ]; then
    case \${COMP_WORDS[1]} in
${cases.join('\n')}
    esac
    COMPREPLY=( $(compgen -W "$options" -- "$current") )
  else COMPREPLY=( $(compgen -f -- "$current") ); fi
}
complete -o filenames -F _portcullis portcullis
`;
}

function fish(words: Words): string {
  const names = [...words.keys()].map((name) => `complete -c portcullis -n __fish_use_subcommand -f -a ${name}`);
  const options = [...words].flatMap(([name, all]) => all.map((option) => `complete -c portcullis -n '__fish_seen_subcommand_from ${name}' -l ${option.slice(2)}`));
  return `${[...names, ...options].join('\n')}\n`;
}
