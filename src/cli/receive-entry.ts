import { start } from './compiled.ts';
import { optimiseLater } from './optimise-later.ts';

// the entry of the server's hooks: all it does itself is to find compiled code, which V8 takes only under the flags it was
// made under; a small push, which the shim hands over, is judged before they matter
start(__dirname, 'receive-main.cjs', (why) => process.stderr.write(`error: push refused: ${why}\nhint: the administrator must run "portcullis init --server" again,\nhint: with Node 20.20 or newer\n`), process.argv.includes('--handed') ? undefined : optimiseLater);
