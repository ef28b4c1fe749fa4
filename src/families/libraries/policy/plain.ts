import { isRecord } from '../../../formats/record.ts';

/** Reads plain data of a policy section. Its shape was validated where it has lines (`src/policy/libraries.ts`); what is of another type counts as absent. */
export type Plain = Readonly<Record<string, unknown>>;

/** The mapping under a key; empty when there is none. */
export function mapAt(plain: Plain, key: string): Plain {
  const value = valueAt(plain, key);
  return isRecord(value) ? value : {};
}

/** The mappings of a list. */
export function mapsAt(plain: Plain, key: string): readonly Plain[] {
  const value = valueAt(plain, key);
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

/** The texts of a list; a single text counts as a list of one; undefined without the key. */
export function textsAt(plain: Plain, key: string): readonly string[] | undefined {
  const value = valueAt(plain, key);
  if (value === undefined || value === null) return undefined;
  return Array.isArray(value) ? value.filter((one) => one !== null && typeof one !== 'object').map(String) : typeof value === 'object' ? undefined : [String(value)];
}

export function textAt(plain: Plain, key: string): string | undefined {
  const value = valueAt(plain, key);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}

export function flagAt(plain: Plain, key: string): boolean | undefined {
  const value = valueAt(plain, key);
  return typeof value === 'boolean' ? value : undefined;
}

export function numberAt(plain: Plain, key: string): number | undefined {
  const value = valueAt(plain, key);
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

export function valueAt(plain: Plain, key: string): unknown {
  return Object.hasOwn(plain, key) ? plain[key] : undefined;
}
