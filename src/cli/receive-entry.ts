import { start } from './compiled.ts';

// the entry of the server's hooks: all it does itself is to find compiled code
start(__dirname, 'receive-main.cjs', (why) => process.stderr.write(`error: push refused: ${why}\nhint: the administrator must run "portcullis init --server" again,\nhint: with Node 20.20 or newer\n`));
