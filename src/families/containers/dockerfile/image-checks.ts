import { readImageReference } from '../../../formats/image-reference.ts';
import { finding, onInstruction, type DockerfileCheck } from './check.ts';
import { suggester } from './nearest.ts';

/** FROM uses a build argument that no ARG above it declares. */
export const imageArgUndefined: DockerfileCheck = function* (dockerfile) {
  const suggest = suggester();
  for (const stage of dockerfile.stages) {
    const { from } = stage;
    if (from === undefined) continue;
    const seen = new Set<string>();
    const uses = [...stage.base.uses, ...(stage.platform?.uses ?? [])];
    for (const { name, variable } of uses) {
      if (variable !== undefined || seen.has(name)) continue;
      seen.add(name);
      const near = suggest(name, [...dockerfile.globalVariables.keys(), 'TARGETPLATFORM', 'BUILDPLATFORM']);
      yield onInstruction({ instruction: from, stage }, `FROM argument ${name} is not declared before it${near === undefined ? '' : ` (did you mean ${near}?)`}`);
    }
  }
};

/** The defaults of the global arguments give an empty or invalid image name. */
export const imageArgDefaultInvalid: DockerfileCheck = function* (dockerfile) {
  for (const stage of dockerfile.stages) {
    const written = stage.from?.arguments[0];
    if (stage.from === undefined || written === undefined || stage.base.uses.length === 0) continue;
    // An argument without default is empty in a build that gives none: BuildKit judges that build.
    const text = stage.base.text ?? stage.base.parts.map((part) => part ?? '').join('');
    if (stage.base.text === undefined && stage.base.uses.some((use) => use.variable?.kind === 'builtin')) continue;
    if (text !== '' && (readImageReference(text) !== undefined || stage.baseStage !== undefined)) continue;
    yield finding(written.syntax.start, written.syntax.end, stage, `the defaults give ${text === '' ? 'an empty' : 'an invalid'} base image name: "${shown(text)}"`);
  }
};

function shown(text: string): string {
  return text.replaceAll('\u0000', '…').slice(0, 100);
}
