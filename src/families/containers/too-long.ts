import { holdsPart } from '../../formats/escaped-text.ts';
import type { FamilyPolicy, LocatedReport } from '../../model/family.ts';
import type { Source } from '../../model/source.ts';
import type { FileReader } from '../../templates/value.ts';
import { isDockerfileName, looksLikeCompose, looksLikeEcs } from './file-names.ts';
import { isChartTemplate, looksLikeKubernetes, looksLikeKustomize } from './kubernetes/file-names.ts';

/** No file of this many bytes or fewer is read in part only. */
export const alwaysRead = 1_000_000;

const places = [
  // what renders a chart's template reads so much of it; no Dockerfile has more
  { most: 1_000_000, isSo: ({ path }: Source, files: FileReader) => isDockerfileName(path) || isChartTemplate(path, files) },
  { most: 2_000_000, isSo: ({ path, bytes }: Source) => looksLikeEcs(path, bytes) && !holdsPart(bytes, 'AWS::ECS::TaskDefinition') && !bytes.includes('aws_ecs_task_definition') },
  { most: 10_000_000, isSo: ({ path, bytes }: Source) => looksLikeCompose(path, bytes) },
  { most: 20_000_000, isSo: ({ path, bytes }: Source) => looksLikeKubernetes(path, bytes) || looksLikeKustomize(path, bytes) },
] as const;

/** The sources that are larger than what their readers read. */
export function tooLong(sources: readonly Source[], files: FileReader): readonly Source[] {
  return sources.filter((source) => source.bytes.length > alwaysRead && places.some(({ most, isSo }) => source.bytes.length > most && isSo(source, files)));
}

/** No file of people is that large: what stands behind megabytes of comments is meant not to be seen. */
export function tooLongReports(sources: readonly Source[], policy: FamilyPolicy): readonly LocatedReport[] {
  const check = policy.checks(['kubernetes/file']).find(({ id }) => id.endsWith('/not-judged'));
  if (check === undefined) return [];
  return sources.map(({ path, bytes }) => ({ check: check.id, certainty: 'fail', severity: 'high', path, range: { startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 }, message: `${check.title}: it has ${bytes.length} bytes, more than is read of such a file`, evidence: '', identity: `${path}\0too long` }));
}
