export { outOfStep } from './in-step.ts';
export { missingHash, otherPackage } from './integrity.ts';
export { severalLockfiles, wrongManager } from './lockfiles.ts';
export { insecure, oddHost } from './sources.ts';
