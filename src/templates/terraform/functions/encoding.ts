import { gzipSync } from 'node:zlib';
import { readJson } from '../../../formats/json.ts';
import type { DataNode, ScalarNode } from '../../../formats/node.ts';
import type { Place } from '../../../formats/place.ts';
import { readYaml } from '../../../formats/yaml.ts';
import type { Value } from '../../value.ts';
import { byKey } from '../order.ts';
import { doubtOf, known, listOf, mapOf, numberText, Refused, textOfPieces } from '../values.ts';
import { row, textArgument, type FunctionRow } from './function.ts';
import { jsonPieces } from './json-text.ts';

/** Functions that write and read formats. */
export const encodingFunctions: readonly FunctionRow[] = [
  row('jsonencode', 1, 'nothing', ([value], at) => (value === undefined ? known('null', at) : textOfPieces(jsonPieces(value), doubtOf([value]) ?? 'a part of a document', at))),
  row('jsondecode', 1, 'all', ([text], at) => decoded(readJson(textArgument(text)), at)),
  row('yamldecode', 1, 'all', ([text], at) => decoded(readYaml(textArgument(text)), at, (node) => yamlScalar(node, textArgument(text)))),
  row('yamlencode', 1, 'all', ([value], at) => known(value === undefined ? 'null\n' : `${yamlText(value, 0)}\n`, at)),
  row('base64encode', 1, 'all', ([text], at) => known(Buffer.from(textArgument(text)).toString('base64'), at)),
  row('base64decode', 1, 'all', ([text], at) => {
    const encoded = textArgument(text);
    if (!/^[A-Za-z0-9+/]*={0,2}$/.test(encoded)) throw new Refused('a text is not base64');
    return known(Buffer.from(encoded, 'base64').toString('utf8'), at);
  }),
  row('base64gzip', 1, 'all', ([text], at) => known(gzipSync(textArgument(text)).toString('base64'), at)),
  row('textencodebase64', 2, 'all', ([text, encoding], at) => known(Buffer.from(textArgument(text), encodingOf(textArgument(encoding))).toString('base64'), at)),
  row('textdecodebase64', 2, 'all', ([text, encoding], at) => known(Buffer.from(textArgument(text), 'base64').toString(encodingOf(textArgument(encoding))), at)),
  row('urlencode', 1, 'all', ([text], at) => known(encodeURIComponent(textArgument(text).toWellFormed()).replace(/%20/g, '+').replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`), at)),
  row('urldecode', 1, 'all', ([text], at) => {
    try {
      return known(decodeURIComponent(textArgument(text).replaceAll('+', ' ')), at);
    } catch {
      throw new Refused('a text is not URL-encoded');
    }
  }),
  row('csvdecode', 1, 'all', ([text], at) => {
    const [header = [], ...rows] = csvRows(textArgument(text));
    return listOf(rows.map((cells) => mapOf(new Map(header.map((name, index) => [name, known(cells[index] ?? '', at)])), at)), at);
  }),
];

function encodingOf(name: string): BufferEncoding {
  const found = ({ 'utf-8': 'utf8', 'utf8': 'utf8', 'utf-16le': 'utf16le', 'iso-8859-1': 'latin1', 'us-ascii': 'ascii' } as const)[name.toLowerCase()];
  if (found === undefined) throw new Refused('an encoding that is not known');
  return found;
}

function decoded(reading: { readonly documents: readonly DataNode[]; readonly problems: readonly unknown[] }, at: Place, scalar?: (node: ScalarNode) => ScalarNode['value']): Value {
  const [document] = reading.documents;
  if (document === undefined || reading.problems.length > 0) throw new Refused('a document is not well formed');
  return valueOfNode(document, at, 0, scalar);
}

/** A node of a data format as a value that stands at one place. */
function valueOfNode(node: DataNode, at: Place, depth: number, scalar: (node: ScalarNode) => ScalarNode['value'] = ({ value }) => value): Value {
  if (depth > 60) throw new Refused('a document is nested too deeply');
  if (node.kind === 'scalar') {
    const value = scalar(node);
    return known(typeof value === 'bigint' ? Number(value) : value, at);
  }
  if (node.kind === 'list') return listOf(node.items.map((item) => valueOfNode(item, at, depth + 1, scalar)), at);
  return mapOf(new Map(node.entries.map(({ key, value }) => [String(scalar(key)), valueOfNode(value, at, depth + 1, scalar)])), at);
}

/** What Terraform's YAML reads otherwise than YAML 1.2: plain `yes` and `off` are booleans, a date is a time, `1_000` a text. */
function yamlScalar(node: ScalarNode, text: string): ScalarNode['value'] {
  const written = text.slice(node.start, node.end);
  if (/^(?:y|Y|yes|Yes|YES|on|On|ON)$/.test(written)) return true;
  if (/^(?:n|N|no|No|NO|off|Off|OFF)$/.test(written)) return false;
  if (/^\d{4}-\d\d-\d\d$/.test(written)) return `${written}T00:00:00Z`;
  return typeof node.value === 'number' && written.includes('_') ? written : node.value;
}

/** YAML in block style, with every text in double quotes, as Terraform writes it. */
function yamlText(value: Value, indent: number): string {
  if (indent > 120) throw new Refused('a document is nested too deeply');
  const margin = ' '.repeat(indent);
  if (value.kind === 'list') return value.items.length === 0 ? '[]' : value.items.map((item, index) => `${index === 0 ? '' : margin}- ${yamlText(item, indent + 2)}`).join('\n');
  if (value.kind === 'map') {
    if (value.entries.size === 0) return '{}';
    return [...value.entries].sort(byKey).map(([key, item], index) => {
      const nested = (item.kind === 'list' && item.items.length > 0) || (item.kind === 'map' && item.entries.size > 0);
      const inside = nested ? `\n${' '.repeat(item.kind === 'map' ? indent + 2 : indent)}${yamlText(item, item.kind === 'map' ? indent + 2 : indent)}` : ` ${yamlText(item, indent)}`;
      return `${index === 0 ? '' : margin}${JSON.stringify(key)}:${inside}`;
    }).join('\n');
  }
  if (value.kind === 'unknown') throw new Refused('an unknown value');
  return typeof value.value === 'number' ? numberText(value.value) : JSON.stringify(value.value);
}

/** Rows of RFC 4180. */
function csvRows(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at < text.length) {
    let cell = '';
    if (text[at] === '"') {
      at++;
      while (at < text.length && (text[at] !== '"' || text[at + 1] === '"')) {
        if (text[at] === '"') at++;
        cell += text[at++] ?? '';
      }
      at++;
    } else while (at < text.length && !',\n\r'.includes(text[at] ?? '')) cell += text[at++] ?? '';
    row.push(cell);
    if (text[at] === ',') at++;
    else {
      if (text[at] === '\r') at++;
      at++;
      if (row.length > 1 || row[0] !== '') rows.push(row);
      row = [];
    }
  }
  if (row.length > 0) rows.push(row);
  return rows;
}
