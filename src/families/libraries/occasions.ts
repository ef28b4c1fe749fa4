import type { Batch } from './check.ts';
import { lockfileManagers, lockfilesOf } from './managers.ts';

/**
 * What a check needs to find in a change before it can say anything. Asked before the check's chunk is loaded, so each
 * answer costs less than loading it: a look at kinds, and at texts with the engine's own search.
 */
export type Occasion = (batch: Batch) => boolean;

export const hasProblems: Occasion = ({ documents }) => documents.some(({ reading }) => reading.problems.length > 0);

export const hasPackages: Occasion = ({ documents }) => documents.some(({ reading }) => reading.packages.length > 0);

/** A package that the project asks for by its name. */
export const hasAsked: Occasion = ({ documents }) => documents.some(({ reading }) => reading.packages.some(({ direct, project }) => direct !== false && project !== true));

/** An address that is not encrypted. */
export const hasPlainAddress: Occasion = ({ documents }) => documents.some(({ source: { text } }) => text.includes('http://') || text.includes('git://') || text.includes('ftp://'));

export const hasLockfile: Occasion = ({ documents }) => documents.some(({ reading }) => reading.kind === 'lockfile');

/** A lockfile of an ecosystem that several managers share. */
export const hasManagedLockfile: Occasion = ({ documents }) => documents.some(({ reader }) => lockfileManagers.has(reader));

/** A manifest or a lockfile that has the other as its counterpart. */
export const hasCounterpart: Occasion = ({ documents }) => documents.some(({ reader, reading }) => reading.kind === 'lockfile' || lockfilesOf.has(reader));

/** Hashes, or a format that has them. */
export const hasHashes: Occasion = (batch) => hasLockfile(batch) || batch.documents.some(({ reader, reading }) => reader === 'requirements' && reading.packages.some(({ integrity }) => integrity !== undefined));

export const hasSources: Occasion = ({ documents }) => documents.some(({ reading }) => reading.packages.some(({ resolved }) => resolved !== undefined));

/** The policy itself is part of the change. */
export const hasPolicyFile: Occasion = ({ settings }) => settings.some(({ path }) => path === 'portcullis.yaml');
