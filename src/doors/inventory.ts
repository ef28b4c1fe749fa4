import { closeSync, lstatSync, opendirSync, openSync, readFileSync, readSync } from 'node:fs';
import { basename, join } from 'node:path';
import { asUtf8 } from '../engine/decode.ts';
import { looksLikeKubernetes } from '../families/containers/kubernetes/file-names.ts';
import { defaultMaxDocument, readDocument, tooLarge } from '../families/libraries/document.ts';
import { listPackages } from '../families/libraries/list-packages.ts';
import { detectPackageFile } from '../formats/packages/detect.ts';
import { positionAt } from '../formats/place.ts';
import { openRegistry } from '../engine/registry.ts';
import type { Check } from '../model/check.ts';
import type { Inventory, InventoryPackage, InventoryProblem, InventoryResource } from '../model/inventory.ts';
import type { Source } from '../model/source.ts';
import type { FileReader } from '../templates/value.ts';
import { registryPath } from './installation.ts';
import { displayPath, folderReader } from './scan/files.ts';

/** Folders whose files are not the project's own: version control, and what a package manager installed. */
const skippedFolders = new Set(['.git', '.hg', '.svn', 'node_modules', 'site-packages', '.venv', '.terraform']);

/** Deepest nesting of folders that is followed; links never are. */
const maxDepth = 256;

/** Bytes of a template; CloudFormation takes at most one megabyte, a plan may be larger. */
const maxTemplateBytes = 50 * 1024 * 1024;

/** Endings of files whose content may say that they name packages though their name does not. */
const askContent = /(?:\.(?:json|xml|txt|py)|^DESCRIPTION|^METADATA|^PKG-INFO|^META\.yml|^requirements\.(?:yaml|lock))$/;

/** Readers that also read files which are documents by themselves: included requirements, go.sum. What stands there is listed once. */
const sharing: ReadonlySet<string> = new Set(['requirements', 'go-mod', 'go-sum']);

/** What an inventory may be told; `maxBytes` is the size of the largest file that is read for its packages. */
export interface InventoryOptions {
  readonly registryFile?: string;
  readonly maxBytes?: number;
}

/** Lists the packages that files and folders name and the resources of their templates, in a stable order, and what could not be read. */
export async function takeInventory(paths: readonly string[], root: string, { registryFile = registryPath(), maxBytes = defaultMaxDocument }: InventoryOptions = {}): Promise<Inventory> {
  const packages: InventoryPackage[] = [];
  const templates: Source[] = [];
  const manifests: Source[] = [];
  const problems: InventoryProblem[] = [];
  const files = folderReader(root);
  const places = new Set<string>();
  const unseen = ({ path, line, purl }: InventoryPackage): boolean => places.size < places.add(`${path}:${line} ${purl}`).size;
  for (const path of paths) {
    for (const found of filesBelow(path, root, problems)) {
      const name = displayPath(root, found);
      try {
        const template = templateAt(found, name);
        if (template !== undefined) templates.push(template);
        const manifest = template === undefined ? manifestAt(found, name) : undefined;
        if (manifest !== undefined) manifests.push(manifest);
        const text = textToRead(found, name, maxBytes);
        const document = text === undefined ? undefined : await readDocument(name, text, files, maxBytes);
        if (document === undefined) continue;
        const listed = listPackages(document, (other) => files.readText(other));
        for (const one of sharing.has(document.reader) ? listed.filter(unseen) : listed) packages.push(one);
        for (const { message, start } of document.reading.problems) problems.push({ path: name, line: positionAt(document.source, start).line, message });
      } catch (error) {
        problems.push({ path: name, message: reasonOf(error) });
      }
    }
  }
  const resources = [...(await resourcesOf(templates, { files, registryFile, problems })), ...(await objectsOf(manifests, { files, registryFile, problems }))];
  return { packages, resources, problems };
}

/** A file that may hold objects of Kubernetes. */
function manifestAt(path: string, name: string): Source | undefined {
  if (!/\.(?:ya?ml|json)$/i.test(name) || lstatSync(path).size > maxTemplateBytes) return undefined;
  const bytes = asUtf8(readFileSync(path));
  return looksLikeKubernetes(name, bytes) ? { path: name, subject: 'file', bytes } : undefined;
}

