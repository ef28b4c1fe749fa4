import { runCompiled } from './compiled.ts';

// the hook's entry: all it does itself is to find compiled code
runCompiled(__dirname, 'hook-main.cjs');
