import type { Place } from '../../formats/place.ts';
import type { FileReader, MapValue, TemplateProblem, Value } from '../value.ts';
import { overrideNames } from './detect.ts';
import { extended } from './extend.ts';
import { composeFiles, type ComposeFile, type ComposeFiles } from './files.ts';
import { includedBy } from './include.ts';
import { mergeMaps } from './merge.ts';
import { fieldOf } from '../access.ts';
import type { ComposeProject, ComposeService } from './model.ts';
import { folderOf } from '../../formats/repository-path.ts';

/** Services of one file that are read; a file with more says so. */
const maxServices = 20_000;

/** Reads a Compose file with everything it takes in; undefined when it is none. Never throws on bad input. */
export function readCompose(path: string, text: string, reader: FileReader): ComposeProject | undefined {
  const files = composeFiles(folderOf(path), reader);
  const file = files.open(path, text);
  if (file === undefined) return undefined;
  const problems: TemplateProblem[] = syntaxOf(file);
  const over = overrideNames(path).map((name) => files.open(name)).find((one) => one !== undefined);
  const own = servicesOf(file, { files, problems });
  const services = over === undefined ? own : overlaid(own, servicesOf(over, { files, problems }), over);
  if (over !== undefined) problems.push(...syntaxOf(over));
  const { names, complete, paths } = includedBy(file, files, problems);
  const document = over === undefined ? file.root : { ...mergeMaps(file.root, over.root, (value) => over.tags.get(value)), at: file.root.at };
  return { path, source: file.source, services, document, problems, inputs: [...files.inputs], includes: paths, included: names, complete };
}

function syntaxOf({ problems, source }: ComposeFile): TemplateProblem[] {
  return problems.map(({ message, start, end }) => ({ code: message.startsWith('duplicate key') ? 'duplicate-key' : 'syntax', message, at: { source, start, end } }));
}

function servicesOf(file: ComposeFile, around: { files: ComposeFiles; problems: TemplateProblem[] }): readonly ComposeService[] {
  const map = fieldOf(file.root, 'services');
  if (map?.kind !== 'map') return [];
  const services: ComposeService[] = [];
  for (const [name, value] of map.entries) {
    if (services.length >= maxServices) {
      around.problems.push({ code: 'limit', message: `more than ${maxServices} services: the rest was not judged`, at: value.at });
      break;
    }
    const whole = extended(name, file, around);
    if (whole !== undefined) services.push(serviceOf(name, whole, headOf(file, map, name, value), value.at));
  }
  return services;
}

function headOf(file: ComposeFile, map: MapValue, name: string, value: Value): Place {
  return file.keyOf(map, name) ?? { ...value.at, end: Math.min(value.at.end, value.at.start + 1) };
}

function serviceOf(name: string, value: MapValue, head: Place, at: Place): ComposeService {
  const partial = !['image', 'build', 'provider'].some((key) => fieldOf(value, key) !== undefined);
  const shared = head.source !== at.source || head.start > at.start;
  return { name, value: partial ? { ...value, open: true } : value, head, at: shared ? head : { ...at, start: head.start }, partial };
}

/** Lays the services of an override file over those of the file below. A service that only stands above is added. */
function overlaid(below: readonly ComposeService[], above: readonly ComposeService[], over: ComposeFile): readonly ComposeService[] {
  const added = new Map(above.map((service) => [service.name, service]));
  const merged = below.map((service): ComposeService => {
    const other = added.get(service.name);
    added.delete(service.name);
    if (other === undefined) return service;
    const { open: _, ...bare } = other.value;
    const value = mergeMaps(service.value, other.partial ? bare : other.value, (one) => over.tags.get(one));
    return serviceOf(service.name, { ...value, at: service.value.at }, service.head, service.at);
  });
  return [...merged, ...added.values()];
}
