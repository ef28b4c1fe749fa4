import { eachEntry, eachItem, jsonCursor, kindHere, skipValue, takeText, takeTexts, type JsonCursor } from './json-cursor.ts';
import { fullNameOf, plainName } from './package-name.ts';
import { purlParts } from './parse-purl.ts';
import { finishReading, reportProblem, startReading, type ReadingDraft } from './reading.ts';
import type { PackageReading, PackageRecord } from './record.ts';
import { child, childrenOf, childText, eachElement, readXml, type XmlElement } from './xml.ts';

interface Component {
  readonly fields: Map<string, string>;
  start: number;
  end: number;
}

const maxNesting = 100;

/** Reads a CycloneDX bill of materials in JSON or XML. Source: ECMA-424 (CycloneDX 1.6). */
export function readCyclonedx(text: string): PackageReading {
  const draft = startReading(text);
  const components: Component[] = [];
  const needs = new Map<string, readonly string[]>();
  let own = '';
  if (/^\ufeff?\s{0,1000}</.test(text)) {
    const { root, problems } = readXml(text);
    draft.problems.push(...problems);
    draft.formatVersion = /\/bom\/([\d.]{1,10})"/.exec(text.slice(0, 2000))?.[1] ?? '';
    own = child(child(root, 'metadata'), 'component')?.attributes.get('bom-ref')?.value ?? '';
    eachElement(child(root, 'components'), (element) => {
      if (element.name === 'component') components.push(ofXml(element));
    });
    for (const one of childrenOf(child(root, 'dependencies'), 'dependency')) needs.set(one.attributes.get('ref')?.value ?? '', childrenOf(one, 'dependency').map((below) => below.attributes.get('ref')?.value ?? ''));
  } else {
    const cursor = jsonCursor(text, draft.problems);
    eachEntry(cursor, (key) => {
      if (key === 'specVersion') draft.formatVersion = takeText(cursor) ?? '';
      else if (key === 'metadata') eachEntry(cursor, (field) => { if (field === 'component') own = readComponent(cursor, [], draft, 0).fields.get('bom-ref') ?? ''; });
      else if (key === 'components') eachItem(cursor, () => components.push(readComponent(cursor, components, draft, 0)));
      else if (key === 'dependencies') eachItem(cursor, () => readNeeds(cursor, needs));
    });
  }
  addRecords(draft, components, needs, own);
  return finishReading(draft, 'sbom', 'cyclonedx');
}

function readComponent(cursor: JsonCursor, into: Component[], draft: ReadingDraft, depth: number): Component {
  kindHere(cursor);
  const component: Component = { fields: new Map(), start: cursor.at, end: cursor.at + 1 };
  eachEntry(cursor, (key) => {
    const kind = kindHere(cursor);
    if (kind === 'string') {
      const at = cursor.at + 1;
      const value = takeText(cursor) ?? '';
      component.fields.set(key, value);
      if (key === 'purl' || (key === 'name' && !component.fields.has('purl'))) {
        component.start = at;
        component.end = cursor.at - 1;
      }
    } else if (key === 'licenses') eachItem(cursor, () => readLicence(cursor, component));
    else if (key === 'hashes') eachItem(cursor, () => readHash(cursor, component));
    else if (key === 'components' && kind === 'list') {
      if (depth >= maxNesting) reportProblem(draft, `components are nested deeper than ${maxNesting}: what is below is not read`, cursor.at, cursor.at + 1);
      else {
        eachItem(cursor, () => into.push(readComponent(cursor, into, draft, depth + 1)));
        return;
      }
      skipValue(cursor);
    }
  });
  return component;
}

function readLicence(cursor: JsonCursor, component: Component): void {
  eachEntry(cursor, (key) => {
    if (key === 'expression') component.fields.set('licence', takeText(cursor) ?? '');
    else if (key === 'license') {
      eachEntry(cursor, (field) => {
        if (field !== 'id' && field !== 'name') return;
        const value = takeText(cursor) ?? '';
        const before = component.fields.get('licence');
        component.fields.set('licence', before === undefined ? value : `${before} AND ${value}`);
      });
    }
  });
}

