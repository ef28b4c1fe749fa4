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

/**
 * Largest file that is read for its packages, in bytes, where nobody says otherwise. The largest lockfiles of monorepos have
 * some 10 MB, bills of materials of images some 30; what reading takes is up to 20 times as much memory (2026-11-27).
 */
export const defaultMaxDocument = 32 * 1024 * 1024;

/**
 * Reads a file that names packages; undefined for any other file. Never throws on bad input. Of a file of more than `maxBytes`
 * nothing is read, and its one problem says so.
 */
export async function readDocument(path: string, text: string, files?: SiblingFiles, maxBytes = defaultMaxDocument): Promise<PackageDocument | undefined> {
  const reader = detectPackageFile(path, text.slice(0, headLength));
  if (reader === undefined) return undefined;
  // UTF-8 takes at most three bytes for a UTF-16 code unit
  const bytes = text.length * 3 > maxBytes ? Buffer.byteLength(text) : text.length;
  if (bytes > maxBytes) return { source: sourceText(path, text), reader, reading: { packages: [], problems: [{ message: tooLarge(bytes, maxBytes), start: 0, end: Math.min(1, text.length) }], kind: 'lockfile' } };
  const read = await readPackages(reader);
  const reading = read(text, path, files);
  return { source: sourceText(path, text), reader, reading: isOther(reader, reading, text) ? { ...reading, problems: [{ message: `not a file of the format that its name promises (${reader})`, start: 0, end: Math.min(1, text.length) }] } : reading };
}

/** Says that a file was not read for its size. */
export function tooLarge(bytes: number, maxBytes: number): string {
  return `too large to be read for its packages: its ${bytes} bytes are more than "max-file-bytes" allows (${maxBytes})`;
}

/** Nothing was read, nothing was wrong, and yet the text is something else: an error page, a list where an object belongs. */
function isOther(reader: PackageReaderName, { packages, problems }: PackageReading, text: string): boolean {
  return packages.length === 0 && problems.length === 0 && !hasShapeOf(reader, text);
}
