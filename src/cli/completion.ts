import { UsageError } from '../model/usage-error.ts';
import type { Command } from './command.ts';

const names = ['init', 'uninstall', 'scan', 'inventory', 'advisories', 'explain', 'suppress', 'baseline', 'policies', 'audit', 'doctor', 'hook', 'completion'];
const scanOptions = ['--staged', '--range', '--history', '--stdin', '--stdin-filename', '--fix', '--jobs', '--format', '--output', '--policy', '--family', '--no-baseline', '--no-color', '--quiet', '--verbose'];

/** `portcullis completion SHELL`: a script to source. */
export const completion: Command = {
  name: 'completion',
  summary: 'Print completions for a shell',
  usage: 'Usage: portcullis completion bash|zsh|fish\n\nbash: eval "$(portcullis completion bash)"',
  mostArguments: 1,
  options: [],
  async run(input) {
    const shell = input.positionals[0];
    if (shell === 'bash') process.stdout.write(bash());
    else if (shell === 'zsh') process.stdout.write(`autoload -U +X bashcompinit && bashcompinit\n${bash()}`);
    else if (shell === 'fish') process.stdout.write(fish());
    else throw new UsageError('name a shell: bash, zsh or fish');
    return 0;
  },
};

function bash(): string {
  return `_portcullis() {
  local current=\${COMP_WORDS[COMP_CWORD]}
  if [ "$COMP_CWORD" -eq 1 ]; then COMPREPLY=( $(compgen -W '${names.join(' ')}' -- "$current") )
  elif [ "\${COMP_WORDS[1]}" = scan ] && [ "\${current#-}" != "$current" ]; then COMPREPLY=( $(compgen -W '${scanOptions.join(' ')}' -- "$current") )
  else COMPREPLY=( $(compgen -f -- "$current") ); fi
}
complete -o filenames -F _portcullis portcullis
`;
}

function fish(): string {
  return `${names.map((name) => `complete -c portcullis -n __fish_use_subcommand -f -a ${name}`).join('\n')}\n${scanOptions
    .map((option) => `complete -c portcullis -n '__fish_seen_subcommand_from scan' -l ${option.slice(2)}`)
    .join('\n')}\n`;
}
