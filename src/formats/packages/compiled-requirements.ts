import { eachLine } from './lines.ts';
import { pypiName } from './package-name.ts';
import type { PackageRecord } from './record.ts';

/**
 * What the comments of pip-compile and uv say of each requirement, by the UTF-16 offset of its line: whether the project asks
 * for it, and which packages bring it in (`# via requests`, `# via -r requirements.in`, `# via app (pyproject.toml)`). A name
 * that the file itself does not hold is the project's own.
 */
export function readVia(text: string): ReadonlyMap<number, Pick<PackageRecord, 'direct' | 'parents'>> {
  const found = new Map<number, string[]>();
  if (!text.includes('# via')) return new Map();
  const names = new Set<string>();
  let entry: string[] | undefined;
  let isOpen = false;
  eachLine(text, (line, start) => {
    const bare = line.trimStart();
    if (/^[A-Za-z0-9-]/.test(line) && !line.startsWith('--')) {
      entry = [];
      found.set(start, entry);
      names.add(pypiName(/^[\w.-]{1,200}/.exec(line)?.[0] ?? '').name);
      isOpen = false;
    }
    const via = /(?:^|\s)# via(?:\s(.{0,500}))?$/.exec(line);
    if (via !== null) {
      isOpen = true;
      entry?.push(...(via[1] ?? '').split(','));
    } else if (isOpen && /^#\s{2,10}\S/.test(bare)) entry?.push(bare.slice(1));
    else if (isOpen) isOpen = false;
  });
  return new Map([...found].flatMap(([start, list]) => {
    const sources = list.map((one) => one.trim()).filter((one) => one !== '' && !/^-c\s|^--(?:constraint|override)/.test(one));
    if (sources.length === 0) return [];
    const nameOf = (one: string): string => pypiName(one.split('[', 1)[0] ?? one).name;
    const isAsked = (one: string): boolean => one.startsWith('-') || /\s\(/.test(one) || !names.has(nameOf(one));
    const parents = sources.filter((one) => !isAsked(one)).map(nameOf);
    return [[start, { direct: sources.some(isAsked), ...(parents.length === 0 ? {} : { parents }) }] as const];
  }));
}
