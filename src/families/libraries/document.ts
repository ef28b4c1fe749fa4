import { detectPackageFile, type PackageReaderName } from '../../formats/packages/detect.ts';
import { hasShapeOf } from '../../formats/packages/lock-shape.ts';
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
  const reading = read(text, path, files);
  return { source: sourceText(path, text), reader, reading: isOther(reader, reading, text) ? { ...reading, problems: [{ message: `not a file of the format that its name promises (${reader})`, start: 0, end: Math.min(1, text.length) }] } : reading };
}

/** Nothing was read, nothing was wrong, and yet the text is something else: an error page, a list where an object belongs. */
function isOther(reader: PackageReaderName, { packages, problems }: PackageReading, text: string): boolean {
  return packages.length === 0 && problems.length === 0 && !hasShapeOf(reader, text);
}
