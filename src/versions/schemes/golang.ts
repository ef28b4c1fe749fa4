import { readPlainRange } from '../comparators.ts';
import { compareDigits, compareLists, totalOrder } from '../order.ts';
import type { Scheme } from '../scheme.ts';
import { comparePre, parseSemver, type Semver } from '../semver.ts';

/** `go1.21rc2` and `go1.21` of toolchains, `v1.2.3-pre+incompatible` of modules. */
function parse(text: string): Semver | undefined {
  const toolchain = /^go(\d+(?:\.\d+)*)(?:(beta|rc)(\d+))?(?:-.*)?$/.exec(text.trim());
  if (toolchain === null) return parseSemver(text);
  const [, numbers = '', word, number = ''] = toolchain;
  return { numbers: numbers.split('.'), pre: word === undefined ? [] : [word, number], build: '' };
}

const compare = totalOrder(parse, (a, b) => compareLists(a.numbers, b.numbers, compareDigits, '0') || comparePre(a.pre, b.pre));

/** Go modules and toolchains. Source: The Go Modules Reference, "Versions", "Pseudo-versions"; go.dev/doc/toolchain, "Go versions". */
export const golang: Scheme = { name: 'golang', compare, range: (text) => readPlainRange(text, compare) };
