import type { SyntaxProblem } from '../node.ts';

/** An element of an XML document. Offsets are UTF-16 code units into the text. */
export interface XmlElement {
  /** Local name, without a namespace prefix. */
  readonly name: string;
  readonly attributes: ReadonlyMap<string, XmlText>;
  readonly children: readonly XmlElement[];
  /** Its own text, trimmed, with the five predefined entities resolved and no others. */
  readonly text: string;
  /** Offsets of the trimmed text; those of the tag when there is none. */
  readonly textStart: number;
  readonly textEnd: number;
  readonly start: number;
  readonly end: number;
}

/** An attribute's value and where it stands. */
export interface XmlText {
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

export interface XmlReading {
  readonly root: XmlElement | undefined;
  readonly problems: readonly SyntaxProblem[];
}

interface Open {
  readonly name: string;
  readonly qualified: string;
  readonly attributes: ReadonlyMap<string, XmlText>;
  readonly children: XmlElement[];
  text: string;
  textStart: number;
  textEnd: number;
  readonly start: number;
  end: number;
}

const maxDepth = 1000;
const maxProblems = 20;

/**
 * Reads XML into elements. Document types and their entities are stepped over, never expanded or fetched.
 * A document that ends early gives what it held. Source: XML 1.0, fifth edition.
 */
export function readXml(text: string): XmlReading {
  const problems: SyntaxProblem[] = [];
  const report = (message: string, at: number): void => {
    const said = `not well-formed XML: ${message}`;
    if (problems.length < maxProblems && problems.at(-1)?.message !== said) problems.push({ message: said, start: at, end: at + 1 });
  };
  const document = newOpen('', '', new Map(), 0, 0);
  const stack: Open[] = [document];
  let at = 0;
  while (at < text.length) {
    const open = text.indexOf('<', at);
    const top = stack.at(-1) ?? document;
    addText(top, text, at, open < 0 ? text.length : open);
    if (open < 0) break;
    if (text.startsWith('<!--', open)) at = past(text, '-->', open + 4);
    else if (text.startsWith('<![CDATA[', open)) {
      const close = text.indexOf(']]>', open);
      if (close < 0) report('the file ends in the middle of a section: it is truncated', open);
      const stop = close < 0 ? text.length : close;
      if (top.text === '') top.textStart = open + 9;
      top.text += text.slice(open + 9, stop);
      top.textEnd = stop;
      at = stop + 3;
    } else if (text.startsWith('<?', open)) at = past(text, '?>', open);
    else if (text.startsWith('<!', open)) {
      at = pastDoctype(text, open);
      const entity = text.slice(open, at).indexOf('<!ENTITY');
      if (entity >= 0) problems.push({ message: 'the document type defines entities: they are not expanded, and what holds them is not known', start: open + entity, end: open + entity + 8 });
    }
    else if (text.charCodeAt(open + 1) === 47) {
      const close = text.indexOf('>', open);
      const stop = close < 0 ? text.length : close;
      closeTag(stack, text.slice(open + 2, stop).trim(), stop + 1, report, open);
      at = stop + 1;
    } else at = openTag(text, open, stack, report);
  }
  if (stack.length > 1) report('the file ends in the middle of an element: it is truncated', Math.max(0, text.length - 1));
  while (stack.length > 1) closeTop(stack, text.length);
  return { root: document.children[0], problems };
}

function newOpen(name: string, qualified: string, attributes: ReadonlyMap<string, XmlText>, start: number, end: number): Open {
  return { name, qualified, attributes, children: [], text: '', textStart: start, textEnd: end, start, end };
}

function addText(top: Open, text: string, from: number, to: number): void {
  let start = from;
  let end = to;
  while (start < end && text.charCodeAt(start) <= 32) start++;
  while (end > start && text.charCodeAt(end - 1) <= 32) end--;
  if (start === end) return;
  if (top.text === '') top.textStart = start;
  top.text += decodeEntities(text.slice(start, end));
  top.textEnd = end;
}

const tagName = /[^\s/>]{1,300}/y;
const attribute = /\s*([^\s=/>"']{1,300})\s*=\s*(?:"([^"]*)"|'([^']*)')/y;

function openTag(text: string, open: number, stack: Open[], report: (message: string, at: number) => void): number {
  tagName.lastIndex = open + 1;
  const qualified = tagName.exec(text)?.[0];
  if (qualified === undefined) {
    report('a tag has no name', open);
    return open + 1;
  }
  let at = open + 1 + qualified.length;
  const attributes = new Map<string, XmlText>();
  for (;;) {
    attribute.lastIndex = at;
    const found = attribute.exec(text);
    if (found === null) break;
    const value = found[2] ?? found[3] ?? '';
    const end = at + found[0].length - 1;
    const name = found[1] ?? '';
    attributes.set(name.slice(name.indexOf(':') + 1), { value: decodeEntities(value), start: end - value.length, end });
    at += found[0].length;
  }
  const close = text.indexOf('>', at);
  const stop = close < 0 ? text.length : close;
  if (close < 0) report('the file ends in the middle of a tag: it is truncated', open);
  const made = newOpen(qualified.slice(qualified.indexOf(':') + 1), qualified, attributes, open, stop + 1);
  stack.push(made);
  if (text.charCodeAt(stop - 1) === 47) closeTop(stack, stop + 1);
  else if (stack.length > maxDepth) {
    report(`elements are nested deeper than ${maxDepth}`, open);
    closeTop(stack, stop + 1);
  }
  return stop + 1;
}

function closeTag(stack: Open[], qualified: string, end: number, report: (message: string, at: number) => void, at: number): void {
  const last = stack.at(-1);
  if (stack.length > 1 && last?.qualified === qualified) {
    closeTop(stack, end);
    return;
  }
  report(`</${qualified.slice(0, 40)}> closes nothing that is open`, at);
  // Only near misses are mended: searching the whole stack at each stray tag would be quadratic.
  for (let depth = 2; depth <= 8 && stack.length > depth; depth++) {
    if (stack.at(-depth)?.qualified !== qualified) continue;
    for (let i = 0; i < depth; i++) closeTop(stack, end);
    return;
  }
}

function closeTop(stack: Open[], end: number): void {
  const top = stack.pop();
  if (top === undefined) return;
  top.end = end;
  stack.at(-1)?.children.push(top);
}

function past(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from);
  return found < 0 ? text.length : found + mark.length;
}

/** After a document type, whose internal subset stands in brackets. */
function pastDoctype(text: string, open: number): number {
  const close = text.indexOf('>', open);
  if (close < 0) return text.length;
  const bracket = text.slice(open, close).indexOf('[');
  if (bracket < 0) return close + 1;
  const end = text.indexOf(']', open + bracket);
  return end < 0 ? text.length : past(text, '>', end);
}

const entities: ReadonlyMap<string, string> = new Map([['lt', '<'], ['gt', '>'], ['amp', '&'], ['quot', '"'], ['apos', "'"]]);

function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#x([0-9a-fA-F]{1,6})|#(\d{1,7})|(\w{1,20}));/g, (whole, hex?: string, decimal?: string, name?: string) => {
    if (name !== undefined) return entities.get(name) ?? whole;
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code > 0x10ffff ? '\ufffd' : String.fromCodePoint(code);
  });
}

/** The first child element of that name. */
export function child(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((one) => one.name === name);
}

/** The child elements of that name. */
export function childrenOf(element: XmlElement | undefined, name: string): readonly XmlElement[] {
  return element === undefined ? [] : element.children.filter((one) => one.name === name);
}

/** The text of the first child of that name; undefined when there is none or it is empty. */
export function childText(element: XmlElement | undefined, name: string): string | undefined {
  const text = child(element, name)?.text;
  return text === '' ? undefined : text;
}

/** Calls `visit` for an element and everything below it. */
export function eachElement(root: XmlElement | undefined, visit: (element: XmlElement) => void): void {
  const pending: XmlElement[] = root === undefined ? [] : [root];
  for (let element = pending.pop(); element !== undefined; element = pending.pop()) {
    visit(element);
    for (let i = element.children.length - 1; i >= 0; i--) {
      const below = element.children[i];
      if (below !== undefined) pending.push(below);
    }
  }
}
