import { finding, instructionsOf, onInstruction, type DockerfileCheck } from './check.ts';
import { suggester } from './nearest.ts';

/** ENV uses a variable that the same instruction sets: it still has its old value there. */
export const envSelfReference: DockerfileCheck = function* (dockerfile) {
  for (const placed of instructionsOf(dockerfile, 'ENV')) {
    const set = new Set<string>();
    for (const pair of placed.instruction.pairs) {
      const use = pair.value?.uses.find((one) => set.has(one.name));
      // A variable that was defined before means its old value, and gives it.
      if (use !== undefined && (use.variable === undefined || isRepeated(placed.instruction.pairs, use.name))) {
        yield onInstruction(placed, `${use.name} is set in this instruction and used in ${pair.key}`);
        break;
      }
      set.add(pair.key);
    }
  }
};

function isRepeated(pairs: readonly { readonly key: string }[], name: string): boolean {
  return pairs.filter((pair) => pair.key === name).length > 1;
}

/** Variables that base images are known to set, or that everything has. */
const common: ReadonlySet<string> = new Set([
  'PATH', 'HOME', 'HOSTNAME', 'PWD', 'USER', 'SHELL', 'TERM', 'LANG', 'LANGUAGE', 'LC_ALL', 'LD_LIBRARY_PATH', 'PYTHONPATH', 'CLASSPATH', 'MANPATH', 'PKG_CONFIG_PATH', 'CPATH', 'LIBRARY_PATH',
  'JAVA_HOME', 'GOPATH', 'GOROOT', 'NODE_PATH', 'NVM_DIR', 'CARGO_HOME', 'RUSTUP_HOME', 'GEM_HOME', 'CONDA_DIR', 'CATALINA_HOME', 'M2_HOME', 'MAVEN_HOME', 'GRADLE_HOME', 'PYTHON_VERSION', 'NODE_VERSION', 'GOLANG_VERSION', 'JAVA_VERSION', 'RUBY_VERSION', 'PHP_VERSION',
]);

/**
 * A variable that nothing defines, in an instruction whose variables the builder puts in. Behind a base image it may
 * be set there: then it is said only when it looks like a misspelt one that is defined.
 */
export const undefinedVariable: DockerfileCheck = function* (dockerfile) {
  const suggest = suggester();
  for (const stage of dockerfile.stages) {
    const defined = new Set<string>();
    const isFromScratch = stage.isScratch;
    for (const instruction of stage.instructions) {
      const values = [...instruction.arguments, ...instruction.flags, ...instruction.pairs];
      const seen = new Set<string>();
      for (const { value, syntax } of values) {
        for (const use of value?.uses ?? []) {
          if (use.variable !== undefined || use.hasFallback || seen.has(use.name) || common.has(use.name) || !/^[A-Za-z_]/.test(use.name)) continue;
          seen.add(use.name);
          const near = suggest(use.name, defined);
          if (!isFromScratch && near === undefined) continue;
          yield finding(syntax.start, syntax.end, stage, `$${use.name} is not defined${near === undefined ? '' : ` (did you mean ${near}?)`}`);
        }
      }
      for (const pair of instruction.pairs) if (instruction.name === 'ENV' || instruction.name === 'ARG') defined.add(pair.key);
    }
  }
};
