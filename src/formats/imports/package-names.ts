import type { ImportRecord } from './import-record.ts';
import { pythonPackages } from './python-names.ts';

/**
 * The packages that an import may come from, by their full names in package URLs, the likeliest first. Where a language does not name
 * packages in its imports (Python, Ruby, PHP, .NET) these are the customary names; Java's are unknown, so it has none.
 */
export function packageNamesOf({ ecosystem, name, specifier }: Pick<ImportRecord, 'ecosystem' | 'name' | 'specifier'>): readonly string[] {
  if (name === undefined) return [];
  switch (ecosystem) {
    case 'npm': return [name];
    case 'pypi': return pythonNames(name, specifier);
    case 'golang': return beginnings(specifier, '/', 12);
    case 'cargo': return name.includes('_') ? [name, name.replaceAll('_', '-')] : [name];
    case 'gem': return rubyNames(specifier);
    case 'nuget': return beginnings(specifier, '.', 8);
    case 'composer': return phpNames(specifier);
    case 'maven': return [];
  }
}

/** `a/b/c`, `a/b`, `a` */
function beginnings(path: string, separator: string, most: number): readonly string[] {
  const parts = path.split(separator, most);
  return parts.map((_, at) => parts.slice(0, parts.length - at).join(separator));
}

function pythonNames(name: string, specifier: string): readonly string[] {
  const own = name.toLowerCase().replace(/[-_.]+/g, '-');
  const known = pythonPackages.get(name);
  // google.cloud.storage is google-cloud-storage: packages that share a namespace are named by the path
  const dashed = beginnings(specifier.toLowerCase().replaceAll('_', '-'), '.', 4).slice(0, -1).map((path) => path.replaceAll('.', '-'));
  return [...(known ?? []), own, ...dashed];
}

function rubyNames(specifier: string): readonly string[] {
  const paths = beginnings(specifier.replace(/\.rb$/, ''), '/', 4);
  return [...new Set(paths.flatMap((path) => [path.replaceAll('/', '-'), path.replaceAll('/', '_'), path.replace(/[/_]/g, '')]))];
}

/** Symfony\Component\HttpFoundation is symfony/http-foundation, Monolog\Logger is monolog/monolog. */
function phpNames(specifier: string): readonly string[] {
  const [vendor = '', ...rest] = specifier.split('\\', 4).map((part) => part.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '-').toLowerCase());
  const plain = vendor.replaceAll('-', '');
  const parts = rest[0] === 'component' || rest[0] === 'bundle' || rest[0] === 'contracts' ? rest.slice(1) : rest;
  const [first] = parts;
  return [...new Set([vendor, plain])].flatMap((one) => [...(first === undefined ? [] : [`${one}/${first}`]), `${one}/${one}`]);
}
