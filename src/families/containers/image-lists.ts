import { isRecord } from '../../formats/record.ts';
import type { FamilyPolicy } from '../../model/family.ts';

/** What `containers.images` of `portcullis.yaml` says: one list for Dockerfiles, Compose files, task definitions and manifests. */
interface ImageLists {
  readonly registries: readonly string[];
  readonly allow: readonly string[];
  /** Patterns of images that are not allowed, each with what to use in its place. */
  readonly deny: Readonly<Record<string, string>>;
  readonly forbiddenTags: readonly string[];
  readonly digestRequired: boolean;
  readonly platforms: readonly string[];
}

const keys = ['registries', 'allow', 'deny', 'forbidden-tags', 'digest', 'platforms'];

/**
 * The policy with the lists of `containers.images` put into the parameters of every check that has one of that name and
 * whose own is empty:
 *
 *     containers:
 *       images:
 *         registries: [registry.example, "*.dkr.ecr.eu-west-1.amazonaws.com"]
 *         allow: ["registry.example/base/*", "docker.io/library/postgres:17*"]
 *         deny: {"docker.io/library/centos*": registry.example/base/almalinux}
 *         forbidden-tags: [edge, nightly]
 *         digest: required
 *         platforms: [linux/amd64, linux/arm64]
 *
 * Throws Error for what cannot be read, naming it.
 */
export function withImageLists(policy: FamilyPolicy): FamilyPolicy {
  const lists = listsOf(policy.settings);
  if (lists === undefined) return policy;
  return {
    ...policy,
    parameters(check) {
      const own = policy.parameters(check);
      const added: Record<string, unknown> = {};
      const { registries, images, denied, tags, required, platforms } = own;
      if (isEmptyList(registries) && lists.registries.length > 0) added['registries'] = lists.registries;
      if (isEmptyList(images) && lists.allow.length > 0) added['images'] = lists.allow;
      if (isEmptyList(platforms) && lists.platforms.length > 0) added['platforms'] = lists.platforms;
      if (isRecord(denied)) added['denied'] = { ...lists.deny, ...denied };
      if (Array.isArray(tags)) added['tags'] = [...tags, ...lists.forbiddenTags];
      if (required === false) added['required'] = lists.digestRequired;
      return { ...own, ...added };
    },
  };
}

function listsOf(settings: unknown): ImageLists | undefined {
  const images = isRecord(settings) ? settings['images'] : undefined;
  if (images === undefined || images === null) return undefined;
  if (!isRecord(images)) throw new Error('containers.images must be a map');
  for (const key of Object.keys(images)) if (!keys.includes(key)) throw new Error(`containers.images: unknown key "${key}" (there are: ${keys.join(', ')})`);
  const { registries, allow, deny, digest } = images;
  if (digest !== undefined && digest !== 'required' && digest !== 'optional') throw new Error('containers.images.digest must be "required" or "optional"');
  return {
    registries: texts('registries', registries),
    allow: texts('allow', allow),
    deny: denied(deny),
    forbiddenTags: texts('forbidden-tags', images['forbidden-tags']),
    digestRequired: digest === 'required',
    platforms: texts('platforms', images['platforms']),
  };
}

function texts(name: string, value: unknown): readonly string[] {
  if (value === undefined || value === null) return [];
  if (typeof value === 'string') return [value];
  if (!Array.isArray(value) || !value.every((one): one is string => typeof one === 'string')) throw new Error(`containers.images.${name} must be a list of texts`);
  return value;
}

/** A list of patterns, or a map from each to what to use instead. */
function denied(value: unknown): Readonly<Record<string, string>> {
  if (isRecord(value)) return Object.fromEntries(Object.entries(value).map(([pattern, instead]) => [pattern, typeof instead === 'string' ? instead : 'another image']));
  return Object.fromEntries(texts('deny', value).map((pattern) => [pattern, 'another image']));
}

function isEmptyList(value: unknown): boolean {
  return Array.isArray(value) && value.length === 0;
}
