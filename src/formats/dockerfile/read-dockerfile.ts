import { joinPieces, type MappedText } from '../mapped-text.ts';
import { directiveReader } from './directives.ts';
import { heredocReader } from './heredoc-content.ts';
import { heredocMarks } from './heredoc-words.ts';
import { readInstruction, type InstructionLine } from './read-instruction.ts';
import { contentStart, continuationAt, lineCursor, takeLine, type Line, type LineCursor } from './line-cursor.ts';
import { instructionNames, type Comment, type DockerfileProblem, type DockerfileSyntax, type Instruction } from './syntax.ts';
import { skipSpace, trimEndOffset } from './white-space.ts';

/** Problems that are listed; a file that is no Dockerfile at all would otherwise give one a line. */
const maxProblems = 200;

/**
 * Reads a Dockerfile the way BuildKit's parser does (0.34, `frontend/dockerfile/parser`), but goes on after
 * whatever that refuses. Linear in the text's length.
 */
export function readDockerfile(text: string): DockerfileSyntax {
  const problems: DockerfileProblem[] = [];
  if (text.slice(0, 8000).includes('\0')) {
    return { instructions: [], directives: [], comments: [], escape: '\\', problems: [{ code: 'binary', message: 'the file is binary', start: 0, end: 0 }] };
  }
  const cursor = lineCursor(text);
  const directives = directiveReader(problems);
  const heredocs = heredocReader(text, problems);
  const instructions: Instruction[] = [];
  const comments: Comment[] = [];
  let description: Comment[] = [];
  for (let line = takeLine(cursor); line !== undefined; line = takeLine(cursor)) {
    const start = contentStart(text, line);
    const isDirective = directives.look(text.slice(start, Math.min(line.end, start + 500)), start, line.end);
    if (text[start] === '#' && start < line.end) {
      const comment = commentOf(text, start, line);
      if (!isDirective) {
        comments.push(comment);
        if (comment.text === '') description = [];
        else description.push(comment);
      }
      continue;
    }
    if (start >= line.end) continue;
    const head = takeInstruction(cursor, line, start, directives.escape, comments);
    if (trimEndOffset(head.text.text, 0) === 0) {
      problems.push({ code: 'unknown-instruction', message: 'a continuation with nothing in it', start, end: head.end });
      continue;
    }
    const instruction = readInstruction({ ...head, description }, directives.escape, problems);
    const marks = canHoldHeredoc(instruction) && head.text.text.includes('<<') ? heredocMarks(head.text.text) : [];
    const contents = marks.length > 0 ? heredocs.read(cursor, marks) : [];
    instructions.push(contents.length > 0 ? withHeredocs(instruction, contents, text, cursor) : instruction);
    description = [];
  }
  if (instructions.length === 0 && problems.length === 0) {
    problems.push({ code: 'empty', message: 'the file has no instructions', start: 0, end: 0 });
  }
  const isOther = instructions.length > 1 && !instructions.some(({ name }) => instructionNames.has(name));
  return { instructions, directives: directives.found, comments, escape: directives.escape, problems: isOther ? noDockerfile(problems) : bounded(problems) };
}

/** Of a file that is no Dockerfile one problem says enough. */
function noDockerfile(problems: readonly DockerfileProblem[]): readonly DockerfileProblem[] {
  return problems.slice(0, 1).map((first) => ({ ...first, message: `no line of the file is an instruction; ${first.message}` }));
}

function bounded(problems: readonly DockerfileProblem[]): readonly DockerfileProblem[] {
  if (problems.length <= maxProblems) return problems;
  const first = problems.slice(0, maxProblems);
  const last = first.at(-1);
  return [...first, { code: 'limit', message: `${problems.length - maxProblems} more problems are not listed`, start: last?.end ?? 0, end: last?.end ?? 0 }];
}

function commentOf(text: string, start: number, line: Line): Comment {
  const from = skipSpace(text, start + 1, line.end);
  return { text: text.slice(from, trimEndOffset(text, from, line.end)), start, end: line.end, line: line.number };
}

/** Takes the lines of one instruction: comments and empty lines between them are not of its text. */
function takeInstruction(cursor: LineCursor, first: Line, start: number, escape: string, comments: Comment[]): Omit<InstructionLine, 'description'> {
  const { text } = cursor;
  const bounds: number[] = [];
  const emptyLines: number[] = [];
  let last = first;
  let from = start;
  let line: Line | undefined = first;
  while (line !== undefined) {
    last = line;
    const content = contentStart(text, line);
    if (line !== first && content < line.end && text[content] === '#') {
      comments.push(commentOf(text, content, line));
    } else if (line !== first && content >= line.end) {
      emptyLines.push(line.start);
    } else {
      const cut = continuationAt(text, from, line.end, escape);
      bounds.push(from, cut < 0 ? line.end : cut);
      if (cut < 0) break;
    }
    line = takeLine(cursor);
    if (line !== undefined) from = line.start;
  }
  const joined: MappedText = joinPieces(text, bounds);
  return { text: joined, start, end: last.end, startLine: first.number, endLine: last.number, emptyLines };
}

function canHoldHeredoc(instruction: Instruction): boolean {
  const holder = instruction.trigger ?? instruction;
  return (holder.name === 'RUN' || holder.name === 'COPY' || holder.name === 'ADD') && holder.form === 'shell';
}

function withHeredocs(instruction: Instruction, heredocs: Instruction['heredocs'], text: string, cursor: LineCursor): Instruction {
  let end = cursor.at;
  while (end > instruction.headEnd && (text[end - 1] === '\n' || text[end - 1] === '\r')) end--;
  const common = { heredocs, end, endLine: Math.max(instruction.endLine, cursor.line) };
  const trigger = instruction.trigger === undefined ? {} : { trigger: { ...instruction.trigger, ...common } };
  return { ...instruction, ...common, ...trigger };
}
