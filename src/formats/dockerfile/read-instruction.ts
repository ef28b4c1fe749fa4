import { originOf, originOfEnd, sliceText, type MappedText } from '../mapped-text.ts';
import { checkInstruction } from './check-instruction.ts';
import { readFlags } from './flags.ts';
import { readStringArray } from './string-array.ts';
import { instructionNames, type Argument, type Comment, type DockerfileProblem, type Instruction, type KeyValue } from './syntax.ts';
import { isBlank, isSpace, skipSpace, trimEndOffset } from './white-space.ts';
import { blankSeparated, declarations, keyValues } from './words.ts';

/** The text of one instruction, its continued lines joined. */
export interface InstructionLine {
  readonly text: MappedText;
  readonly start: number;
  readonly end: number;
  readonly startLine: number;
  readonly endLine: number;
  readonly emptyLines: readonly number[];
  readonly description: readonly Comment[];
}

/** ONBUILD ONBUILD … is followed so far; the builder refuses the second already. */
const maxTriggers = 20;

/** Reads one instruction's keyword, flags and arguments. What the builder would refuse goes to `problems`. */
export function readInstruction(line: InstructionLine, escape: string, problems: DockerfileProblem[], depth = 0): Instruction {
  const whole = line.text.text;
  const keywordStart = skipSpace(whole, 0);
  const textEnd = trimEndOffset(whole, keywordStart);
  let keywordEnd = keywordStart;
  while (keywordEnd < textEnd && !isBlank(whole.charCodeAt(keywordEnd))) keywordEnd++;
  const keyword = whole.slice(keywordStart, keywordEnd);
  const name = keyword.toUpperCase();
  const { flags, rest } = readFlags(line.text, keywordEnd, escape);
  const body = sliceText(line.text, Math.min(rest, textEnd), textEnd);
  const base = {
    keyword,
    name,
    start: originOf(line.text, keywordStart),
    end: line.end,
    headEnd: line.end,
    startLine: line.startLine,
    endLine: line.endLine,
    keywordEnd: originOfEnd(line.text, keywordEnd),
    flags,
    body,
    form: 'shell',
    arguments: [],
    pairs: [],
    heredocs: [],
    description: line.description,
    emptyLines: line.emptyLines,
  } satisfies Instruction;
  const found = problems.length;
  const instruction: Instruction = { ...base, ...readBody(base, escape, line, problems, depth) };
  if (problems.length === found) checkInstruction(instruction, problems);
  return instruction;
}

type Body = Partial<Pick<Instruction, 'form' | 'arguments' | 'pairs' | 'trigger'>>;

function readBody(base: Instruction, escape: string, line: InstructionLine, problems: DockerfileProblem[], depth: number): Body {
  const { name, body } = base;
  switch (name) {
    case 'FROM':
    case 'EXPOSE':
      return { arguments: blankSeparated(body) };
    case 'ADD':
    case 'COPY':
    case 'VOLUME':
      return maybeArray(base, body, blankSeparated, problems);
    case 'RUN':
    case 'CMD':
    case 'ENTRYPOINT':
    case 'SHELL':
      return maybeArray(base, body, asOne, problems);
    case 'HEALTHCHECK':
      return healthcheck(base, problems);
    case 'ENV':
    case 'LABEL': {
      const { pairs, refused } = keyValues(body, escape);
      if (refused !== undefined) problems.push(noEquals(name, refused, pairs));
      return { pairs };
    }
    case 'ARG':
      return argumentBody(body, escape);
    case 'ONBUILD':
      if (depth >= maxTriggers || body.text === '') return { arguments: asOne(body) };
      return { trigger: readInstruction({ ...line, text: body, description: [] }, escape, problems, depth + 1) };
    default:
      return { arguments: instructionNames.has(name) ? asOne(body) : [] };
  }
}

function argumentBody(body: MappedText, escape: string): Body {
  return { pairs: declarations(body, escape) };
}

function asOne(body: MappedText): Argument[] {
  if (body.text === '') return [];
  return [{ text: body.text, start: originOf(body, 0), end: originOfEnd(body, body.text.length) }];
}

function maybeArray(base: Instruction, body: MappedText, otherwise: (body: MappedText) => Argument[], problems: DockerfileProblem[]): Body {
  const array = readStringArray(body);
  if (array.kind === 'strings') return { form: 'exec', arguments: array.items };
  if (array.kind === 'mixed') {
    problems.push({ code: 'json', message: `${base.name}: a JSON array must hold strings only`, start: base.start, end: base.headEnd });
  }
  return { form: 'shell', arguments: otherwise(body) };
}

function healthcheck(base: Instruction, problems: DockerfileProblem[]): Body {
  const { text } = base.body;
  let typeEnd = 0;
  while (typeEnd < text.length && !isSpace(text.charCodeAt(typeEnd))) typeEnd++;
  if (typeEnd === 0) return {};
  const type: Argument = { text: text.slice(0, typeEnd), start: originOf(base.body, 0), end: originOfEnd(base.body, typeEnd) };
  const command = sliceText(base.body, skipSpace(text, typeEnd));
  const rest = maybeArray(base, command, asOne, problems);
  return { ...rest, arguments: [type, ...(rest.arguments ?? [])] };
}

function noEquals(name: string, refused: Argument, pairs: readonly KeyValue[]): DockerfileProblem {
  const shown = refused.text.length > 40 ? `${refused.text.slice(0, 40)}…` : refused.text;
  const message = pairs.length === 0 && !refused.text.includes(' ') ? `${name} must have two arguments` : `${name}: no = in "${shown}", it must be name=value`;
  return { code: 'key-value', message, start: refused.start, end: refused.end };
}
