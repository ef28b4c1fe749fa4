import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { foldName } from '../families/libraries/policy/purl-pattern.ts';
import type { Advisory } from '../formats/advisories/advisory.ts';
import { keyOf, openAdvisories, packAdvisories, type AdvisoryStamp } from '../formats/advisories/data-package.ts';
import { readOsvRecord } from '../formats/advisories/osv.ts';
import { unzip } from '../formats/archives/zip.ts';
import { plainValue } from '../policy/fields.ts';
import { readYaml } from '../formats/yaml.ts';

/** What a build made, and what it could not read. */
export interface AdvisoryBuild {
  readonly file: string;
  readonly stamp: AdvisoryStamp;
  readonly bytes: number;
  /** Files that are no OSV records, the first of them by name. */
  readonly unread: { readonly count: number; readonly first: readonly string[] };
}

/** Bytes of one zip, one record, and what all records of a zip may come to. The largest public dump is near 300 MB packed. */
const limits = { zip: 1024 ** 3, record: 8 * 1024 * 1024, unpacked: 8 * 1024 ** 3, members: 2_000_000 };

/** Builds the data package from folders, zips and files of OSV records (JSON or YAML). Throws an Error that names what cannot be read. */
export function buildAdvisories(sources: readonly string[], file: string, today: string): AdvisoryBuild {
  const collected = collector();
  for (const source of sources) readSource(resolve(source), collected);
  if (collected.records === 0) throw new Error(`${sources.join(', ')}: no OSV record was found; a folder, zip or JSON file of an OSV database is wanted`);
  const stamp: AdvisoryStamp = { built: today, newest: collected.newest, sources: sources.map((one) => resolve(one)), records: collected.records, packages: collected.byKey.size, malicious: collected.malicious.size };
  const bytes = packAdvisories(stamp, collected.byKey, collected.malicious);
  mkdirSync(dirname(file), { recursive: true });
  // a reader finds the old package or the new one, never half of one
  const partial = `${file}.${process.pid}`;
  writeFileSync(partial, bytes);
  renameSync(partial, file);
  return { file, stamp, bytes: bytes.length, unread: { count: collected.unread, first: collected.firstUnread } };
}

/** Builds the data package anew from what it was built from. */
export function updateAdvisories(file: string, today: string): AdvisoryBuild {
  return buildAdvisories(advisoryStatus(file).sources, file, today);
}

/** When and from what a data package was built. Throws an Error when there is none or it cannot be read. */
export function advisoryStatus(file: string): AdvisoryStamp {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    throw new Error(`${file}: there is no data package of advisories; make one with "portcullis advisories build SOURCE"`, { cause: error });
  }
  return openAdvisories(bytes).stamp;
}

interface Collector {
  readonly byKey: Map<string, Advisory[]>;
  readonly malicious: Set<string>;
  readonly firstUnread: string[];
  records: number;
  unread: number;
  newest: string;
}

function collector(): Collector {
  return { byKey: new Map(), malicious: new Set(), firstUnread: [], records: 0, unread: 0, newest: '' };
}

function readSource(path: string, into: Collector): void {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) throw new Error(`${path}: there is no such file or folder`);
  if (stat.isDirectory()) walk(path, into, 0);
  else if (path.endsWith('.zip')) readZip(path, stat.size, into);
  else if (stat.isFile()) readRecord(path, readFileSync(path), into);
}

function walk(folder: string, into: Collector, depth: number): void {
  if (depth > 20) return;
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (entry.name !== '.git') walk(path, into, depth + 1);
    } else if (entry.isFile() && /\.zip$/.test(entry.name)) readZip(path, statSync(path).size, into);
    else if (entry.isFile() && /\.(?:json|ya?ml)$/.test(entry.name)) readRecord(path, readFileSync(path), into);
  }
}

function readZip(path: string, size: number, into: Collector): void {
  if (size > limits.zip) throw new Error(`${path}: ${size} bytes, the limit is ${limits.zip}; unpack it and name the folder`);
  let left = limits.unpacked;
  for (const member of unzip(readFileSync(path), { maxMember: limits.record, maxMembers: limits.members, maxRatio: 1000, left: () => left })) {
    if ('problem' in member) unread(`${path}:${member.name}: ${member.detail}`, into);
    else if (/\.(?:json|ya?ml)$/.test(member.name)) {
      left -= member.bytes.length;
      readRecord(`${path}:${member.name}`, member.bytes, into);
    }
  }
}

function readRecord(name: string, bytes: Buffer, into: Collector): void {
  if (bytes.length > limits.record) return unread(`${name}: ${bytes.length} bytes`, into);
  const value = parse(name, bytes.toString('utf8'));
  const entries = value === undefined ? undefined : readOsvRecord(value);
  if (entries === undefined) return unread(name, into);
  into.records++;
  const modified = typeof value === 'object' && value !== null && 'modified' in value ? String(value.modified).slice(0, 10) : '';
  if (/^\d{4}-\d\d-\d\d$/.test(modified) && modified > into.newest) into.newest = modified;
  for (const { ecosystem, path, advisory, isWhole } of entries) {
    const key = keyOf(ecosystem, foldName(ecosystem, path));
    if (isWhole) {
      into.malicious.add(key);
      continue;
    }
    const list = into.byKey.get(key);
    if (list === undefined) into.byKey.set(key, [advisory]);
    else if (list.every(({ id, versions, ranges }) => id !== advisory.id || JSON.stringify([versions, ranges]) !== JSON.stringify([advisory.versions, advisory.ranges]))) list.push(advisory);
  }
}

function parse(name: string, text: string): unknown {
  try {
    if (name.endsWith('.json')) return JSON.parse(text);
    const reading = readYaml(text);
    return reading.problems.length > 0 ? undefined : plainValue(reading.documents[0]);
  } catch {
    // counted as unread, and said so
    return undefined;
  }
}

function unread(name: string, into: Collector): void {
  into.unread++;
  if (into.firstUnread.length < 5) into.firstUnread.push(name);
}
