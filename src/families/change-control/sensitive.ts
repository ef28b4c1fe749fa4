import { rangeOf, type Place } from '../../formats/place.ts';
import { starPattern } from '../../formats/star-pattern.ts';
import type { PolicyCheck } from '../../model/check.ts';
import type { LocatedReport } from '../../model/family.ts';

/** One file that a commit changed. */
export interface ChangedFile {
  readonly path: string;
  readonly kind: 'added' | 'changed' | 'removed';
  /** Oid of the content after the change, or of the one that went: what makes this change this change. */
  readonly oid: string;
}

/** A resource as a template declares it, before or after a change. */
export interface DeclaredResource {
  /** Type in its format's own words: `AWS::IAM::Role`, `aws_iam_role`, `rbac.authorization.k8s.io/v1/ClusterRole`. */
  readonly type: string;
  readonly name: string;
  /** The whole block or object. */
  readonly at: Place;
  /** The line that names it. */
  readonly head: Place;
  /** Variable file with which the template was evaluated, where it loads that only by name. */
  readonly variables?: string;
  /** Everything it evaluates to, as text: a change of a variable is a change of what uses it. */
  readonly evaluated: string;
}

/** What one commit changed. */
export interface CommitChange {
  readonly files: readonly ChangedFile[];
  readonly before: readonly DeclaredResource[];
  readonly after: readonly DeclaredResource[];
  /** Templates that could not be read in full, before or after: what they declare is not known. */
  readonly unread: readonly { readonly path: string; readonly text: string }[];
}

/** What counts as sensitive, made of a check's parameters and what a server's rule adds. */
export interface SensitiveScope {
  readonly check: PolicyCheck;
  readonly matchesPath: (path: string) => boolean;
  /** Types with `*` for any text: `AWS::IAM::*`, `aws_iam_*`. */
  readonly resources: readonly string[];
}

/** Reports every sensitive thing that a commit changed: files by their path, resources by their type. Never throws. */
export function sensitiveChanges(change: CommitChange, scopes: readonly SensitiveScope[]): readonly LocatedReport[] {
  const changed = changedResources(change.before, change.after);
  return scopes.flatMap((scope) => {
    const isSensitive = typeMatcher(scope.resources);
    const files = change.files.filter((file) => scope.matchesPath(file.path)).map((file) => fileReport(scope.check, file));
    const resources = changed.filter(({ resource }) => isSensitive(resource.type)).map((one) => resourceReport(scope.check, one));
    const literals = literalsOf(scope.resources);
    const unread = change.unread.filter(({ text }) => literals.some((literal) => text.includes(literal))).map(({ path }) => unreadReport(scope.check, path));
    return [...files, ...resources, ...unread];
  });
}

interface ChangedResource {
  readonly kind: ChangedFile['kind'];
  readonly resource: DeclaredResource;
}

function changedResources(before: readonly DeclaredResource[], after: readonly DeclaredResource[]): readonly ChangedResource[] {
  const earlier = new Map(before.map((one) => [keyOf(one), one]));
  const later = new Set(after.map(keyOf));
  const changed: ChangedResource[] = [];
  for (const resource of after) {
    const previous = earlier.get(keyOf(resource));
    if (previous === undefined) changed.push({ kind: 'added', resource });
    // the text too: two expressions that nobody can evaluate may look alike once evaluated
    else if (previous.evaluated !== resource.evaluated || textOf(previous.at) !== textOf(resource.at)) changed.push({ kind: 'changed', resource });
  }
  for (const resource of before) if (!later.has(keyOf(resource))) changed.push({ kind: 'removed', resource });
  return changed;
}

function keyOf({ type, name, at, variables = '' }: DeclaredResource): string {
  return `${at.source.path}\0${type}\0${name}\0${variables}`;
}

function textOf({ source, start, end }: Place): string {
  return source.text.slice(start, end);
}

function fileReport(check: PolicyCheck, { path, kind, oid }: ChangedFile): LocatedReport {
  return { check: check.id, certainty: 'fail', path, range: firstLine, message: `${check.title}: the file was ${kind}`, evidence: '', identity: `${path}\0${kind}\0${oid}` };
}

function resourceReport(check: PolicyCheck, { kind, resource }: ChangedResource): LocatedReport {
  const { head, type, name } = resource;
  return {
    check: check.id,
    certainty: 'fail',
    path: head.source.path,
    // what was removed has no place in the file as it is now
    range: kind === 'removed' ? firstLine : rangeOf(head),
    message: `${check.title}: ${type} ${name} was ${kind}`,
    evidence: '',
    identity: `${type}\0${name}\0${kind}\0${textOf(resource.at)}\0${resource.evaluated}`,
    resource: name,
  };
}

function unreadReport(check: PolicyCheck, path: string): LocatedReport {
  return { check: check.id, certainty: 'unsure', path, range: firstLine, message: `${check.title}: the template cannot be read in full, so what it changes is not known`, evidence: '', identity: `${path}\0unread` };
}

const firstLine = { startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 } as const;

/** The longest part of each pattern without a wildcard. */
function literalsOf(patterns: readonly string[]): readonly string[] {
  return patterns.map((pattern) => pattern.split('*').reduce((a, b) => (b.length > a.length ? b : a), '')).filter((literal) => literal.length > 3);
}

/** A test of types against patterns with `*`, by plain comparison: no expression is made of a policy's text. */
export function typeMatcher(patterns: readonly string[]): (type: string) => boolean {
  const tests = patterns.map(starPattern);
  return (type) => tests.some((matches) => matches(type));
}
