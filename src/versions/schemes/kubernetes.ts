import { readPlainRange } from '../comparators.ts';
import { compareDigits, sign, totalOrder } from '../order.ts';
import type { Scheme } from '../scheme.ts';

/** `apps/v1beta2`: the group does not count. */
function parse(text: string): { readonly major: string; readonly stage: number; readonly minor: string } | undefined {
  const match = /(?:^|\/)v(\d+)(?:(alpha|beta)(\d+))?$/.exec(text.trim());
  return match === null ? undefined : { major: match[1] ?? '0', stage: match[2] === undefined ? 2 : match[2] === 'beta' ? 1 : 0, minor: match[3] ?? '0' };
}

const compare = totalOrder(parse, (a, b) => sign(a.stage - b.stage) || compareDigits(a.major, b.major) || compareDigits(a.minor, b.minor));

/** Kubernetes API versions: releases above betas above alphas. Source: Kubernetes' documentation, "CustomResourceDefinition Versioning", version priority. */
export const kubernetes: Scheme = { name: 'kubernetes-api', compare, range: (text) => readPlainRange(text, compare) };
