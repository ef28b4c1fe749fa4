import { eachLine } from './lines.ts';
import { plainName } from './package-name.ts';
import { finishReading, startReading } from './reading.ts';
import type { PackageReading, PackageScope } from './record.ts';

const phases: Readonly<Record<string, PackageScope>> = { test: 'test', develop: 'dev', configure: 'build', build: 'build' };

/** Reads a cpanfile as far as it is static. A module is taken for the distribution that is named like it. Source: metacpan.org, cpanfile. */
export function readCpanfile(text: string): PackageReading {
  const draft = startReading(text);
  const open: PackageScope[] = [];
  eachLine(text, (line, start) => {
    if (line.length > 2000 || line.trimStart().startsWith('#')) return;
    const block = /^\s{0,100}(on|feature)\b[^#]{0,300}?['"]?(\w{1,40})['"]?[^#{]{0,300}\{\s{0,20}$/.exec(line);
    if (block !== null) open.push(block[1] === 'on' ? (phases[block[2] ?? ''] ?? 'runtime') : 'optional');
    else if (/^\s{0,100}\};?\s{0,20}$/.test(line)) open.pop();
    const found = /^\s{0,100}(?:(test|author|configure|build)_)?(requires|recommends|suggests)\s{0,20}\(?\s{0,20}['"]([A-Za-z_][\w:]{0,200})['"](?:\s{0,20}(?:,|=>)\s{0,20}['"]?([^'";)]{1,100}))?/.exec(line);
    if (found === null || found[3] === 'perl') return;
    const [, phase, relation, module = '', range] = found;
    const at = start + line.indexOf(module);
    draft.packages.push({
      ...plainName('cpan', module.replaceAll('::', '-')),
      range: range?.trim(),
      version: /^==\s{0,5}(v?\d[\w.]{0,40})$/.exec(range?.trim() ?? '')?.[1],
      start: at,
      end: at + module.length,
      direct: true,
      scope: relation !== 'requires' ? 'optional' : phase === 'author' ? 'dev' : phase === undefined ? (open.at(-1) ?? 'runtime') : (phases[phase] ?? 'runtime'),
    });
  });
  return finishReading(draft, 'manifest', 'cpan');
}
