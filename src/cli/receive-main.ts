import { receive, type ReceiveOptions } from '../doors/server.ts';
import { readLineAndRest, readStandardInput } from '../doors/standard-input.ts';
import { provideCredentials } from '../engine/loaded.ts';
import * as layers from '../engine/layers/examine.ts';
import * as credentials from '../families/credentials/family.ts';
import { maxHandedBytes } from '../git/handed-push.ts';
import { restoreCertificates } from './certificates.ts';
import { optimiseLater } from './optimise-later.ts';

/**
 * What the server shims call: `node receive.cjs pre-receive [--folder DIR]`, and for update the three arguments that git
 * gives after it. Only here an unforeseen error ends, and it ends in a refusal.
 */
async function main(argv: readonly string[]): Promise<number> {
  provideCredentials(credentials, layers);
  restoreCertificates();
  const [hook, ...rest] = argv;
  if (hook !== 'pre-receive' && hook !== 'update' && hook !== 'post-receive') {
    say(`portcullis: there is no server hook "${hook ?? ''}"; known are pre-receive, update and post-receive`);
    return 2;
  }
  // the shim says so when more than the lines of the refs comes from standard input
  const [folder, told] = rest[0] === '--folder' ? [rest[1], rest.slice(2)] : [undefined, rest];
  // or that it asked for a standby and there is none
  const isAlone = hook === 'pre-receive' && told.at(-1) === '--start-standby';
  const given = isAlone ? told.slice(0, -1) : told;
  const isHanded = hook === 'pre-receive' && given[0] === '--handed';
  const handed = isHanded ? readLineAndRest(maxHandedBytes) : undefined;
  // or that an earlier process for this push was ended, by its exit status
  const ended = given[0] === '--ended' ? Number(given[1]) : undefined;
  const options: ReceiveOptions = {
    hook,
    args: isHanded ? given.slice(1) : given,
    ...(ended === undefined ? {} : { ended }),
    // also when nothing is pushed git closes it
    input: handed?.line ?? (hook === 'update' ? Buffer.alloc(0) : await readStandardInput()),
    env: process.env,
    say,
    ...(handed === undefined ? {} : { handed: (signal) => smallOr(handed.rest(signal), optimiseLater) }),
    ...(folder === undefined ? {} : { folder }),
  };
  const code = await receive(options);
  if (isAlone && code === 0) (await import('../doors/standby/launch.ts')).launchStandby();
  return code;
}

/** A push that is larger than is handed over is long to judge. */
async function smallOr(rest: Promise<Buffer>, large: () => void): Promise<Buffer> {
  const bytes = await rest;
  if (bytes.length > maxHandedBytes / 2) large();
  return bytes;
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    say(`portcullis: the push could not be judged and was refused: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 3;
  },
);
