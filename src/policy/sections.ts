import { only, type Fields } from './fields.ts';

const imageKeys = ['registries', 'allow', 'deny', 'forbidden-tags', 'digest', 'platforms'];
const targetKeys = ['checks', 'tags', 'paths', 'types', 'names'];

/** Looks at the keys of `containers`; its family reads the values. Throws PolicyError with file, line and the nearest right key. */
export function checkContainers(section: Fields): void {
  only(section, 'containers', ['images', 'pod-security']);
  const images = section.map('images');
  if (images !== undefined) {
    only(images, 'containers.images', imageKeys);
    images.choice('digest', ['required', 'optional'], 'optional');
  }
  const podSecurity = section.map('pod-security');
  if (podSecurity === undefined) return;
  only(podSecurity, 'containers.pod-security', ['version']);
  const version = podSecurity.text('version');
  if (version !== undefined && !/^(?:latest|v1\.\d{1,3})$/.test(version)) podSecurity.fail('version', `"${version.slice(0, 40)}" is no version of the standards; write latest or a version such as v1.29`);
}

/** Looks at the keys of `infrastructure`, as above. */
export function checkInfrastructure(section: Fields): void {
  only(section, 'infrastructure', ['targets']);
  for (const target of section.maps('targets')) {
    only(target, 'infrastructure.targets', targetKeys);
    if (target.texts('checks').length === 0) target.fail(undefined, '"checks" is missing: the checks that the entry is about');
  }
}

/** Looks at the keys of `credentials`, as above. */
export function checkCredentials(section: Fields): void {
  only(section, 'credentials', ['secretlint']);
  section.texts('secretlint');
}
