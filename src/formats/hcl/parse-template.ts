import type { Expression, HclProblem } from './ast.ts';
import { expression } from './expression.ts';
import { scannerOf, SyntaxFailure } from './scanner.ts';
import { wholeTemplate } from './template.ts';

/** A text that was read as a template. */
export interface HclTemplate {
  readonly value: Expression;
  readonly problems: readonly HclProblem[];
}

/** Reads a text as an HCL template (`templatefile`, texts of the JSON syntax). A text that is none stands for itself. */
export function parseHclTemplate(text: string): HclTemplate {
  if (!text.includes('${') && !text.includes('%{')) return { value: { kind: 'literal', value: text, start: 0, end: text.length }, problems: [] };
  try {
    return { value: wholeTemplate(scannerOf(text), expression), problems: [] };
  } catch (error) {
    if (!(error instanceof SyntaxFailure)) throw error;
    return { value: { kind: 'literal', value: text, start: 0, end: text.length }, problems: [{ message: error.message, start: error.offset, end: Math.min(error.offset + 1, text.length) }] };
  }
}
