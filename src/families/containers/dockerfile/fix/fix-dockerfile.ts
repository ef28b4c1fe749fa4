import type { SourceText } from '../../../../formats/place.ts';
import type { EvaluatedDockerfile } from '../../../../templates/dockerfile/model.ts';
import type { FileReader } from '../../../../templates/value.ts';
import { readEvaluated } from '../examine.ts';
import type { Edit, Wish } from '../../fix.ts';
import { commandFixes } from './command-fixes.ts';
import { instructionFixes } from './instruction-fixes.ts';

/** Makes the edits that cure the finding of a check at an offset; none where they would not be the same to the builder. */
export type Fix = (dockerfile: EvaluatedDockerfile, offset: number) => readonly Edit[];

const fixes: ReadonlyMap<string, Fix> = new Map([...commandFixes, ...instructionFixes]);

/** The edits for the findings of a Dockerfile. Nothing is done to a file that the builder refuses, or that another program fills in first. */
export function dockerfileEdits({ path, text }: SourceText, wishes: readonly Wish[], files: FileReader): readonly Edit[] {
  const known = wishes.filter(({ name }) => fixes.has(name));
  if (known.length === 0) return [];
  const dockerfile = readEvaluated(path, text, files);
  if (dockerfile.syntax.problems.length > 0 || dockerfile.isTemplate === true) return [];
  return known.flatMap(({ name, offset }) => fixes.get(name)?.(dockerfile, offset) ?? []);
}
