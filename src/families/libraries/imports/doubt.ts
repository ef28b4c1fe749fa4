import type { FoundImport } from '../../../formats/imports/import-record.ts';

/** `require` that is not simply called: handed in, kept under a name, made. */
const otherRequire = /\brequire\b(?!\s{0,20}(?:[.(]|\?\.))|\bfunction\s{1,20}require\b|\bcreateRequire\b/;

/** A module that is no literal: a name, or a text that is put together. */
const computedModule = /\b(?:require|import)\s{0,20}\(\s{0,20}(?:[^"'`\s)]|["'`][^"'`\n]{0,300}["'`]\s{0,20}\+|`[^`\n]{0,300}\$\{)/;

/**
 * Whether tokens leave a doubt about what a file of JavaScript imports, so that the parser is worth its 250 ms. The caller
 * has found, or knows from the bytes, that something listed may be imported; `isDoubtful` says so of one import.
 */
export function hasDoubt<T extends FoundImport>(text: string, found: readonly T[], isDoubtful: (one: T) => boolean): boolean {
  return found.some(isDoubtful) || otherRequire.test(text) || computedModule.test(text);
}
