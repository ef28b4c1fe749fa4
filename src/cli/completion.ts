import { UsageError } from '../model/usage-error.ts';
import { optionsOf, type Command } from './command.ts';
import { commands } from './commands.ts';

/** `portcullis completion SHELL`: a script to source. */
export const completion: Command = {
  name: 'completion',
  summary: 'Print completions for a shell',
  usage: 'Usage: portcullis completion bash|zsh|fish\n\nbash: eval "$(portcullis completion bash)"',
  mostArguments: 1,
  options: [],
  async run(input) {
    const shell = input.positionals[0];
    const { scan } = await import('./scan.ts');
    const words: Words = { names: [...commands.keys()], scanOptions: optionsOf(scan).map(({ name }) => `--${name}`) };
    if (shell === 'bash') process.stdout.write(bash(words));
    else if (shell === 'zsh') process.stdout.write(`autoload -U +X bashcompinit && bashcompinit\n${bash(words)}`);
    else if (shell === 'fish') process.stdout.write(fish(words));
    else throw new UsageError('name a shell: bash, zsh or fish');
    return 0;
  },
};

interface Words {
  readonly names: readonly string[];
  readonly scanOptions: readonly string[];
}

function bash({ names, scanOptions }: Words): string {
  return `_portcullis() {
  local current=\${COMP_WORDS[COMP_CWORD]}
  if [ "$COMP_CWORD" -eq 1 ]; then COMPREPLY=( $(compgen -W '${names.join(' ')}' -- "$current") )
  elif [ "\${COMP_WORDS[1]}" = scan ] && [ "\${current#-}" != "$current" ]; then COMPREPLY=( $(compgen -W '${scanOptions.join(' ')}' -- "$current") )
  else COMPREPLY=( $(compgen -f -- "$current") ); fi
}
complete -o filenames -F _portcullis portcullis
`;
}

function fish({ names, scanOptions }: Words): string {
  return `${names.map((name) => `complete -c portcullis -n __fish_use_subcommand -f -a ${name}`).join('\n')}\n${scanOptions
    .map((option) => `complete -c portcullis -n '__fish_seen_subcommand_from scan' -l ${option.slice(2)}`)
    .join('\n')}\n`;
}
