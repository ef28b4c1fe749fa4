import { fullNameOf } from '../../../formats/packages/package-name.ts';
import type { PackageRecord } from '../../../formats/packages/record.ts';
import type { FileReader } from '../../../templates/value.ts';
import { folderPrefix } from '../../../formats/repository-path.ts';

/** Longest metadata that is read, in UTF-16 code units. */
const maxText = 400_000;

/** The licence that an installed copy beside the lockfile states: node_modules, a virtual environment, vendored crates and gems. */
export function installedLicence(record: PackageRecord, path: string, files: FileReader): string | undefined {
  const folder = folderPrefix(path);
  if (!isInstalled(folder, record.ecosystem, files)) return undefined;
  switch (record.ecosystem) {
    case 'npm':
      return fromNpm(files.readText(`${folder}node_modules/${fullNameOf(record)}/package.json`), record.version);
    case 'cargo':
      return /^license\s*=\s*"([^"\n]{1,300})"/m.exec(clipped(files.readText(`${folder}vendor/${record.name}/Cargo.toml`)))?.[1];
    case 'pypi':
      return fromPython(record, folder, files);
    default:
      return undefined;
  }
}

const places: Readonly<Record<string, readonly string[]>> = { npm: ['node_modules'], cargo: ['vendor'], pypi: ['.venv/lib', 'venv/lib'] };
const installed = new WeakMap<FileReader, Map<string, boolean>>();

/** Whether anything is installed beside a lockfile: asked once a folder, not once a package. */
function isInstalled(folder: string, ecosystem: string, files: FileReader): boolean {
  const known = installed.get(files) ?? new Map<string, boolean>();
  installed.set(files, known);
  const key = `${ecosystem} ${folder}`;
  let answer = known.get(key);
  if (answer === undefined) {
    const top = files.list(folder.slice(0, -1));
    answer = (places[ecosystem] ?? []).some((place) => top.includes(place.split('/')[0] ?? '') || files.list(folder + place).length > 0 || (files.all !== undefined && [...files.all()].some((path) => path.startsWith(`${folder}${place}/`))));
    known.set(key, answer);
  }
  return answer;
}

function fromNpm(text: string | undefined, version: string | undefined): string | undefined {
  if (text === undefined || text.length > maxText) return undefined;
  try {
    const manifest: unknown = JSON.parse(text);
    if (typeof manifest !== 'object' || manifest === null) return undefined;
    // another version may be installed than the one that is locked
    if ('version' in manifest && version !== undefined && manifest.version !== version) return undefined;
    if ('license' in manifest) return typeof manifest.license === 'string' ? manifest.license : typeOf(manifest.license);
    if ('licenses' in manifest && Array.isArray(manifest.licenses)) return manifest.licenses.map(typeOf).filter((one) => one !== undefined).join(' OR ') || undefined;
  } catch {
    // a manifest that cannot be read states nothing
  }
  return undefined;
}

function typeOf(licence: unknown): string | undefined {
  return typeof licence === 'object' && licence !== null && 'type' in licence && typeof licence.type === 'string' ? licence.type : undefined;
}

/** `.venv/lib/python3.12/site-packages/NAME-VERSION.dist-info/METADATA`. Source: PyPA core metadata, License-Expression and License. */
function fromPython(record: PackageRecord, folder: string, files: FileReader): string | undefined {
  const name = (record.written ?? record.name).replace(/[-.]+/g, '_');
  for (const environment of ['.venv', 'venv']) {
    for (const python of files.list(`${folder}${environment}/lib`).filter((one) => one.startsWith('python'))) {
      const base = `${folder}${environment}/lib/${python}/site-packages/`;
      for (const spelled of new Set([name, name.toLowerCase(), record.name])) {
        const text = clipped(files.readText(`${base}${spelled}-${record.version ?? ''}.dist-info/METADATA`));
        const header = text.slice(0, Math.max(0, text.indexOf('\n\n')));
        const found = /^License-Expression:\s*(.{1,300})$/m.exec(header)?.[1] ?? /^License:\s*(.{1,100})$/m.exec(header)?.[1];
        if (found !== undefined) return found;
      }
    }
  }
  return undefined;
}

function clipped(text: string | undefined): string {
  return text === undefined || text.length > maxText ? '' : text;
}
