import type { MappedText } from '../mapped-text.ts';

/** A Dockerfile as written: what BuildKit's parser sees, with a source offset (UTF-16, end exclusive) on everything. */
export interface DockerfileSyntax {
  readonly instructions: readonly Instruction[];
  readonly directives: readonly Directive[];
  /** Comment lines outside heredocs, in order; also those between the lines of a continued instruction. */
  readonly comments: readonly Comment[];
  readonly escape: '\\' | '`';
  readonly problems: readonly DockerfileProblem[];
}

/** A place that the builder refuses. The rest of the file is read all the same. */
export interface DockerfileProblem {
  readonly code: ProblemCode;
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

export type ProblemCode =
  | 'directive'
  | 'heredoc'
  | 'json'
  | 'key-value'
  | 'arguments'
  | 'flag'
  | 'unknown-instruction'
  | 'stage-name'
  | 'trigger'
  | 'value'
  | 'empty'
  | 'binary'
  | 'limit';

/** `# syntax=`, `# escape=`, `# check=` at the top of the file. The name is in lower case. */
export interface Directive {
  readonly name: string;
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

/** A comment line; the text has neither the `#` nor the white space around. */
export interface Comment {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** 1-based. */
  readonly line: number;
}

export interface Instruction {
  /** As written. */
  readonly keyword: string;
  /** Upper case; also of unknown instructions. */
  readonly name: string;
  readonly start: number;
  /** End of the instruction's last line, with its heredocs, without the line break. */
  readonly end: number;
  /** End of the last line before the heredocs. */
  readonly headEnd: number;
  /** 1-based, as BuildKit counts: LF ends a line. */
  readonly startLine: number;
  readonly endLine: number;
  readonly keywordEnd: number;
  readonly flags: readonly Flag[];
  /** All that follows the flags, on one line. */
  readonly body: MappedText;
  /** Exec: the body is a JSON array of strings. */
  readonly form: 'exec' | 'shell';
  /**
   * What the builder splits the body into. FROM, EXPOSE, ADD, COPY, VOLUME: words; ARG: words with their quotes;
   * exec form: the array's strings, decoded; HEALTHCHECK: the type, then its command; else the body as one.
   */
  readonly arguments: readonly Argument[];
  /** Of ENV, LABEL and ARG. */
  readonly pairs: readonly KeyValue[];
  readonly heredocs: readonly Heredoc[];
  /** What ONBUILD holds. */
  readonly trigger?: Instruction;
  /** Comment lines directly above, without a blank comment between: BuildKit's description of a stage or argument. */
  readonly description: readonly Comment[];
  /** Empty lines inside the continuation. */
  readonly emptyLines: readonly number[];
}

/** `--name=value`, quotes and escapes removed. */
export interface Flag {
  readonly name: string;
  /** Undefined when there is no `=`. */
  readonly value?: string;
  readonly start: number;
  readonly end: number;
}

export interface Argument {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Key and value with their quotes and escapes as written. */
export interface KeyValue {
  readonly key: string;
  readonly value?: string;
  /** `legacy`: separated by white space. */
  readonly form: 'assigned' | 'legacy' | 'bare';
  readonly start: number;
  readonly end: number;
  readonly valueStart: number;
}

export interface Heredoc {
  /** The delimiter without quotes. */
  readonly name: string;
  readonly fileDescriptor: number;
  /** False when any part of the delimiter is quoted. */
  readonly expand: boolean;
  /** `<<-`: leading tabs are dropped. */
  readonly chomp: boolean;
  /** Offsets of the content, line break of its last line included. */
  readonly start: number;
  readonly end: number;
  readonly terminated: boolean;
}

/** The instructions that BuildKit knows. */
export const instructionNames: ReadonlySet<string> = new Set([
  'ADD', 'ARG', 'CMD', 'COPY', 'ENTRYPOINT', 'ENV', 'EXPOSE', 'FROM', 'HEALTHCHECK', 'LABEL', 'MAINTAINER', 'ONBUILD', 'RUN', 'SHELL',
  'STOPSIGNAL', 'USER', 'VOLUME', 'WORKDIR',
]);
