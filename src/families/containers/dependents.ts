import type { Source } from '../../model/source.ts';
import { isComposeName } from '../../templates/compose/detect.ts';
import type { FileReader } from '../../templates/value.ts';
import { namersIn } from '../../templates/compose/namers.ts';
import { beginsLikeDockerfile } from '../../formats/dockerfile/begins.ts';
import { isDockerfileName, looksLikeCompose } from './file-names.ts';
import { overlaysOf } from './kubernetes/overlays.ts';

/** Files that are judged again because an input of theirs changed; more of them are judged when somebody scans. */
const maxDependents = 300;
/** Files that are looked through for who builds by a Dockerfile of another name. */
const maxCandidates = 3000;

/**
 * The files that use a changed one and did not change themselves: the templates of a chart whose values, description or
 * partial templates changed, the Compose files beside an `.env` file or a file that they extend or include, and what the
 * kustomizations over a base, component, patch or generator's file build.
 */
export function dependentsOf(sources: readonly Source[], files: FileReader): readonly Source[] {
  const known = new Set(sources.map(({ path }) => path));
  const wanted = new Set<string>();
  const want = (paths: Iterable<string>): void => {
    for (const path of paths) if (!known.has(path) && wanted.size < maxDependents) wanted.add(path);
  };
  for (const source of sources) want([...chartTemplates(source.path, files), ...composeUsers(source, files)]);
  want(builders(sources.filter(isNamelessDockerfile).map(({ path }) => path), files));
  want(overlaysOf([...known], files));
  files.prepare?.([...wanted]);
  return [...wanted].flatMap((path): Source[] => {
    const text = files.readText(path);
    return text === undefined ? [] : [{ path, subject: 'file', bytes: Buffer.from(text, 'utf8') }];
  });
}

/** Whether a file would be a Dockerfile if a Compose file named it so. */
function isNamelessDockerfile({ path, bytes }: Source): boolean {
  return !isDockerfileName(path) && beginsLikeDockerfile(bytes);
}

/** The Compose files that may name some files: those that are called so and, where every file is known, others too. */
function builders(paths: readonly string[], files: FileReader): readonly string[] {
  if (paths.length === 0) return [];
  const candidates = files.all === undefined ? paths.flatMap((path) => composeAbove(path, files)) : [...files.all()].filter((path) => /\.ya?ml$/i.test(path));
  const some = [...new Set(candidates)].toSorted((a, b) => Number(isComposeName(b)) - Number(isComposeName(a))).slice(0, maxCandidates);
  files.prepare?.(some);
  const texts = some.flatMap((path): (readonly [string, string])[] => {
    const text = files.readText(path);
    return text !== undefined && looksLikeCompose(path, text) ? [[path, text]] : [];
  });
  return namersIn(new Map(texts))(paths);
}

function composeAbove(path: string, files: FileReader): readonly string[] {
  const found: string[] = [];
  for (let [folder] = split(path), isTop = false; !isTop; [folder] = split(folder)) {
    isTop = folder === '';
    for (const name of files.list(isTop ? '.' : folder)) if (isComposeName(name)) found.push(under(folder, name));
  }
  return found;
}

/** Folder and name of a path; the top is the empty text. */
function split(path: string): readonly [folder: string, name: string] {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? ['', path] : [path.slice(0, slash), path.slice(slash + 1)];
}

const under = (folder: string, name: string): string => (folder === '' ? name : `${folder}/${name}`);

/** The templates of the chart that a file of it is an input of, those of its subcharts too. */
function* chartTemplates(path: string, files: FileReader): Generator<string> {
  const [folder, name] = split(path);
  const partial = /^(?:(.*)\/)?templates(?:\/.*)?$/.exec(folder);
  const root = /^(?:values\.ya?ml|Chart\.yaml)$/.test(name) ? folder : /^_.*\.tpl$/.test(name) && partial !== null ? (partial[1] ?? '') : undefined;
  if (root === undefined || files.readText(under(root, 'Chart.yaml')) === undefined) return;
  const isTemplate = (one: string): boolean => /\.ya?ml$/i.test(one);
  if (files.all === undefined) {
    for (const one of files.list(under(root, 'templates'))) if (isTemplate(one)) yield under(under(root, 'templates'), one);
    return;
  }
  const [own, parts] = [under(root, 'templates/'), under(root, 'charts/')];
  for (const one of files.all()) if (isTemplate(one) && (one.startsWith(own) || (one.startsWith(parts) && one.includes('/templates/')))) yield one;
}

/** The Compose files of its folder, or of the one above, that take variables or services from a file. */
function* composeUsers({ path, bytes }: Source, files: FileReader): Generator<string> {
  const [folder, name] = split(path);
  const isVariables = name === '.env';
  if (!isVariables && !looksLikeCompose(path, bytes)) return;
  for (const place of isVariables || folder === '' ? [folder] : [folder, split(folder)[0]]) {
    for (const one of files.list(place)) {
      const user = under(place, one);
      if (user === path || !isComposeName(one)) continue;
      if (files.readText(user)?.includes(isVariables ? '$' : name) === true) yield user;
    }
  }
}
