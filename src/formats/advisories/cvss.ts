import { CVSS40 } from '@pandatix/js-cvss';
import type { Advisory } from './advisory.ts';

/** Weights of the base metrics. Source: CVSS 3.1 specification, section 7.4. */
const weights: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  AV: { N: 0.85, A: 0.62, L: 0.55, P: 0.2 },
  AC: { L: 0.77, H: 0.44 },
  PR: { N: 0.85, L: 0.62, H: 0.27 },
  UI: { N: 0.85, R: 0.62 },
  C: { H: 0.56, L: 0.22, N: 0 },
  I: { H: 0.56, L: 0.22, N: 0 },
  A: { H: 0.56, L: 0.22, N: 0 },
};

/** The base score of a CVSS 3 vector, 0 to 10; undefined for another text. Source: CVSS 3.1 specification, section 7.1. */
export function cvss3Score(vector: string): number | undefined {
  if (!/^CVSS:3\.[01]\//.test(vector)) return undefined;
  const metrics = metricsOf(vector);
  const weight = (name: string): number => weights[name]?.[metrics.get(name) ?? ''] ?? Number.NaN;
  const isChanged = metrics.get('S') === 'C';
  const privileges = isChanged ? ({ N: 0.85, L: 0.68, H: 0.5 }[metrics.get('PR') ?? ''] ?? Number.NaN) : weight('PR');
  const base = 1 - (1 - weight('C')) * (1 - weight('I')) * (1 - weight('A'));
  const impact = isChanged ? 7.52 * (base - 0.029) - 3.25 * (base - 0.02) ** 15 : 6.42 * base;
  const exploitability = 8.22 * weight('AV') * weight('AC') * privileges * weight('UI');
  if (Number.isNaN(impact + exploitability)) return undefined;
  if (impact <= 0) return 0;
  return Math.ceil(Math.min((isChanged ? 1.08 : 1) * (impact + exploitability), 10) * 10 - 1e-9) / 10;
}

/** The score of a CVSS 4 vector, 0 to 10; undefined for another text. Source: CVSS 4.0 specification, section 8, with the lookup of its macro vectors. */
export function cvss4Score(vector: string): number | undefined {
  if (!vector.startsWith('CVSS:4.0/') || vector.length > 400) return undefined;
  try {
    return new CVSS40(vector).Score();
  } catch {
    return undefined;
  }
}

/** The severity of a CVSS vector by the specification's rating scale, the same in versions 3 and 4. */
export function severityOfVector(vector: string): Advisory['severity'] {
  const score = cvss3Score(vector) ?? cvss4Score(vector);
  return score === undefined ? undefined : rating(score);
}

function rating(score: number): Advisory['severity'] {
  return score >= 9 ? 'critical' : score >= 7 ? 'high' : score >= 4 ? 'medium' : 'low';
}

function metricsOf(vector: string): ReadonlyMap<string, string> {
  return new Map(vector.slice(0, 400).split('/').map((part) => [part.split(':')[0] ?? '', part.split(':')[1] ?? '']));
}
