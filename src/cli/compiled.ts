import { closeSync, openSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Script } from 'node:vm';
import { whyTooOld } from './old-node.ts';

/** Runs a bundle as `runCompiled` does, once V8's flags are set, if any; where that cannot be, says why and ends with 3. */
export function start(folder: string, name: string, refuse: (why: string) => void, setFlags?: () => void): void {
  let why = whyTooOld();
  try {
    if (why === undefined) {
      setFlags?.();
      return runCompiled(folder, name, setFlags === undefined ? '' : '-flags');
    }
  } catch (error) {
    why = `the gate cannot be started: ${error instanceof Error ? error.message : String(error)}`;
  }
  refuse(why);
  process.exitCode = 3;
}

/**
 * Runs a bundle that lies beside this one, and the chunks that it loads, with V8's compiled code from an earlier run,
 * where there is any for this very version of Node. (`module.enableCompileCache` does the same but is missing in Node 20,
 * and its default folder is shared by everybody on the machine: code that others could write there would run in a hook.)
 */
function runCompiled(folder: string, name: string, variant: string): void {
  const fresh: { script: Script; cache: string }[] = [];
  const loaded = new Map<string, { exports: unknown }>();
  const load = (file: string): unknown => {
    const known = loaded.get(file);
    if (known !== undefined) return known.exports;
    const path = join(folder, file);
    const cache = join(folder, `${file.replace(/\.cjs$/, '')}-${process.versions.v8}-${process.arch}${variant}.cache`);
    const kept = statSync(cache, { throwIfNoEntry: false });
    const cachedData = kept === undefined ? undefined : readFileSync(cache);
    // the build sees to it that chunks are ASCII
    const wrapped = `(function (exports, require, module, __filename, __dirname) {${readFileSync(path, 'latin1')}\n})`;
    const script = new Script(wrapped, { filename: path, ...(cachedData === undefined ? {} : { cachedData }) });
    if (kept === undefined || script.cachedDataRejected === true || Date.now() - kept.mtimeMs > keptFor) fresh.push({ script, cache });
    const module = { exports: {} };
    loaded.set(file, module);
    script.runInThisContext()(module.exports, chunkRequire, module, path, folder);
    return module.exports;
  };
  // what is no chunk comes from node or, for a repository's own rules, from the folder that this bundle lies in too
  const chunkRequire = Object.assign((wanted: string): unknown => (isChunk(wanted) ? load(wanted.slice(2)) : require(wanted)), { resolve: require.resolve });
  // after the work is done, so that the functions that ran are in it
  process.once('exit', () => fresh.forEach(keepCompiled));
  load(name);
}

/** Milliseconds after which compiled code is written anew: the first run needed only some of the functions. */
const keptFor = 24 * 60 * 60 * 1000;

function isChunk(name: string): boolean {
  return /^\.\/[\w-]+\.cjs$/.test(name);
}

/** A folder that cannot be written is no harm. */
function keepCompiled({ script, cache }: { readonly script: Script; readonly cache: string }): void {
  try {
    const partial = `${cache}.${process.pid}`;
    // where nothing can be written the code is not put together either
    const file = openSync(partial, 'w');
    try {
      writeFileSync(file, script.createCachedData());
    } finally {
      closeSync(file);
    }
    renameSync(partial, cache);
  } catch {
    // read-only installations run without
  }
}
