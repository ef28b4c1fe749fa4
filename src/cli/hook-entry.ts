import { start } from './compiled.ts';

// the hook's entry: all it does itself is to find compiled code
start(__dirname, 'hook-main.cjs', (why) => process.stderr.write(`portcullis: ${process.argv[2] ?? 'this'} is blocked: ${why}\nportcullis: run "npx portcullis init" to put the gate back, with Node 20.20 or newer\n`));
