import type { Command } from './command.ts';

/** `portcullis doctor`: looks for everything that leaves a repository unprotected, and proves that it is not. */
export const doctor: Command = {
  name: 'doctor',
  summary: 'Prove that this repository is protected',
  usage: 'Usage: portcullis doctor\n       portcullis doctor --server DIR\n\nPlants a token in a scratch index and runs the hooks; on a server, hands the gate a push of one. Exit: 0 protected, 1 not.',
  mostArguments: 0,
  options: [{ name: 'server', value: 'DIR', help: 'examine what "init --server DIR" installed' }],
  async run(input) {
    const server = input.value('server');
    const diagnoses = server === undefined ? await (await import('../doors/install/doctor.ts')).examineInstallation(process.cwd()) : (await import('../doors/install/server-doctor.ts')).examineServer(server);
    for (const { ok, note, text, remedy } of diagnoses) {
      process.stdout.write(`${note === true ? 'note ' : ok ? 'ok   ' : 'FAIL '} ${text}\n`);
      if ((!ok || note === true) && remedy !== undefined) process.stdout.write(`      ${remedy}\n`);
    }
    return diagnoses.every((one) => one.ok) ? 0 : 1;
  },
};
