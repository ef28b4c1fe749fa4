import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { parseRecord } from './record.ts';

/** What is read of the end of a log at first; most records are shorter. */
const firstBytes = 8192;

/**
 * The latest time that a log knows, in milliseconds since 1970, by its last record; undefined where there is none or it
 * cannot be read: then nothing can be appended either. Whether the record is what was written is for the append to say.
 */
export function latestTime(path: string): number | undefined {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch {
    return undefined;
  }
  try {
    const { size } = fstatSync(file);
    for (let length = Math.min(size, firstBytes); length > 0; length = Math.min(size, length * 8)) {
      const bytes = Buffer.alloc(length);
      const got = readSync(file, bytes, 0, length, size - length);
      const record = lastRecord(bytes.subarray(0, got), length === size);
      if (record !== undefined) return timeOf(record.clock?.latest ?? record.time);
      if (length === size) return undefined;
    }
    return undefined;
  } catch {
    return undefined;
  } finally {
    closeSync(file);
  }
}

/** The last whole record in the end of a log; one that is torn is passed over. */
function lastRecord(bytes: Buffer, isAll: boolean): ReturnType<typeof recordAt> {
  for (let end = bytes.lastIndexOf(10); end > 0; ) {
    const before = bytes.lastIndexOf(10, end - 1);
    if (before < 0 && !isAll) return undefined;
    const record = recordAt(bytes, before + 1, end);
    if (record !== undefined || before < 0) return record;
    end = before;
  }
  return undefined;
}

function recordAt(bytes: Buffer, start: number, end: number): NonNullable<ReturnType<typeof parseRecord>>['record'] | undefined {
  return parseRecord(bytes.subarray(start, end))?.record;
}

function timeOf(text: string): number | undefined {
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}
