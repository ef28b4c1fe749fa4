import { eachEntry, jsonCursor, kindHere, takeText } from './json-cursor.ts';
import { plainName } from './package-name.ts';
import { finishReading, startReading } from './reading.ts';
import type { PackageReading } from './record.ts';
import { child, childText, eachElement, readXml } from './xml.ts';

/** Reads a nuspec: the package it makes and what that depends on. Source: NuGet docs, .nuspec reference. */
export function readNuspec(text: string): PackageReading {
  const draft = startReading(text);
  const { root, problems } = readXml(text);
  draft.problems.push(...problems);
  const metadata = child(root, 'metadata');
  eachElement(child(metadata, 'dependencies'), (element) => {
    const id = element.name === 'dependency' ? element.attributes.get('id') : undefined;
    if (id === undefined || id.value.startsWith('$')) return;
    const range = element.attributes.get('version')?.value;
    draft.packages.push({ ...plainName('nuget', id.value), range, version: /^\[\s{0,5}(\d[\w.+-]{0,100})\s{0,5}\]$/.exec(range ?? '')?.[1], start: id.start, end: id.end, direct: true, scope: 'runtime' });
  });
  const own = child(metadata, 'id');
  // a template of the build leaves $id$ and $version$ open
  if (own !== undefined && /^[\w.-]{1,200}$/.test(own.text)) {
    const version = childText(metadata, 'version');
    draft.packages.push({ ...plainName('nuget', own.text), version: version?.includes('$') === true ? undefined : version, licence: childText(metadata, 'license'), start: own.textStart, end: own.textEnd, project: true });
  }
  return finishReading(draft, 'manifest', 'nuget');
}

/** Reads dotnet-tools.json: tools of the repository with their versions. Source: .NET docs, local tools. */
export function readDotnetTools(text: string): PackageReading {
  const draft = startReading(text);
  const cursor = jsonCursor(text, draft.problems);
  eachEntry(cursor, (key) => {
    if (key !== 'tools') return;
    eachEntry(cursor, (name, start, end) => {
      let version: string | undefined;
      if (kindHere(cursor) === 'object') eachEntry(cursor, (field) => { if (field === 'version') version = takeText(cursor); });
      draft.packages.push({ ...plainName('nuget', name), version, start, end, direct: true, scope: 'dev' });
    });
  });
  return finishReading(draft, 'manifest', 'nuget');
}
