/** A shell script as a flat list of its simple commands, in source order. Offsets are those of the source (end exclusive). */
export interface ShellScript {
  readonly commands: readonly ShellCommand[];
  /** Where commands stand: 0 is the script itself. */
  readonly scopes: readonly ShellScope[];
  readonly problems: readonly ShellProblem[];
}

export interface ShellProblem {
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

/** A part of a script with commands of its own. */
export interface ShellScope {
  readonly kind: 'script' | 'subshell' | 'substitution' | 'backticks' | 'process' | 'function';
  /** Index of the scope around it; -1 for the script. */
  readonly parent: number;
  /** Pipeline of the parent scope that it is a member of, or stands in an argument of. */
  readonly pipeline: number;
  readonly start: number;
  /** Command whose word holds the substitution, once that is known. */
  readonly quoted: boolean;
}

/** What stands between two commands; empty at a script's ends. */
export type Separator = '' | '&&' | '||' | ';' | '|' | '|&' | '&' | '\n' | ';;';

export interface ShellCommand {
  /** The name and its arguments. Empty for bare assignments and redirections. */
  readonly words: readonly ShellWord[];
  readonly assignments: readonly ShellAssignment[];
  readonly redirects: readonly ShellRedirect[];
  readonly start: number;
  readonly end: number;
  readonly scope: number;
  /** Commands joined by `|` share the number. */
  readonly pipeline: number;
  readonly before: Separator;
  readonly after: Separator;
  /** What it is to the control structure it stands in. */
  readonly role: 'plain' | 'condition' | 'negated';
  /** Depth of if, while, for and case around it within its scope. */
  readonly nesting: number;
  /** `for x in …`, `case … in` and `[[ … ]]` are commands with these names; everything else is simple. */
  readonly kind: 'simple' | 'for' | 'case' | 'test';
}

export interface ShellAssignment {
  readonly name: string;
  readonly append: boolean;
  readonly value: ShellWord;
  readonly start: number;
  readonly end: number;
}

export interface ShellRedirect {
  readonly operator: string;
  readonly fileDescriptor?: number;
  /** For heredocs the delimiter. */
  readonly target: ShellWord;
  /** Content of a heredoc. */
  readonly content?: { readonly text: string; readonly start: number; readonly end: number };
  readonly start: number;
  readonly end: number;
}

export interface ShellWord {
  /** Quotes and escapes removed; expansions as they are written (`$VERSION`, `$(date)`). */
  readonly text: string;
  readonly parts: readonly WordPart[];
  /** Any part is quoted. */
  readonly quoted: boolean;
  /** Holds a variable or a substitution, whose value is not known here. */
  readonly hasExpansion: boolean;
  readonly start: number;
  readonly end: number;
}

export interface WordPart {
  readonly kind: 'text' | 'variable' | 'substitution' | 'arithmetic';
  /** Text without quotes, or the expansion as written. */
  readonly text: string;
  /** Name of a variable; `name` of `${name:-word}`. */
  readonly name?: string;
  /** Operator and word behind the name: `:-word`. */
  readonly modifier?: string;
  readonly quote: '' | "'" | '"' | '\\';
  readonly start: number;
  readonly end: number;
}
