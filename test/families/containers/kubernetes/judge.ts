import { readdirSync, readFileSync } from 'node:fs';
import { withPodSecurityVersion } from '../../../../src/families/containers/pod-security.ts';
import { examineKubernetes } from '../../../../src/families/containers/kubernetes/examine.ts';
import type { PolicyCheck } from '../../../../src/model/check.ts';
import type { FamilyPolicy, LocatedReport } from '../../../../src/model/family.ts';
import { parseCheckFile } from '../../../../src/policy/check-file.ts';
import { readerOver } from './reader.ts';

/** Every policy of Kubernetes, and those of containers in every format. */
export const policies: readonly PolicyCheck[] = ['kubernetes', 'container'].flatMap((name) => {
  const folder = new URL(`../../../../policies/containers/${name}/`, import.meta.url);
  return readdirSync(folder).map((file) => parseCheckFile(`containers/${name}/${file.slice(0, -5)}`, file, readFileSync(new URL(file, folder), 'utf8')) as PolicyCheck);
});

/** A policy that runs some checks, by their ids or the last parts of these; all of them when none are named. */
export function policyOf(names?: Iterable<string>, settings?: unknown): FamilyPolicy {
  const wanted = names === undefined ? undefined : new Set(names);
  const chosen = policies.filter(({ id }) => wanted === undefined || wanted.has(id) || wanted.has(id.slice(id.lastIndexOf('/') + 1)));
  return {
    settings,
    parameters: (check: PolicyCheck) => check.parameters,
    checks: (applies?: Iterable<string>) => {
      const words = applies === undefined ? undefined : new Set(applies);
      return chosen.filter((check) => words === undefined || check.applies.some((word) => words.has(word)));
    },
  } as FamilyPolicy;
}

/** What the checks report about some files; the others are only there to be read. */
export function judge(files: Readonly<Record<string, string>>, names?: Iterable<string>, others: Readonly<Record<string, string>> = {}, settings?: unknown): readonly LocatedReport[] {
  const sources = Object.entries(files).map(([path, text]) => ({ path, subject: 'file' as const, bytes: Buffer.from(text) }));
  return examineKubernetes(sources, { files: readerOver(new Map(Object.entries({ ...others, ...files }))), today: '2026-11-24' }, withPodSecurityVersion(policyOf(names, settings)));
}

/** The same as `file:line check`, shortened, in order. */
export function found(files: Readonly<Record<string, string>>, names?: Iterable<string>, others: Readonly<Record<string, string>> = {}): readonly string[] {
  return judge(files, names, others)
    .map(({ path, range, check, certainty }) => `${path}:${range.startLine} ${check.slice(check.lastIndexOf('/') + 1)}${certainty === 'unsure' ? '?' : ''}`)
    .toSorted();
}
