import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Script } from 'node:vm';

/**
 * The hook's entry: runs `hook-main.cjs` with V8's compiled code from the last run, where there is any for this very
 * version of Node. (`module.enableCompileCache` does the same but is missing in Node 20, and its default folder is
 * shared by everybody on the machine: code that others could write there would run in this hook.)
 */
function start(): void {
  const main = join(__dirname, 'hook-main.cjs');
  const cache = join(__dirname, `hook-main-${process.versions.v8}-${process.arch}.cache`);
  const source = readFileSync(main, 'utf8');
  const cachedData = existsSync(cache) ? readFileSync(cache) : undefined;
  const wrapped = `(function (exports, require, module, __filename, __dirname) {${source}\n})`;
  const script = new Script(wrapped, { filename: main, ...(cachedData === undefined ? {} : { cachedData }) });
  const module = { exports: {} };
  script.runInThisContext()(module.exports, createRequire(main), module, main, __dirname);
  if (cachedData === undefined || script.cachedDataRejected === true) process.once('exit', () => keepCompiled(script, cache));
}

/** After the work is done, so that the functions that ran are in it. A folder that cannot be written is no harm. */
function keepCompiled(script: Script, cache: string): void {
  try {
    const partial = `${cache}.${process.pid}`;
    writeFileSync(partial, script.createCachedData());
    renameSync(partial, cache);
  } catch {
    // read-only installations run without
  }
}

start();
