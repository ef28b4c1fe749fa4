import type { ImageReference } from '../../formats/image-reference.ts';
import type { SourceText } from '../../formats/place.ts';
import type { Argument, DockerfileSyntax, Flag, Instruction, KeyValue } from '../../formats/dockerfile/syntax.ts';
import type { ShellScript } from '../../formats/shell/syntax.ts';
import type { ResolvedText, Variable } from './text.ts';

/** A Dockerfile with its stages connected and its variables put in. */
export interface EvaluatedDockerfile {
  readonly source: SourceText;
  readonly syntax: DockerfileSyntax;
  /** ARG before the first FROM. */
  readonly globals: readonly EvaluatedInstruction[];
  readonly globalVariables: ReadonlyMap<string, Variable>;
  /** In order. A file without FROM has one implicit stage, as has what stands before the first. */
  readonly stages: readonly Stage[];
  /** The stage that is built by default: the last. */
  readonly finalStage?: Stage;
  /** Text of the context's ignore file; null when it is known that there is none. */
  readonly ignore?: string | null;
  /** True for a file that another program fills in first: its marks are comments and unknown variables in `source`. */
  readonly isTemplate?: boolean;
}

export interface Stage {
  readonly index: number;
  /** Number as COPY --from counts; -1 for an implicit stage. */
  readonly number: number;
  /** In lower case, as the builder compares it. */
  readonly name?: string;
  readonly from?: EvaluatedInstruction;
  /** What FROM names. */
  readonly base: ResolvedText;
  readonly platform?: ResolvedText;
  /** The earlier stage that it derives from. */
  readonly baseStage?: Stage;
  readonly isScratch: boolean;
  /** The base as an image, when it is known and neither a stage nor scratch. */
  readonly image?: ImageReference;
  /** Everything after FROM, ONBUILD followed by its trigger. */
  readonly instructions: readonly EvaluatedInstruction[];
}

export interface EvaluatedInstruction {
  readonly syntax: Instruction;
  readonly name: string;
  /** A trigger of ONBUILD: it runs in builds from this image. */
  readonly isTrigger: boolean;
  readonly arguments: readonly EvaluatedArgument[];
  readonly flags: readonly EvaluatedFlag[];
  readonly pairs: readonly EvaluatedPair[];
  /** The shell in force. */
  readonly shell: ShellInForce;
  /** WORKDIR in force; undefined when none was set in the stages of the file. */
  readonly workdir?: ResolvedText;
  /** The commands of RUN, CMD, ENTRYPOINT and HEALTHCHECK; undefined where there is no script for a POSIX shell. Read on first use. */
  readonly script: () => Script | undefined;
}

/** A script with what runs it. */
export interface Script extends ShellScript {
  readonly shell: ShellInForce;
  /** Exec form without a shell: one command, its words taken as they are. */
  readonly isExec: boolean;
}

export interface EvaluatedArgument {
  readonly syntax: Argument;
  readonly value: ResolvedText;
}

export interface EvaluatedFlag {
  readonly syntax: Flag;
  readonly value?: ResolvedText;
}

export interface EvaluatedPair {
  readonly syntax: KeyValue;
  readonly key: string;
  /** Undefined for `ARG name`. */
  readonly value?: ResolvedText;
}

export interface ShellInForce {
  /** Base name of the program: `sh`, `bash`, `powershell` … */
  readonly program: string;
  /** Its arguments as SHELL gives them. */
  readonly arguments: readonly string[];
  /** Set by SHELL or a pragma in the file, not the default. */
  readonly isSet: boolean;
}
