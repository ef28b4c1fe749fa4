import type { CheckSummary, Severity } from '../model/finding.ts';

/** SARIF's level of a severity. */
export const levels: Readonly<Record<Severity, 'note' | 'warning' | 'error'>> = { low: 'note', medium: 'warning', high: 'error', critical: 'error' };

/** GitHub's reading of `security-severity`: over 9.0 critical, 7.0 high, 4.0 medium. Source: docs.github.com, SARIF support for code scanning. */
export const securitySeverity: Readonly<Record<Severity, string>> = { low: '3.0', medium: '5.5', high: '8.0', critical: '9.5' };

/** A check as a SARIF reportingDescriptor, with the ids it has in other tools as `properties.aliases`. */
export function ruleOf(check: CheckSummary): object {
  const reason = check.reason.trim();
  const remedy = check.remedy.trim();
  const url = check.references.find((reference) => /^https?:\/\/[^\s]+$/.test(reference));
  const references = check.references.map((reference) => `- ${reference}\n`).join('');
  return {
    id: check.id,
    name: check.id.split('/').map(pascal).join(''),
    shortDescription: { text: check.title },
    fullDescription: { text: reason },
    ...(url === undefined ? {} : { helpUri: url }),
    help: {
      text: `${reason}\n\nFix: ${remedy}`,
      markdown: `**Why** ${reason}\n\n**Fix** ${remedy}\n${references === '' ? '' : `\n**Read more**\n\n${references}`}`,
    },
    defaultConfiguration: { level: levels[check.severity] },
    properties: { 'security-severity': securitySeverity[check.severity], tags: ['security', check.family], precision: 'high', aliases: check.aliases },
  };
}

function pascal(part: string): string {
  return part.replace(/(?:^|[^A-Za-z0-9]+)([A-Za-z0-9])/g, (_whole, letter: string) => letter.toUpperCase());
}
