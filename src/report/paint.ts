import type { Severity } from '../model/finding.ts';

/** Colours of the terminal report; each gives its text back plain when colours are off. */
export interface Paint {
  readonly bad: (text: string) => string;
  readonly bold: (text: string) => string;
  readonly faint: (text: string) => string;
  readonly severity: (severity: Severity, text: string) => string;
}

// SGR parameters by hand (ECMA-48, 8.3.117): styleText of node:util differs between Node 20 and later
const codes: Readonly<Record<Severity, string>> = { low: '36', medium: '33', high: '31', critical: '1;31' };

/** The colours, or none. */
export function paintOf(color: boolean): Paint {
  const sgr = (code: string) => (text: string) => (color && text !== '' ? `\x1b[${code}m${text}\x1b[0m` : text);
  return { bad: sgr('1;31'), bold: sgr('1'), faint: sgr('2'), severity: (severity, text) => sgr(codes[severity])(text) };
}
