import { eachEntry, jsonCursor, kindHere, takeText, type JsonCursor } from './json-cursor.ts';
import { denoPackage } from './deno-specifier.ts';
import { finishReading, startReading, type ReadingDraft } from './reading.ts';
import type { PackageReading } from './record.ts';

/** Reads deno.json, deno.jsonc and import maps: what `imports` and `scopes` lead to. Source: Deno manual, configuration. */
export function readDenoManifest(text: string): PackageReading {
  const draft = startReading(text);
  const cursor = jsonCursor(text, draft.problems);
  eachEntry(cursor, (key) => {
    if (key === 'imports') readImports(cursor, draft);
    else if (key === 'scopes' && kindHere(cursor) === 'object') eachEntry(cursor, () => readImports(cursor, draft));
  });
  return finishReading(draft, 'manifest', 'deno');
}

function readImports(cursor: JsonCursor, draft: ReadingDraft): void {
  eachEntry(cursor, (alias, start, end) => {
    const found = denoPackage(takeText(cursor) ?? '');
    if (found !== undefined) draft.packages.push({ ...found, start, end, direct: true, scope: 'runtime', alias: alias === found.name ? undefined : alias });
  });
}
