import type { Command } from './command.ts';

/** `portcullis doctor`: looks for everything that leaves a repository unprotected, and proves that it is not. */
export const doctor: Command = {
  name: 'doctor',
  summary: 'Prove that this repository is protected',
  usage: 'Usage: portcullis doctor\n\nPlants a token in a scratch index and runs the hooks. Exit: 0 protected, 1 not.',
  mostArguments: 0,
  options: [],
  async run() {
    const { examineInstallation } = await import('../doors/install/doctor.ts');
    const diagnoses = await examineInstallation(process.cwd());
    for (const { ok, note, text, remedy } of diagnoses) {
      process.stdout.write(`${note === true ? 'note ' : ok ? 'ok   ' : 'FAIL '} ${text}\n`);
      if ((!ok || note === true) && remedy !== undefined) process.stdout.write(`      ${remedy}\n`);
    }
    return diagnoses.every((one) => one.ok) ? 0 : 1;
  },
};
