/** An image reference taken apart. Source: distribution/reference, the grammar Docker and Kubernetes share. */
export interface ImageReference {
  /** Host, with its port; `docker.io` when none is written. */
  readonly registry: string;
  /** Path with `library/` spelled out for Docker Hub's official images. */
  readonly repository: string;
  readonly tag?: string;
  /** `sha256:…` */
  readonly digest?: string;
  /** False when the host was not written. */
  readonly hasRegistry: boolean;
}

const pathPattern = /^[a-z0-9]+(?:(?:\.|_{1,2}|-{1,20})[a-z0-9]+)*$/;
const tagPattern = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/;
const digestPattern = /^[A-Za-z][A-Za-z0-9]{0,31}(?:[-_+.][A-Za-z][A-Za-z0-9]{0,31}){0,5}:[0-9a-fA-F]{32,256}$/;

/** Reads an image reference; undefined when the text is none (upper case, empty, a bad tag …). */
export function readImageReference(text: string): ImageReference | undefined {
  if (text === '' || text.length > 600) return undefined;
  const { name, tag, digest } = splitImage(text);
  if (tag !== undefined && !tagPattern.test(tag)) return undefined;
  if (digest !== undefined && !digestPattern.test(digest)) return undefined;
  const slash = name.indexOf('/');
  const first = slash < 0 ? '' : name.slice(0, slash);
  const hasRegistry = isHost(first);
  const registry = hasRegistry ? normalHost(first) : 'docker.io';
  let repository = hasRegistry ? name.slice(slash + 1) : name;
  if (repository.length > 255 || !repository.split('/').every((part) => pathPattern.test(part))) return undefined;
  if (registry === 'docker.io' && !repository.includes('/')) repository = `library/${repository}`;
  return { registry, repository, hasRegistry, ...(tag === undefined ? {} : { tag }), ...(digest === undefined ? {} : { digest }) };
}

/** Takes tag and digest off a name without judging any of them. */
export function splitImage(text: string): { name: string; tag?: string; digest?: string } {
  const at = text.indexOf('@');
  const digest = at < 0 ? undefined : text.slice(at + 1);
  const rest = at < 0 ? text : text.slice(0, at);
  const colon = rest.indexOf(':', rest.lastIndexOf('/') + 1);
  const tag = colon < 0 ? undefined : rest.slice(colon + 1);
  const name = colon < 0 ? rest : rest.slice(0, colon);
  return { name, ...(tag === undefined ? {} : { tag }), ...(digest === undefined ? {} : { digest }) };
}

/** `registry/repository` in the long form, by which two references name the same repository. */
export function imageName(image: ImageReference): string {
  return `${image.registry}/${image.repository}`;
}

function isHost(text: string): boolean {
  if (text === '') return false;
  return text === 'localhost' || text.includes('.') || text.includes(':') || text !== text.toLowerCase();
}

function normalHost(host: string): string {
  const lower = host.toLowerCase();
  return lower === 'index.docker.io' || lower === 'registry-1.docker.io' || lower === 'hub.docker.com' ? 'docker.io' : lower;
}
