/** The ecosystems whose source files are read, by the type of their package URLs. */
export type ImportEcosystem = 'npm' | 'pypi' | 'golang' | 'maven' | 'gem' | 'cargo' | 'nuget' | 'composer';

/** How code takes something in. */
export type ImportForm = 'import' | 'export' | 'require' | 'dynamic';

/** One thing taken from a module. */
export interface ImportedName {
  /** The name in the module: `default`, or `*` for everything. */
  readonly name: string;
  /** A type disappears when the code is compiled. */
  readonly kind: 'value' | 'type';
  /** UTF-16 offset of the name in the text. */
  readonly start: number;
  /** True if it is written as a value and only used as a type: compilers drop it unless they are told not to. Known to the parser only. */
  readonly isErased?: boolean;
  /** For `*`: what the code takes of the module, where it takes something and hands it on nowhere. Known to the parser only. */
  readonly members?: readonly string[];
  /** True for a member of the default export: in a module of CommonJS that is the module itself. Known to the parser only. */
  readonly isThroughDefault?: boolean;
}

/** An import as a reader finds it. */
export interface FoundImport {
  readonly form: ImportForm;
  /** What is named, as the language understands it: escapes resolved, spaces kept. */
  readonly specifier: string;
  /** Empty where the module is only run for its effects or taken as a whole by a call. */
  readonly names: readonly ImportedName[];
  /** `type` if the whole statement disappears when the code is compiled. */
  readonly kind: 'value' | 'type';
  /** UTF-16 offset of the specifier in the text (of its quote, where it has one). */
  readonly start: number;
  /** UTF-16 offset after the specifier. */
  readonly end: number;
  /** UTF-16 offset where the statement or call begins. */
  readonly statement: number;
  /** True if it is called through a `require` that is handed in or defined here. Known to the parser only. */
  readonly isThroughOther?: boolean;
}

/** An import and where it stands. */
export interface ImportRecord extends FoundImport {
  readonly ecosystem: ImportEcosystem;
  /** The package or top-level module it reaches into: `lodash` of `lodash/fp`, `@scope/name`, `yaml`; undefined for a file of the project. */
  readonly name: string | undefined;
  /** 1-based, of the specifier. */
  readonly line: number;
  /** 1-based, in UTF-16 code units. */
  readonly column: number;
}

/** Finds the imports of one language. Never throws, takes linear time. */
export type ImportReader = (text: string) => readonly FoundImport[];
