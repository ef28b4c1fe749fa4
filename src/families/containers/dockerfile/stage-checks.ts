import { splitImage } from '../../../formats/image-reference.ts';
import { stageNames } from './base-images.ts';
import { finding, instructionsOf, onInstruction, type DockerfileCheck } from './check.ts';
import { suggester } from './nearest.ts';

/** FROM --platform with a constant value; a stage named after the platform means it. */
export const fromPlatform: DockerfileCheck = function* (dockerfile) {
  for (const stage of dockerfile.stages) {
    const flag = stage.from?.flags.find((one) => one.syntax.name === 'platform');
    if (flag?.value?.text === undefined || flag.value.uses.length > 0) continue;
    const [os = '', architecture = ''] = flag.value.text.split('/');
    if (stage.name !== undefined && ((os !== '' && stage.name.includes(os)) || (architecture !== '' && stage.name.includes(architecture)))) continue;
    yield finding(flag.syntax.start, flag.syntax.end, stage, `the platform is fixed to ${flag.value.text.slice(0, 40)}`);
  }
};

/** FROM --platform=$TARGETPLATFORM, which is the default. */
export const fromPlatformRedundant: DockerfileCheck = function* (dockerfile) {
  for (const stage of dockerfile.stages) {
    const flag = stage.from?.flags.find((one) => one.syntax.name === 'platform');
    if (flag !== undefined && /^\$(?:TARGETPLATFORM|\{TARGETPLATFORM\})$/.test(flag.syntax.value ?? '')) yield finding(flag.syntax.start, flag.syntax.end, stage);
  }
};

/** Architectures that repositories of single-platform images are named after. */
const architectureOf: ReadonlyMap<string, string> = new Map([
  ['amd64', 'amd64'], ['arm32v5', 'arm'], ['arm32v6', 'arm'], ['arm32v7', 'arm'], ['arm64v8', 'arm64'], ['i386', '386'], ['ppc64le', 'ppc64le'], ['s390x', 's390x'],
  ['riscv64', 'riscv64'], ['mips64le', 'mips64le'],
]);

/** The base image's name says another architecture than --platform: as much as can be told without asking the registry. */
export const fromPlatformMismatch: DockerfileCheck = function* (dockerfile) {
  for (const stage of dockerfile.stages) {
    const wanted = stage.platform?.text?.split('/')[1];
    if (wanted === undefined || stage.image === undefined || stage.from === undefined) continue;
    const owner = stage.image.repository.split('/')[0] ?? '';
    const actual = architectureOf.get(owner);
    if (actual !== undefined && actual !== wanted) yield onInstruction({ instruction: stage.from, stage }, `${owner} images are for ${actual}, the platform is ${wanted}`);
  }
};

/** Two stages of one name, compared without case. */
export const stageDuplicate: DockerfileCheck = function* (dockerfile) {
  const seen = new Set<string>();
  for (const stage of dockerfile.stages) {
    if (stage.name === undefined || stage.from === undefined) continue;
    if (seen.has(stage.name)) yield onInstruction({ instruction: stage.from, stage }, `the stage name ${stage.name} is taken already`);
    seen.add(stage.name);
  }
};

/** A stage named `scratch` or `context`, which the builder keeps for itself. */
export const stageReserved: DockerfileCheck = function* (dockerfile) {
  for (const stage of dockerfile.stages) {
    if ((stage.name === 'scratch' || stage.name === 'context') && stage.from !== undefined) yield onInstruction({ instruction: stage.from, stage }, `"${stage.name}" is reserved`);
  }
};

/** A stage name with capitals. */
export const stageCasing: DockerfileCheck = function* (dockerfile) {
  for (const stage of dockerfile.stages) {
    const written = stage.from?.arguments[2];
    if (stage.name !== undefined && written !== undefined && written.syntax.text !== stage.name) yield finding(written.syntax.start, written.syntax.end, stage);
  }
};

/** `FROM … as`: the two words are of different case. */
export const fromAsCasing: DockerfileCheck = function* (dockerfile) {
  for (const stage of dockerfile.stages) {
    const as = stage.from?.arguments[1];
    if (stage.from === undefined || as === undefined || as.syntax.text.toLowerCase() !== 'as') continue;
    const { keyword } = stage.from.syntax;
    const isLower = keyword === keyword.toLowerCase();
    if (!isLower && keyword !== keyword.toUpperCase()) continue;
    if (as.syntax.text !== (isLower ? 'as' : 'AS')) yield finding(as.syntax.start, as.syntax.end, stage, `"${as.syntax.text}" beside "${keyword}"`);
  }
};

/** COPY --from with a stage's number. */
export const stageUnnamed: DockerfileCheck = function* (dockerfile) {
  for (const placed of instructionsOf(dockerfile, 'COPY')) {
    const flag = placed.instruction.flags.find((one) => one.syntax.name === 'from');
    if (flag?.value?.text !== undefined && /^\d+$/.test(flag.value.text)) yield finding(flag.syntax.start, flag.syntax.end, placed.stage, `stage ${flag.value.text} is named by its number`);
  }
};

/** COPY --from that names the stage it stands in. */
export const copyFromSelf: DockerfileCheck = function* (dockerfile) {
  for (const placed of instructionsOf(dockerfile, 'COPY')) {
    const from = placed.instruction.flags.find((one) => one.syntax.name === 'from')?.value?.text?.toLowerCase();
    if (from === undefined) continue;
    if (from === placed.stage.name || (placed.stage.number >= 0 && from === String(placed.stage.number))) yield onInstruction(placed);
  }
};

/** COPY --from with a name of no earlier stage that looks like one: misspelt, or a later stage, or a number too high. */
export const copyFromUnknown: DockerfileCheck = function* (dockerfile) {
  const suggest = suggester();
  const names = stageNames(dockerfile);
  for (const placed of instructionsOf(dockerfile, 'COPY')) {
    const flag = placed.instruction.flags.find((one) => one.syntax.name === 'from');
    const from = flag?.value?.text?.toLowerCase();
    if (flag === undefined || from === undefined || from === placed.stage.name) continue;
    const named = names.get(from);
    if (named !== undefined && named.index < placed.stage.index) continue;
    if (/^\d+$/.test(from)) {
      // a fragment's stages may be counted by what stands before it elsewhere
      if (placed.stage.number >= 0 && Number(from) > placed.stage.number) yield finding(flag.syntax.start, flag.syntax.end, placed.stage, `there is no stage ${from} above`);
      continue;
    }
    if (named === undefined && looksLikeImage(from)) continue;
    const near = suggest(from, names.keys());
    const hint = named === undefined ? (near === undefined ? '' : ` (did you mean ${near}?)`) : ' (it comes later)';
    yield finding(flag.syntax.start, flag.syntax.end, placed.stage, `no earlier stage is named ${from.slice(0, 60)}${hint}`);
  }
};

/** An image reference with a registry, a path, a tag or a digest; a bare word is taken for a stage. */
function looksLikeImage(from: string): boolean {
  const { name, tag, digest } = splitImage(from);
  return tag !== undefined || digest !== undefined || name.includes('/');
}

/** COPY --from=… / /: a whole file system. */
export const copyFromWhole: DockerfileCheck = function* (dockerfile) {
  for (const placed of instructionsOf(dockerfile, 'COPY')) {
    const texts = placed.instruction.arguments.map((one) => one.value.text);
    if (placed.instruction.flags.some((one) => one.syntax.name === 'from') && texts.at(-1) === '/' && texts.slice(0, -1).includes('/')) yield onInstruction(placed);
  }
};
