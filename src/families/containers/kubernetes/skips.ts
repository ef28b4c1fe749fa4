import { positionAt, type Place } from '../../../formats/place.ts';
import type { Check } from '../../../model/check.ts';
import { mapAt } from '../../../templates/kubernetes/access.ts';
import { commentsOf, coveringSkip, type Skip } from '../comment-skips.ts';
import type { KubernetesObject } from './unit.ts';

const ofObjects = new WeakMap<KubernetesObject, readonly Skip[]>();

/**
 * The suppression for a check at a place of an object: Checkov's and kube-linter's annotations on the object, and comments
 * of Checkov (`checkov:skip=`), Trivy (`trivy:ignore:`) and KICS (`kics-scan ignore-line`, `ignore-block`, `disable=`).
 */
export function skipFor(object: KubernetesObject, check: Check, place: Place): { reason: string; line: number } | undefined {
  const { at } = object.resource;
  // an annotation holds wherever the object's parts are written
  return coveringSkip(annotationsOf(object), check, place.source === at.source ? place.start : at.start) ?? coveringSkip(isHcl(place) ? commentsIn(object) : commentsOf(place.source), check, place.start);
}

function isHcl({ source }: Place): boolean {
  return /\.(?:tf|tofu)$/.test(source.path);
}

/** In Terraform a comment holds for the block that it stands in, or directly above. */
function commentsIn({ resource: { at } }: KubernetesObject): readonly Skip[] {
  const [first, last] = [positionAt(at.source, at.start).line, positionAt(at.source, at.end).line];
  return commentsOf(at.source).filter(({ line }) => line >= first - 1 && line <= last).map((skip) => ({ ...skip, from: at.start, to: at.end + 1 }));
}

function annotationsOf(object: KubernetesObject): readonly Skip[] {
  const known = ofObjects.get(object);
  if (known !== undefined) return known;
  const { at } = object.resource;
  const skips: Skip[] = [];
  for (const metadata of [mapAt(object.resource.properties, 'metadata'), object.pod?.metadata]) {
    for (const [key, value] of mapAt(metadata, 'annotations')?.entries ?? []) {
      const text = value.kind === 'known' ? String(value.value).slice(0, 500) : '';
      const linter = /^ignore-check\.kube-linter\.io\/(.{1,200})$/.exec(key)?.[1];
      const { line } = positionAt(value.at.source, value.at.start);
      const shared = { line, from: at.start, to: Math.max(at.end, at.start + 1) };
      if (linter !== undefined) skips.push({ ids: [linter.toLowerCase()], reason: text, ...shared });
      else if (key === 'kube-linter.io/ignore-all') skips.push({ ids: ['*'], reason: text, ...shared });
      else if (/^checkov\.io\/skip\d{0,4}$/.test(key)) skips.push({ ids: [text.split('=')[0]?.trim().toLowerCase() ?? ''], reason: text.includes('=') ? text.slice(text.indexOf('=') + 1) : '', ...shared });
    }
  }
  ofObjects.set(object, skips);
  return skips;
}
