import { imageName, type ImageReference } from '../../formats/image-reference.ts';
import { starPattern } from '../../formats/star-pattern.ts';

/** Whether an image comes from one of the listed registries. An entry may hold `*`, and may go on into the path: `ghcr.io/acme`. */
export function isFrom(image: ImageReference, registries: readonly string[]): boolean {
  const full = imageName(image);
  return registries.map(normalRegistry).some((entry) => {
    const matches = starPattern(entry);
    return matches(image.registry) || matches(full) || (entry.includes('/') && full.startsWith(`${entry}/`));
  });
}

/** A registry as it is compared: without scheme and closing slash, Docker Hub by one name. */
function normalRegistry(entry: string): string {
  const bare = entry.replace(/^https?:\/\//, '').replace(/\/+$/, '');
  return ['hub.docker.com', 'index.docker.io', 'registry-1.docker.io', 'registry.hub.docker.com'].includes(bare) ? 'docker.io' : bare;
}

/** The ways a pattern may write an image: long and short, with and without its tag. */
export function spellingsOf(image: ImageReference): readonly string[] {
  const long = imageName(image);
  const short = image.registry === 'docker.io' ? image.repository.replace(/^library\//, '') : long;
  const tag = `:${image.tag ?? 'latest'}`;
  return [short, long, short + tag, long + tag];
}
