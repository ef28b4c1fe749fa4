import { readImageReference, type ImageReference } from '../../../formats/image-reference.ts';
import { baseImages, imageShape, usedImages, type UsedImage } from './base-images.ts';
import { finding, onInstruction, stringList, stringMap, type DockerfileCheck, type DockerfileFinding } from './check.ts';
import { globPattern } from '../glob.ts';
import { isFrom, spellingsOf } from '../image-names.ts';
import { suggester } from './nearest.ts';

/** A base image with neither tag nor digest. */
export const imageUntagged: DockerfileCheck = function* (dockerfile) {
  for (const used of baseImages(dockerfile)) {
    const { tag, digest, isOpen, name } = imageShape(used.image);
    if (tag === undefined && digest === undefined && !isOpen) yield on(used, `${shown(name)} has no tag: it means latest`);
  }
};

/** A base image by a tag that moves: `latest` unless the parameter `tags` names others. */
export const imageLatest: DockerfileCheck = function* (dockerfile, parameters) {
  const tags = new Set(stringList(parameters, 'tags'));
  for (const used of baseImages(dockerfile)) {
    const { tag, digest, name } = imageShape(used.image);
    if (digest === undefined && tag !== undefined && tags.has(tag)) yield on(used, `${shown(name)} is taken by the moving tag "${tag}"`);
  }
};

/** An image that is not pinned by digest where the parameter `required` asks for it, in FROM, COPY --from or RUN --mount. */
export const imageNoDigest: DockerfileCheck = function* (dockerfile, parameters) {
  if (parameters['required'] === false) return;
  for (const used of usedImages(dockerfile)) {
    const { digest, isOpen, name } = imageShape(used.image);
    if (digest !== undefined) continue;
    const report = on(used, `${shown(name)} in ${used.by} is not pinned by digest`);
    yield isOpen ? { ...report, certainty: 'unsure' } : report;
  }
};

/** An image from a registry outside the list `registries`, whose entries may hold `*`. Without a list nothing is said. */
export const imageRegistryNotAllowed: DockerfileCheck = function* (dockerfile, parameters) {
  const allowed = stringList(parameters, 'registries');
  if (allowed.length === 0) return;
  for (const used of usedImages(dockerfile)) {
    const image = used.image.text === undefined ? prefixReference(used) : readImageReference(used.image.text);
    if (image === undefined) {
      if (used.image.text === undefined) yield { ...on(used, `the registry of the image is not known: ${used.image.why ?? ''}`), certainty: 'unsure' };
      continue;
    }
    if (isFrom(image, allowed)) continue;
    yield on(used, `${image.registry} (${used.by}) is none of the allowed registries: ${allowed.join(', ')}`);
  }
};

/** The reference of an image whose name is known and whose tag is not. */
function prefixReference(used: UsedImage): ImageReference | undefined {
  const first = used.image.parts[0];
  if (typeof first !== 'string' || !/[:@]$/.test(first)) return undefined;
  return readImageReference(first.slice(0, -1));
}

/** An image outside the list `images` (patterns over `registry/repository[:tag]`), or one that `denied` names with its replacement. */
export const imageNotAllowed: DockerfileCheck = function* (dockerfile, parameters) {
  const allowed = stringList(parameters, 'images').map(globPattern);
  const denied = [...stringMap(parameters, 'denied')].map(([pattern, instead]) => ({ matches: globPattern(pattern), instead }));
  if (allowed.length === 0 && denied.length === 0) return;
  for (const used of usedImages(dockerfile)) {
    const image = used.image.text === undefined ? prefixReference(used) : readImageReference(used.image.text);
    if (image === undefined) {
      if (used.image.text === undefined) yield { ...on(used, `the image is not known: ${used.image.why ?? ''}`), certainty: 'unsure' };
      continue;
    }
    const spellings = [...spellingsOf(image), used.image.text ?? ''];
    const refused = denied.find(({ matches }) => spellings.some(matches));
    if (refused !== undefined) yield on(used, `${shown(spellings[0] ?? '')} is not allowed: use ${refused.instead}`);
    else if (allowed.length > 0 && !allowed.some((pattern) => spellings.some(pattern))) yield on(used, `${shown(spellings[0] ?? '')} is outside the list of allowed images`);
  }
};

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

function on(used: UsedImage, message: string): DockerfileFinding {
  return finding(used.start, used.end, used.stage, message);
}

function shown(text: string): string {
  return text.replaceAll('\u0000', '…').slice(0, 100);
}
