import type { EvaluatedDockerfile } from '../../../../templates/dockerfile/model.ts';
import type { Edit } from '../../fix.ts';
import { instructionsOf, type Placed } from '../check.ts';
import { execForm } from './exec-form.ts';
import type { Fix } from './fix-dockerfile.ts';

/** Fixes of whole instructions, their keywords, flags and arguments. */
export const instructionFixes: readonly (readonly [string, Fix])[] = [
  ['add-not-copy', addToCopy],
  ['copy-dest-slash', destinationSlash],
  ['legacy-key-value', assignedPair],
  ['maintainer', maintainerLabel],
  ['shell-form', toExecForm],
  ['casing', keywordCase],
  ['from-as-casing', asCase],
  ['stage-casing', stageCase],
  ['from-platform-redundant', withoutPlatform],
  ['expose-proto-casing', protocolCase],
  ['empty-continuation', withoutEmptyLines],
];

function instructionAt(dockerfile: EvaluatedDockerfile, offset: number, ...names: readonly string[]): Placed | undefined {
  for (const placed of instructionsOf(dockerfile, ...names)) if (placed.instruction.syntax.start === offset && !placed.instruction.isTrigger) return placed;
  return undefined;
}

/** ADD of plain local files does what COPY does. A pattern may match an archive, a variable may be anything. */
function addToCopy(dockerfile: EvaluatedDockerfile, offset: number): readonly Edit[] {
  const placed = instructionAt(dockerfile, offset, 'ADD');
  if (placed === undefined) return [];
  const { syntax, arguments: words, flags } = placed.instruction;
  const isPlain = words.slice(0, -1).every(({ value }) => value.text !== undefined && /^[^*?[\]$]*$/.test(value.text) && !/^(?:\w+:\/\/|git@)|\.(?:tar|t?gz|t?bz2?|t?xz|t?zst|lzma|tar\.\w+|git)(?:#.*)?$/i.test(value.text));
  if (!isPlain || syntax.heredocs.length > 0 || !flags.every((flag) => ['chown', 'chmod', 'link', 'exclude'].includes(flag.syntax.name))) return [];
  const copy = syntax.keyword === syntax.keyword.toLowerCase() ? 'copy' : 'COPY';
  return [{ start: syntax.start, end: syntax.keywordEnd, text: copy }];
}

/** Several sources need a folder: the builder refuses anything else. */
function destinationSlash(dockerfile: EvaluatedDockerfile, offset: number): readonly Edit[] {
  const last = instructionAt(dockerfile, offset, 'COPY', 'ADD')?.instruction.arguments.at(-1);
  if (last === undefined) return [];
  const { text } = dockerfile.source;
  const end = /["']/.test(text.charAt(last.syntax.end - 1)) ? last.syntax.end - 1 : last.syntax.end;
  return /[\w./-]/.test(text.charAt(end - 1)) ? [{ start: end, end, text: '/' }] : [];
}

/** `ENV key some words` gives key all that follows; in the other form it needs quotes. */
function assignedPair(dockerfile: EvaluatedDockerfile, offset: number): readonly Edit[] {
  const pair = instructionAt(dockerfile, offset, 'ENV', 'LABEL')?.instruction.pairs[0]?.syntax;
  if (pair === undefined || pair.form !== 'legacy') return [];
  const { text } = dockerfile.source;
  const key = text.slice(pair.start, pair.start + pair.key.length);
  const value = text.slice(pair.valueStart, pair.end);
  if (key !== pair.key || /[\r\n\\`]/.test(value) || !/^\s+$/.test(text.slice(pair.start + key.length, pair.valueStart))) return [];
  // the whole value in one pair of quotes, or without any
  const isWord = /^(?:"[^"]*"|'[^']*'|[^\s"']+)$/.test(value);
  if (!isWord && /["']/.test(value)) return [];
  return [{ start: pair.start + key.length, end: pair.end, text: isWord ? `=${value}` : `="${value}"` }];
}

/** The label that took its place: https://docs.docker.com/reference/dockerfile/#maintainer-deprecated. */
function maintainerLabel(dockerfile: EvaluatedDockerfile, offset: number): readonly Edit[] {
  const syntax = instructionAt(dockerfile, offset, 'MAINTAINER')?.instruction.syntax;
  if (syntax === undefined) return [];
  const name = dockerfile.source.text.slice(syntax.keywordEnd, syntax.end).trim();
  const bare = /^"([^"]*)"$/.exec(name)?.[1] ?? name;
  if (bare === '' || /["\\`$\r\n]/.test(bare)) return [];
  const label = syntax.keyword === syntax.keyword.toLowerCase() ? 'label' : 'LABEL';
  return [{ start: syntax.start, end: syntax.end, text: `${label} org.opencontainers.image.authors="${bare}"` }];
}

/**
 * The exec form of plain words. ENTRYPOINT under a shell takes no arguments from CMD, and CMD beside ENTRYPOINT gives it
 * the shell as words: only in a file without the other is the exec form the same.
 */
function toExecForm(dockerfile: EvaluatedDockerfile, offset: number): readonly Edit[] {
  const placed = instructionAt(dockerfile, offset, 'CMD', 'ENTRYPOINT');
  if (placed === undefined) return [];
  const { syntax, name } = placed.instruction;
  const other = name === 'CMD' ? 'ENTRYPOINT' : 'CMD';
  if (syntax.heredocs.length > 0 || dockerfile.stages.some((stage) => stage.instructions.some((one) => one.name === other))) return [];
  const start = syntax.end - dockerfile.source.text.slice(syntax.keywordEnd, syntax.end).trimStart().length;
  const exec = execForm(dockerfile.source.text.slice(start, syntax.end));
  return exec === undefined ? [] : [{ start, end: syntax.end, text: exec }];
}

function keywordCase({ syntax }: EvaluatedDockerfile, offset: number): readonly Edit[] {
  const one = syntax.instructions.find(({ start }) => start === offset);
  if (one === undefined) return [];
  const lower = syntax.instructions.filter(({ keyword }) => keyword === keyword.toLowerCase()).length;
  const upper = syntax.instructions.filter(({ keyword, name }) => keyword === name).length;
  return [{ start: one.start, end: one.keywordEnd, text: lower > upper ? one.keyword.toLowerCase() : one.name }];
}

function asCase({ stages }: EvaluatedDockerfile, offset: number): readonly Edit[] {
  const from = stages.find((stage) => stage.from?.arguments[1]?.syntax.start === offset)?.from;
  const as = from?.arguments[1]?.syntax;
  if (from === undefined || as === undefined) return [];
  return [{ start: as.start, end: as.end, text: from.syntax.keyword === from.syntax.keyword.toLowerCase() ? 'as' : 'AS' }];
}

/** The builder compares stage names in lower case, wherever they are used. */
function stageCase({ stages }: EvaluatedDockerfile, offset: number): readonly Edit[] {
  const name = stages.find((stage) => stage.from?.arguments[2]?.syntax.start === offset)?.from?.arguments[2]?.syntax;
  return name === undefined ? [] : [{ start: name.start, end: name.end, text: name.text.toLowerCase() }];
}

function withoutPlatform({ stages, source }: EvaluatedDockerfile, offset: number): readonly Edit[] {
  const flag = stages.flatMap((stage) => stage.from?.flags ?? []).find((one) => one.syntax.start === offset)?.syntax;
  const blanks = flag === undefined ? null : /^[ \t]+/.exec(source.text.slice(flag.end, flag.end + 200));
  return flag === undefined || blanks === null ? [] : [{ start: flag.start, end: flag.end + blanks[0].length, text: '' }];
}

function protocolCase(dockerfile: EvaluatedDockerfile, offset: number): readonly Edit[] {
  for (const { instruction } of instructionsOf(dockerfile, 'EXPOSE')) {
    const found = instruction.arguments.find((argument) => argument.syntax.start === offset)?.syntax;
    if (found === undefined) continue;
    const written = dockerfile.source.text.slice(found.start, found.end);
    const slash = written.lastIndexOf('/');
    return /^[A-Za-z]+$/.test(written.slice(slash + 1)) ? [{ start: found.start + slash + 1, end: found.end, text: written.slice(slash + 1).toLowerCase() }] : [];
  }
  return [];
}

function withoutEmptyLines({ syntax, source }: EvaluatedDockerfile, offset: number): readonly Edit[] {
  const lines = syntax.instructions.find(({ emptyLines }) => emptyLines[0] === offset)?.emptyLines ?? [];
  return lines.flatMap((start) => {
    const rest = /^[ \t]*(?:\r\n|\n)/.exec(source.text.slice(start, start + 2000));
    return rest === null ? [] : [{ start, end: start + rest[0].length, text: '' }];
  });
}
