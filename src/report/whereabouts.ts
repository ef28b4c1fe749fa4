import type { Finding } from '../model/finding.ts';
import { visibleLine } from './visible.ts';

/** Where a finding lies, for a person: `deploy/prod.env:12:9`, or which text that travels with the change it is in. */
export function whereabouts(finding: Finding): string {
  const name = visibleLine(finding.path);
  const { startLine, startColumn } = finding.range;
  switch (finding.subject) {
    case 'file':
      return `${name}:${startLine}:${startColumn}`;
    case 'file-name':
      return `${name} (its name)`;
    case 'symlink':
      return `${name} (where the link points)`;
    case 'commit-message':
    case 'commit-header':
    case 'tag-message':
      return `${name}, line ${startLine}`;
    case 'ref-name':
    case 'push-option':
      return name;
    default:
      return finding.subject satisfies never;
  }
}

/** What a finding is about and where it was hidden: resource, decodings, commit; empty when nothing is known. */
export function circumstances(finding: Finding, arrow: string): string {
  return [
    finding.resource === undefined ? '' : visibleLine(finding.resource),
    finding.layers === undefined || finding.layers.length === 0 ? '' : `inside ${finding.layers.map(visibleLine).join(arrow)}`,
    finding.commit === undefined ? '' : `in commit ${finding.commit.slice(0, 12)}`,
  ]
    .filter((one) => one !== '')
    .join(', ');
}
