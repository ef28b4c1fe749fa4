import type { NamedCheck } from '../subject.ts';
import { imageChecks } from '../image-checks.ts';
import { fileChecks } from './file-checks.ts';
import { referenceChecks } from './reference-checks.ts';
import { schemaChecks } from './schema-checks.ts';

/** The functions that policies over Compose files name. */
export const composeChecks: ReadonlyMap<string, NamedCheck> = new Map([...imageChecks, ...fileChecks, ...referenceChecks, ...schemaChecks]);
