import type { FamilyPolicy, LocatedReport, Project } from '../../../model/family.ts';
import { sourceText, type Place } from '../../../formats/place.ts';
import { fieldOf } from '../../../templates/access.ts';
import type { ComposeProject } from '../../../templates/compose/model.ts';
import { readEvaluated, runDockerfileChecks, runSharedPolicies } from '../dockerfile/examine.ts';
import { runnableChecks } from '../dockerfile/runnable.ts';

/** Judges the Dockerfiles that stand in `build.dockerfile_inline`. */
export function inlineReports({ services, source }: ComposeProject, { files, today }: Pick<Project, 'files' | 'today'>, policy: FamilyPolicy): readonly LocatedReport[] {
  const places = services.flatMap(({ value }) => {
    const inline = fieldOf(fieldOf(value, 'build'), 'dockerfile_inline');
    return inline !== undefined && inline.at.source === source && (inline.kind === 'known' || inline.kind === 'unknown') ? [inline.at] : [];
  });
  if (places.length === 0) return [];
  const checks = runnableChecks(policy, true).filter(({ check }) => !check.id.endsWith('/parse-error') && !check.id.endsWith('/copy-ignored'));
  return places.flatMap((place) => {
    const text = alone(place);
    const dockerfile = readEvaluated(source.path, text, files);
    const placed = { ...dockerfile, source: sourceText(source.path, source.text) };
    return [...runDockerfileChecks(placed, checks), ...runSharedPolicies(placed, today, policy)];
  });
}

/** The text with everything outside the block blanked, so that what stands inside keeps its line and column. */
function alone({ source, start, end }: Place): string {
  const { text } = source;
  const lineEnd = text.indexOf('\n', start);
  // a block scalar's header line (`|`, `>-`) is no part of it
  const from = /^[|>]/.test(text.slice(start, start + 1)) ? (lineEnd < 0 ? end : lineEnd) : start;
  const inside = text.slice(from, end).replaceAll('$$', ' $');
  return text.slice(0, from).replace(/[^\r\n]/g, ' ') + inside;
}
