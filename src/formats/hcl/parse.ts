import type { Attribute, Block, Body, HclFile, HclProblem } from './ast.ts';
import { expression } from './expression.ts';
import { at, fail, found, identifier, maxDepth, nested, scannerOf, skipBlanks, skipLines, SyntaxFailure, take, type Scanner } from './scanner.ts';
import { quotedTemplate } from './template.ts';

/** Problems after which the rest of a file is only skimmed. */
const maxProblems = 50;

/**
 * Reads HCL 2 native syntax: https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md. What cannot be read is a
 * problem, and reading goes on with the next block or attribute that begins a line. Linear; never throws.
 */
export function parseHcl(text: string): HclFile {
  const scanner = scannerOf(text);
  const attributes: Attribute[] = [];
  const blocks: Block[] = [];
  const problems: HclProblem[] = [];
  for (;;) {
    try {
      skipLines(scanner);
      if (scanner.position >= text.length) break;
      item(scanner, attributes, blocks);
    } catch (error) {
      if (!(error instanceof SyntaxFailure)) throw error;
      problems.push({ message: error.message, start: error.offset, end: Math.min(error.offset + 1, text.length) });
      if (problems.length >= maxProblems) break;
      recover(scanner);
    }
  }
  const body = { attributes, blocks, start: 0, end: text.length };
  duplicates(body, problems, 0);
  return { body, problems };
}

/** Arguments that are written twice in one block: which of them counts is not said by the language, which refuses them. */
function duplicates({ attributes, blocks }: Body, problems: HclProblem[], depth: number): void {
  const seen = new Set<string>();
  for (const { name, start } of attributes) {
    if (seen.has(name) && problems.length < maxProblems) problems.push({ message: `the argument \`${name.slice(0, 60)}\` is written twice`, start, end: start + name.length });
    seen.add(name);
  }
  if (depth < maxDepth) for (const { body } of blocks) duplicates(body, problems, depth + 1);
}

/** Goes to the next line that begins with a name in its first column. */
function recover(scanner: Scanner): void {
  const next = /^[A-Za-z_]/gm;
  next.lastIndex = scanner.position + 1;
  scanner.position = next.exec(scanner.text)?.index ?? scanner.text.length;
  scanner.depth = 0;
  scanner.newlinesAreBlank = false;
}

function item(scanner: Scanner, attributes: Attribute[], blocks: Block[]): void {
  const start = scanner.position;
  const name = identifier(scanner);
  if (name === undefined) fail(`expected a name, found ${found(scanner)}`, start);
  if (!at(scanner, '==') && take(scanner, '=')) {
    const value = expression(scanner);
    attributes.push({ name, value, start, end: value.end });
  } else blocks.push(block(scanner, name, start));
  endLine(scanner);
}

function endLine(scanner: Scanner): void {
  skipBlanks(scanner);
  const next = scanner.text[scanner.position];
  if (next !== undefined && next !== '\n' && next !== '\r' && next !== '}') fail(`expected the end of the line, found ${found(scanner)}`, scanner.position);
}

function block(scanner: Scanner, type: string, start: number): Block {
  const labels: string[] = [];
  let headEnd = scanner.position;
  while (!at(scanner, '{')) {
    labels.push(label(scanner, type));
    headEnd = scanner.position;
  }
  scanner.position++;
  const body = nested(scanner, false, () => blockBody(scanner, start));
  return { type, labels, body, headEnd, start, end: scanner.position };
}

function label(scanner: Scanner, type: string): string {
  const offset = scanner.position;
  const bare = identifier(scanner);
  if (bare !== undefined) return bare;
  if (scanner.text[offset] === '"') {
    const quoted = quotedTemplate(scanner, expression);
    if (quoted.kind === 'literal' && typeof quoted.value === 'string') return quoted.value;
    fail('a label is a plain string', offset);
  }
  fail(`expected \`=\` or \`{\` after \`${type}\`, found ${found(scanner)}`, offset);
}

function blockBody(scanner: Scanner, opener: number): Body {
  const attributes: Attribute[] = [];
  const blocks: Block[] = [];
  const start = scanner.position;
  for (;;) {
    skipLines(scanner);
    if (take(scanner, '}')) break;
    if (scanner.position >= scanner.text.length) fail('a block is not closed', opener);
    item(scanner, attributes, blocks);
  }
  return { attributes, blocks, start, end: scanner.position - 1 };
}
