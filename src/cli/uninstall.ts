import type { Command } from './command.ts';

/** `portcullis uninstall`: restores what was there before init, byte for byte. */
export const uninstall: Command = {
  name: 'uninstall',
  summary: 'Take the hooks away and restore what was there, byte for byte',
  usage: 'Usage: portcullis uninstall\n       portcullis uninstall --server DIR',
  mostArguments: 0,
  options: [{ name: 'server', value: 'DIR', help: 'take a server installation back' }],
  async run(input) {
    const server = input.value('server');
    const { found, remarks } =
      server === undefined
        ? await (await import('../doors/install/client.ts')).uninstallClient(process.cwd())
        : await (await import('../doors/install/server.ts')).uninstallServer(server);
    for (const remark of remarks) process.stderr.write(`portcullis: ${remark}\n`);
    process.stdout.write(found ? 'portcullis: uninstalled\n' : 'portcullis: nothing is installed here\n');
    return 0;
  },
};
