import { detectAssignment } from './assignment.ts';
import type { Detector } from './detector.ts';
import { detectKeyData, detectKeyStore } from './key-data.ts';
import { detectNearToken } from './near-token.ts';
import { detectPrivateKey } from './private-key.ts';
import { detectUrlPassword } from './url-password.ts';

/** The detectors a check file can name in `function`. */
export const detectors: ReadonlyMap<string, Detector> = new Map<string, Detector>([
  ['assignment', detectAssignment],
  ['key-data', detectKeyData],
  ['key-store', detectKeyStore],
  ['near-token', detectNearToken],
  ['private-key', detectPrivateKey],
  ['url-password', detectUrlPassword],
]);
