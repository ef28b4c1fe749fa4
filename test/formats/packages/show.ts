import { purlOf } from '../../../src/formats/packages/purl-of.ts';
import type { PackageReading } from '../../../src/formats/packages/record.ts';

/** One line a package: purl, range, line, direct or not, scope and what else is set. What a table test compares. */
export function show(reading: PackageReading, text: string): string[] {
  return reading.packages.map((one) => {
    const line = one.path === undefined ? `L${text.slice(0, one.start).split('\n').length}` : `in ${one.path}`;
    const parts = [
      purlOf(one),
      one.range === undefined || one.range === one.version ? '' : `(${one.range})`,
      line,
      one.project === true ? 'project' : one.direct === true ? 'direct' : one.direct === false ? 'indirect' : '',
      one.scope ?? '',
      one.alias === undefined ? '' : `as ${one.alias}`,
      one.parents === undefined ? '' : `< ${one.parents.join(', ')}`,
      one.resolved === undefined ? '' : `from ${one.resolved}`,
      one.licence === undefined ? '' : `[${one.licence}]`,
      one.installScript === true ? 'runs scripts' : '',
    ];
    return parts.filter((part) => part !== '').join(' ');
  });
}
