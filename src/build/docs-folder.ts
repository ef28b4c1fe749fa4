import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Paths below the folder that are missing, out of date, or no longer generated, sorted. Empty when all is current. */
export function staleDocs(folder: string, pages: ReadonlyMap<string, string>): readonly string[] {
  const outdated = [...pages].filter(([path, text]) => !existsSync(join(folder, path)) || readFileSync(join(folder, path), 'utf8') !== text);
  return [...outdated.map(([path]) => path), ...pagesIn(folder).filter((path) => !pages.has(path))].sort();
}

/** Makes the folder hold exactly these pages; pages that are current are not written again. Returns what changed. */
export function writeDocs(folder: string, pages: ReadonlyMap<string, string>): readonly string[] {
  const stale = staleDocs(folder, pages);
  for (const path of stale) {
    const text = pages.get(path);
    if (text === undefined) rmSync(join(folder, path));
    else {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
  }
  return stale;
}

function pagesIn(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.md'));
}
