import { plainName } from './package-name.ts';
import { stringsInBrackets } from './python-static.ts';
import { finishReading, startReading } from './reading.ts';
import type { PackageReading } from './record.ts';

/** Reads the dependencies of a rockspec, and the package itself. Source: luarocks.org, rockspec format. */
export function readRockspec(text: string): PackageReading {
  const draft = startReading(text);
  let lists = 0;
  for (const list of text.matchAll(/^[ \t]{0,20}(build_|test_)?dependencies\s{0,20}=\s{0,20}\{/gm)) {
    if (lists++ > 10) break;
    for (const one of stringsInBrackets(text, list.index + list[0].length - 1)) {
      const found = /^\s{0,20}([A-Za-z0-9][\w./-]{0,100})\s{0,20}(.{0,200})$/.exec(one.value);
      const name = found?.[1] ?? '';
      if (name === '' || name === 'lua') continue;
      const at = one.start + one.value.indexOf(name);
      draft.packages.push({ ...plainName('luarocks', name.toLowerCase()), range: found?.[2] || undefined, version: /^==?\s?(\S{1,60})$/.exec(found?.[2] ?? '')?.[1], start: at, end: at + name.length, direct: true, scope: list[1] === 'build_' ? 'build' : list[1] === 'test_' ? 'test' : 'runtime' });
    }
  }
  const own = /^package\s{0,20}=\s{0,20}["']([\w.-]{1,100})["']/m.exec(text);
  const version = /^version\s{0,20}=\s{0,20}["']([\w.-]{1,100})["']/m.exec(text)?.[1];
  if (own !== null) {
    const at = own.index + own[0].indexOf(own[1] ?? '', 8);
    draft.packages.push({ ...plainName('luarocks', (own[1] ?? '').toLowerCase()), version, start: at, end: at + (own[1] ?? '').length, project: true });
  }
  return finishReading(draft, 'manifest', 'luarocks');
}
