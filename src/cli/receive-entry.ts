import { runCompiled } from './compiled.ts';

// the entry of the server's hooks: all it does itself is to find compiled code
runCompiled(__dirname, 'receive-main.cjs');
