import type { MapValue, TemplateProblem } from '../value.ts';
import { joined, type ComposeFile, type ComposeFiles } from './files.ts';
import { mergeMaps } from './merge.ts';
import { fieldOf, scalarText } from '../access.ts';
import { folderOf } from '../../formats/repository-path.ts';

/** Services that extend services that extend services … */
const maxChain = 50;

/** What resolving `extends` needs and reports to. */
export interface Extending {
  readonly files: ComposeFiles;
  readonly problems: TemplateProblem[];
}

/**
 * A service with what it extends put below it. What cannot be followed (a missing file, a name from a variable) leaves the
 * service open: what is absent may come from there. A cycle is a problem and ends.
 */
export function extended(name: string, file: ComposeFile, { files, problems }: Extending, chain: readonly string[] = []): MapValue | undefined {
  const own = fieldOf(fieldOf(file.root, 'services'), name);
  if (own?.kind !== 'map') return undefined;
  const wish = fieldOf(own, 'extends');
  if (wish === undefined) return own;
  const step = `${file.source.path}\0${name}`;
  const service = scalarText(wish) ?? scalarText(fieldOf(wish, 'service')) ?? (fieldOf(wish, 'service') === undefined ? name : undefined);
  const named = fieldOf(wish, 'file');
  const path = named === undefined ? file.source.path : joined(folderOf(file.source.path), scalarText(named) ?? '\0');
  if (chain.includes(step) || chain.length >= maxChain) {
    problems.push({ code: 'cycle', message: `service "${name.slice(0, 100)}" extends itself through other services`, at: wish.at });
    return own;
  }
  const below = path === undefined || service === undefined || path.includes('\0') ? undefined : files.open(path);
  if (below !== undefined && service !== undefined && fieldOf(fieldOf(below.root, 'services'), service) === undefined) {
    problems.push({ code: 'unknown-reference', message: `there is no service "${service.slice(0, 100)}" to extend in ${below.source.path}`, at: wish.at });
  }
  const base = below === undefined || service === undefined ? undefined : extended(service, below, { files, problems }, [...chain, step]);
  return base === undefined ? { ...own, open: true } : mergeMaps(base, own, (value) => file.tags.get(value));
}