function readHash(cursor: JsonCursor, component: Component): void {
  let algorithm = '';
  let content = '';
  eachEntry(cursor, (key) => {
    if (key === 'alg') algorithm = takeText(cursor) ?? '';
    else if (key === 'content') content = takeText(cursor) ?? '';
  });
  if (content !== '') component.fields.set('hash', `${algorithm.toLowerCase().replace('-', '')}:${content}`);
}

function readNeeds(cursor: JsonCursor, needs: Map<string, readonly string[]>): void {
  let ref = '';
  let on: readonly string[] = [];
  eachEntry(cursor, (key) => {
    if (key === 'ref') ref = takeText(cursor) ?? '';
    else if (key === 'dependsOn') on = takeTexts(cursor);
  });
  needs.set(ref, on);
}

function ofXml(element: XmlElement): Component {
  const fields = new Map<string, string>();
  for (const key of ['purl', 'name', 'group', 'version', 'scope'] as const) {
    const value = childText(element, key);
    if (value !== undefined) fields.set(key, value);
  }
  const ref = element.attributes.get('bom-ref')?.value;
  if (ref !== undefined) fields.set('bom-ref', ref);
  const licences = child(element, 'licenses');
  const licence = childText(licences, 'expression') ?? childText(child(licences, 'license'), 'id') ?? childText(child(licences, 'license'), 'name');
  if (licence !== undefined) fields.set('licence', licence);
  const place = child(element, 'purl') ?? child(element, 'name') ?? element;
  return { fields, start: place.textStart, end: place.textEnd };
}

function addRecords(draft: ReadingDraft, components: readonly Component[], needs: ReadonlyMap<string, readonly string[]>, own: string): void {
  const names = new Map<string, string>();
  const records: { readonly ref: string; readonly record: { -readonly [K in keyof PackageRecord]: PackageRecord[K] } }[] = [];
  for (const component of components) {
    const { fields } = component;
    const name = fields.get('name') ?? '';
    const purl = purlParts(fields.get('purl') ?? '');
    // Files, data and hardware are components too, and some tools make an application of each lockfile they read: without a package URL only libraries are packages.
    if (purl === undefined && !['library', 'framework', undefined].includes(fields.get('type'))) continue;
    const identity = purl ?? { ...plainName('generic', name), namespace: fields.get('group'), version: fields.get('version'), qualifiers: undefined };
    if (identity.name === '') continue;
    const ref = fields.get('bom-ref') ?? '';
    names.set(ref, fullNameOf(identity));
    const scope = fields.get('scope');
    records.push({ ref, record: { ecosystem: identity.ecosystem, namespace: identity.namespace, name: identity.name, qualifiers: identity.qualifiers, version: identity.version ?? fields.get('version'), start: component.start, end: component.end, scope: scope === 'optional' ? 'optional' : scope === 'excluded' ? 'dev' : undefined, licence: fields.get('licence'), integrity: fields.get('hash'), direct: undefined, parents: undefined } });
  }
  const parents = new Map<string, string[]>();
  for (const [ref, on] of needs) {
    const name = names.get(ref);
    for (const below of name === undefined || ref === own ? [] : on) {
      const list = parents.get(below) ?? [];
      if (name !== undefined) list.push(name);
      parents.set(below, list);
    }
  }
  const direct = needs.has(own) && own !== '' ? directOf(needs, own, names) : undefined;
  for (const { ref, record } of records) {
    record.direct = direct?.has(ref);
    record.parents = parents.get(ref);
    draft.packages.push(record);
  }
}

/** What the project needs itself, by reference: through what is no package, as an application made of a lockfile, to the packages behind it. */
function directOf(needs: ReadonlyMap<string, readonly string[]>, own: string, names: ReadonlyMap<string, string>): ReadonlySet<string> {
  const direct = new Set(needs.get(own));
  for (const ref of direct) if (!names.has(ref)) for (const below of needs.get(ref) ?? []) direct.add(below);
  return direct;
}
