import { detectPackageFile, type PackageReaderName } from '../../formats/packages/detect.ts';
import { readPackages } from '../../formats/packages/read-packages.ts';
import type { PackageReading, SiblingFiles } from '../../formats/packages/record.ts';
import { sourceText, type SourceText } from '../../formats/place.ts';

/** A file that names packages, with what it names. */
export interface PackageDocument {
  readonly source: SourceText;
  readonly reader: PackageReaderName;
  readonly reading: PackageReading;
}

/** How much of a file decides which reader it wants, in UTF-16 code units. */
const headLength = 4096;

/** Reads a file that names packages; undefined for any other file. Never throws on bad input. */
export async function readDocument(path: string, text: string, files?: SiblingFiles): Promise<PackageDocument | undefined> {
  const reader = detectPackageFile(path, text.slice(0, headLength));
  if (reader === undefined) return undefined;
  const read = await readPackages(reader);
  return { source: sourceText(path, text), reader, reading: read(text, path, files) };
}
