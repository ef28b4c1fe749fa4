/** A licence expression. Source: SPDX specification 2.3, annex D. */
export type LicenceExpression =
  | { readonly kind: 'licence'; readonly id: string; readonly exception: string | undefined }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly LicenceExpression[] };

/** Nesting of parentheses that is followed; no licence comes near. */
const maxDepth = 40;

/** Reads an expression; undefined for a text that is none. Operators count in any case, as package registries write them. */
export function parseLicence(text: string): LicenceExpression | undefined {
  if (text.length > 2000) return undefined;
  const written = text.trim();
  const known = synonyms.get(written.toLowerCase().replace(/[\s,]+/g, ' ').replace(/^the /, ''));
  if (known !== undefined) return parseLicence(known);
  const tokens = written.match(/[()]|[^\s()]+/g) ?? [];
  const reader = { tokens, at: 0 };
  const expression = readOr(reader, 0);
  return expression !== undefined && reader.at === tokens.length ? expression : undefined;
}

interface Reader {
  readonly tokens: readonly string[];
  at: number;
}

function readOr(reader: Reader, depth: number): LicenceExpression | undefined {
  return readList(reader, 'or', () => readList(reader, 'and', () => readOne(reader, depth)));
}

function readList(reader: Reader, kind: 'and' | 'or', next: () => LicenceExpression | undefined): LicenceExpression | undefined {
  const first = next();
  if (first === undefined) return undefined;
  const parts = [first];
  // old package.json files write (MIT OR X) and MIT/X for a choice
  while (reader.tokens[reader.at]?.toLowerCase() === kind || (kind === 'or' && reader.tokens[reader.at] === '/')) {
    reader.at++;
    const part = next();
    if (part === undefined) return undefined;
    parts.push(part);
  }
  return parts.length === 1 ? first : { kind, parts };
}

function readOne(reader: Reader, depth: number): LicenceExpression | undefined {
  const token = reader.tokens[reader.at++];
  if (token === undefined || token === ')' || depth > maxDepth) return undefined;
  if (token === '(') {
    const inner = readOr(reader, depth + 1);
    return reader.tokens[reader.at++] === ')' ? inner : undefined;
  }
  const choices = token.split('/');
  if (choices.length > 1 && choices.every(isId)) return { kind: 'or', parts: choices.map((id) => ({ kind: 'licence', id, exception: undefined })) };
  if (!isId(token)) return undefined;
  if (reader.tokens[reader.at]?.toLowerCase() !== 'with') return { kind: 'licence', id: token, exception: undefined };
  const exception = reader.tokens[reader.at + 1];
  reader.at += 2;
  return exception !== undefined && isId(exception) ? { kind: 'licence', id: token, exception } : undefined;
}

/** A word that stands for a licence: it holds a letter and is no word of the language. */
function isId(token: string): boolean {
  return /^(?:DocumentRef-[\w.-]{1,80}:)?[A-Za-z0-9][\w.-]{0,100}\+?$/.test(token) && !/^(?:and|or|with|see|license|licence|in|the|version|public|unknown|noassertion|none|unlicensed|proprietary|custom|other|all|rights|reserved|various|commercial|nonstandard)$/i.test(token);
}

/** Names that registries hold for licences which have an id. */
const synonyms: ReadonlyMap<string, string> = new Map([
  ['mit license', 'MIT'], ['mit licence', 'MIT'], ['mit/x11', 'MIT'], ['x11', 'X11'], ['expat', 'MIT'],
  ['apache', 'Apache-2.0'], ['apache 2', 'Apache-2.0'], ['apache 2.0', 'Apache-2.0'], ['apache2', 'Apache-2.0'], ['apache-2', 'Apache-2.0'], ['apache license 2.0', 'Apache-2.0'], ['apache license version 2.0', 'Apache-2.0'], ['apache software license', 'Apache-2.0'], ['apache software license 2.0', 'Apache-2.0'], ['apache license', 'Apache-2.0'],
  ['bsd license', 'BSD-3-Clause'], ['bsd', 'BSD-3-Clause'], ['new bsd', 'BSD-3-Clause'], ['new bsd license', 'BSD-3-Clause'], ['bsd-3', 'BSD-3-Clause'], ['bsd 3-clause', 'BSD-3-Clause'], ['3-clause bsd', 'BSD-3-Clause'], ['bsd-2', 'BSD-2-Clause'], ['bsd 2-clause', 'BSD-2-Clause'], ['simplified bsd', 'BSD-2-Clause'],
  ['isc license', 'ISC'], ['mpl', 'MPL-2.0'], ['mpl 2.0', 'MPL-2.0'], ['mozilla public license 2.0', 'MPL-2.0'], ['mozilla public license 2.0 (mpl 2.0)', 'MPL-2.0'], ['unlicense', 'Unlicense'], ['public domain', 'LicenseRef-Public-Domain'], ['cc0', 'CC0-1.0'], ['psf', 'PSF-2.0'], ['python software foundation license', 'PSF-2.0'],
  ['gpl', 'GPL-1.0-or-later'], ['gplv2', 'GPL-2.0-only'], ['gpl 2', 'GPL-2.0-only'], ['gpl v2', 'GPL-2.0-only'], ['gplv3', 'GPL-3.0-only'], ['gpl 3', 'GPL-3.0-only'], ['gpl v3', 'GPL-3.0-only'], ['gpl-2', 'GPL-2.0-only'], ['gpl-3', 'GPL-3.0-only'], ['gnu gplv3', 'GPL-3.0-only'], ['gnu general public license v3 (gplv3)', 'GPL-3.0-only'], ['gnu general public license v3.0', 'GPL-3.0-only'],
  ['lgpl', 'LGPL-2.0-or-later'], ['lgplv3', 'LGPL-3.0-only'], ['lgpl-3', 'LGPL-3.0-only'], ['lgplv2.1', 'LGPL-2.1-only'], ['agpl', 'AGPL-1.0-or-later'], ['agplv3', 'AGPL-3.0-only'],
  ['eclipse public license - v 2.0', 'EPL-2.0'], ['eclipse public license 2.0', 'EPL-2.0'], ['eclipse public license - v 1.0', 'EPL-1.0'],
]);
