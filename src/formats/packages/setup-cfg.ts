import { eachLine } from './lines.ts';
import { pypiName } from './package-name.ts';
import { parseRequirement } from './pep508.ts';
import { finishReading, startReading } from './reading.ts';
import type { PackageReading, PackageScope } from './record.ts';

const keys: ReadonlyMap<string, PackageScope> = new Map([
  ['install_requires', 'runtime'],
  ['setup_requires', 'build'],
  ['tests_require', 'test'],
]);

/** Reads the requirements of setup.cfg. Source: setuptools docs, declarative configuration. */
export function readSetupCfg(text: string): PackageReading {
  const draft = startReading(text);
  let section = '';
  let scope: PackageScope | undefined;
  eachLine(text, (line, start) => {
    const header = /^\[([^\]]{1,200})\]/.exec(line);
    if (header !== null) {
      section = (header[1] ?? '').trim();
      scope = undefined;
      return;
    }
    const bare = line.trim();
    if (bare === '' || bare.startsWith('#') || bare.startsWith(';')) return;
    let value = bare;
    let at = start + line.indexOf(bare);
    if (!/^\s/.test(line)) {
      const assigned = /^([\w.-]{1,100})\s{0,50}=\s{0,50}/.exec(line);
      const key = assigned?.[1] ?? '';
      scope = section === 'options' ? keys.get(key.replaceAll('-', '_')) : section === 'options.extras_require' ? 'optional' : undefined;
      value = line.slice(assigned?.[0].length ?? line.length).trim();
      at = start + (assigned?.[0].length ?? 0);
    }
    if (scope === undefined || value === '') return;
    const found = parseRequirement(value);
    if (found === undefined) return;
    draft.packages.push({
      ...pypiName(found.written),
      written: found.spelled,
      version: found.version,
      range: found.range,
      start: at + found.at,
      end: at + found.at + found.written.length,
      direct: true,
      scope,
      resolved: found.url,
    });
  });
  return finishReading(draft, 'manifest', 'setuptools');
}