/** A file that is a template by its name, or may be by its content; undefined for any other. */
function templateAt(path: string, name: string): Source | undefined {
  const isTerraform = /\.(?:tf|tofu)(?:\.json)?$|\.tfvars(?:\.json)?$/.test(name);
  if (!isTerraform && !/\.(?:ya?ml|json|template|cfn|cform)$/i.test(name)) return undefined;
  if (lstatSync(path).size > maxTemplateBytes) return undefined;
  const bytes = asUtf8(readFileSync(path));
  return isTerraform || /["']?Resources["']?\s*:|planned_values|deploymentTemplate|containerDefinitions/.test(bytes.toString('utf8')) ? { path: name, subject: 'file', bytes } : undefined;
}

interface Reading {
  readonly files: FileReader;
  readonly registryFile: string;
  readonly problems: InventoryProblem[];
}

/** The objects of manifests and charts; exposed are those that are reached from outside of the cluster. */
async function objectsOf(manifests: readonly Source[], { files, registryFile, problems }: Reading): Promise<readonly InventoryResource[]> {
  if (manifests.length === 0) return [];
  const { listObjects } = await import('../families/containers/kubernetes/inventory.ts');
  const found = listObjects(manifests, files, checksOf('containers', registryFile));
  problems.push(...found.problems);
  return found.resources;
}

/** The resources of templates; exposed are those on which a check of exposure fails. */
async function resourcesOf(templates: readonly Source[], { files, registryFile, problems }: Reading): Promise<readonly InventoryResource[]> {
  if (templates.length === 0) return [];
  const { listResources } = await import('../families/infrastructure/inventory.ts');
  const found = await listResources(templates, files, checksOf('infrastructure', registryFile));
  problems.push(...found.problems);
  return found.resources;
}

/** The checks of a family that are on, by the words of `applies`. */
function checksOf(family: Check['family'], registryFile: string): (applies: Iterable<string>) => readonly Check[] {
  const registry = openRegistry(registryFile);
  return (applies) => registry.applying(family, applies).filter((row) => row.on).map((row) => registry.check(row.number));
}

/** The text of a file that names packages by its name, or may do so by its content; undefined for any other. */
function textToRead(path: string, name: string, maxBytes: number): string | undefined {
  if (detectPackageFile(name) === undefined && !askContent.test(basename(name))) return undefined;
  const { size } = lstatSync(path);
  if (size > maxBytes && detectPackageFile(name, headOf(path)) === undefined) return undefined;
  if (size > maxBytes) throw new Error(tooLarge(size, maxBytes));
  return asUtf8(readFileSync(path)).toString('utf8');
}

/** The first bytes of a file, which say whether one without a telling name is a bill of materials. */
function headOf(path: string): string {
  const head = Buffer.alloc(4096);
  const file = openSync(path, 'r');
  try {
    return head.toString('utf8', 0, readSync(file, head));
  } finally {
    closeSync(file);
  }
}

function* filesBelow(path: string, root: string, problems: InventoryProblem[], depth = 0): Generator<string> {
  try {
    const stat = lstatSync(path);
    if (stat.isFile()) {
      yield path;
      return;
    }
    if (!stat.isDirectory()) return;
  } catch (error) {
    problems.push({ path: displayPath(root, path), message: reasonOf(error) });
    return;
  }
  if (depth > 0 && skippedFolders.has(basename(path))) return;
  if (depth > maxDepth) {
    problems.push({ path: displayPath(root, path), message: `folders are nested deeper than ${maxDepth}` });
    return;
  }
  for (const entry of entriesOf(path, root, problems)) yield* filesBelow(join(path, entry), root, problems, depth + 1);
}

function entriesOf(folder: string, root: string, problems: InventoryProblem[]): readonly string[] {
  const names: string[] = [];
  try {
    const directory = opendirSync(folder);
    try {
      for (let entry = directory.readSync(); entry !== null; entry = directory.readSync()) names.push(entry.name);
    } finally {
      directory.closeSync();
    }
  } catch (error) {
    problems.push({ path: displayPath(root, folder), message: reasonOf(error) });
  }
  return names.sort();
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message.replace(/,.*$/s, '') : String(error);
}
