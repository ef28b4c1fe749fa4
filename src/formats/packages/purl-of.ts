import type { PackageName } from './record.ts';

/** What a package URL is made of; a `PackageRecord` is one. */
export interface PurlParts extends PackageName {
  readonly version?: string | undefined;
  readonly qualifiers?: ReadonlyMap<string, string> | undefined;
  readonly subpath?: string | undefined;
}

/**
 * The canonical package URL of a record: percent-encoded, qualifiers sorted, empty ones left out.
 * Source: ECMA-427 (package URL), section on building.
 */
export function purlOf(parts: PurlParts): string {
  let purl = 'pkg:' + parts.ecosystem;
  if (parts.namespace !== undefined) {
    for (const segment of parts.namespace.split('/')) if (segment !== '') purl += '/' + encode(segment);
  }
  purl += '/' + encode(parts.name);
  if (parts.version !== undefined && parts.version !== '') purl += '@' + encode(versionOf(parts, parts.version));
  if (parts.qualifiers !== undefined && parts.qualifiers.size > 0) {
    const written = [...parts.qualifiers]
      .filter(([, value]) => value !== '')
      .map(([key, value]) => `${key.toLowerCase()}=${encode(value)}`)
      .sort();
    if (written.length > 0) purl += '?' + written.join('&');
  }
  if (parts.subpath !== undefined && parts.subpath !== '') purl += '#' + parts.subpath.split('/').map(encode).join('/');
  return purl;
}

/** Records hold Go versions as other ecosystems write theirs; package URLs write them as go.mod does, with a `v`. */
function versionOf(parts: PurlParts, version: string): string {
  return parts.ecosystem === 'golang' && parts.name !== 'stdlib' && /^\d/.test(version) ? 'v' + version : version;
}

const plain = /^[A-Za-z0-9.\-_~:]*$/;

function encode(text: string): string {
  if (plain.test(text)) return text;
  // A lone surrogate is the one thing encodeURIComponent throws at.
  return encodeURIComponent(text.replace(/[\ud800-\udfff]/gu, '\ufffd'))
    .replaceAll('%3A', ':')
    .replace(/[!'()*]/g, (c) => '%' + c.charCodeAt(0).toString(16).toUpperCase());
}
