import type { LibraryCheck } from '../check.ts';
import { outOfStep } from './in-step.ts';
import { missingHash, otherPackage } from './integrity.ts';
import { severalLockfiles, wrongManager } from './lockfiles.ts';
import { insecure, oddHost } from './sources.ts';
import { unreadable } from './unreadable.ts';

/** The checks that say something without any policy, in one chunk because every lockfile asks for them all. */
export const always: ReadonlyMap<string, LibraryCheck> = new Map([
  ['libraries.unreadable', unreadable],
  ['libraries.source-insecure', insecure],
  ['libraries.source-odd-host', oddHost],
  ['libraries.integrity-missing', missingHash],
  ['libraries.integrity-other-package', otherPackage],
  ['libraries.lockfile-wrong-manager', wrongManager],
  ['libraries.lockfile-several', severalLockfiles],
  ['libraries.lockfile-out-of-step', outOfStep],
]);
