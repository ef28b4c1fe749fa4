import type { Batch, LibraryCheck } from './check.ts';
import { hasAsked, hasCounterpart, hasHashes, hasLockfile, hasManagedLockfile, hasPackages, hasPlainAddress, hasPolicyFile, hasProblems, hasSources, type Occasion } from './occasions.ts';
import { valueAt, type Plain } from './policy/plain.ts';

/** A check by its function, and what has to be there for it to say anything. */
interface Loader {
  /** Keys of the `libraries:` section of which one has to be set. */
  readonly needs?: readonly string[];
  /** True when it says nothing without the data package of advisories. */
  readonly data?: boolean;
  readonly when: Occasion;
  readonly load: () => Promise<LibraryCheck>;
}

const always: Occasion = () => true;

/** The checks by the name that `function:` of a policy gives them; each chunk is loaded with the first check that has an occasion. */
const loaders: ReadonlyMap<string, Loader> = new Map<string, Loader>([
  ['libraries.unreadable', { when: hasProblems, load: async () => (await import('./checks/unreadable.ts')).unreadable }],
  ['libraries.source-insecure', { when: hasPlainAddress, load: async () => (await basic()).insecure }],
  ['libraries.source-odd-host', { when: hasLockfile, load: async () => (await basic()).oddHost }],
  ['libraries.integrity-missing', { when: hasHashes, load: async () => (await basic()).missingHash }],
  ['libraries.integrity-other-package', { when: hasSources, load: async () => (await basic()).otherPackage }],
  ['libraries.lockfile-wrong-manager', { when: hasManagedLockfile, load: async () => (await basic()).wrongManager }],
  ['libraries.lockfile-several', { when: hasManagedLockfile, load: async () => (await basic()).severalLockfiles }],
  ['libraries.lockfile-out-of-step', { when: hasCounterpart, load: async () => (await basic()).outOfStep }],
  ['libraries.denied', { needs: ['deny'], when: hasPackages, load: async () => (await import('./checks/denied.ts')).denied }],
  ['libraries.not-allowed', { needs: ['allow', 'allow-only'], when: hasPackages, load: async () => (await import('./checks/denied.ts')).notAllowed }],
  ['libraries.import-denied', { needs: ['deny'], when: always, load: async () => (await import('./checks/imports.ts')).deniedImport }],
  ['libraries.import-restricted', { needs: ['imports'], when: always, load: async () => (await import('./checks/imports.ts')).restrictedImport }],
  ['libraries.source-not-allowed', { needs: ['sources'], when: hasSources, load: async () => (await import('./checks/sources.ts')).notAllowedSource }],
  ['libraries.source-git', { needs: ['sources'], when: hasSources, load: async () => (await import('./checks/sources.ts')).gitSource }],
  ['libraries.source-archive', { needs: ['sources'], when: hasSources, load: async () => (await import('./checks/sources.ts')).archiveSource }],
  ['libraries.source-local', { needs: ['sources'], when: hasSources, load: async () => (await import('./checks/sources.ts')).localSource }],
  ['libraries.integrity-weak', { needs: ['integrity'], when: hasPackages, load: async () => (await import('./checks/integrity.ts')).weakHash }],
  ['libraries.install-script', { needs: ['install-scripts'], when: hasPackages, load: async () => (await import('./checks/install-scripts.ts')).installScript }],
  ['libraries.licence', { needs: ['licences'], when: hasPackages, load: async () => (await import('./checks/licences.ts')).licence }],
  ['libraries.licence-unknown', { needs: ['licences'], when: hasPackages, load: async () => (await import('./checks/licences.ts')).unknownLicence }],
  ['libraries.lockfile-missing', { needs: ['lockfile'], when: hasPackages, load: async () => (await import('./checks/lockfiles.ts')).missingLockfile }],
  ['libraries.unpinned', { needs: ['unpinned'], when: hasPackages, load: async () => (await import('./checks/pins.ts')).unpinned }],
  ['libraries.duplicate', { needs: ['duplicates'], when: hasPackages, load: async () => (await import('./checks/pins.ts')).duplicate }],
  ['libraries.cooldown', { needs: ['cooldown'], when: always, load: async () => (await import('./checks/cooldown.ts')).cooldown }],
  ['libraries.vulnerable', { data: true, when: hasPackages, load: async () => (await import('./checks/advisories.ts')).vulnerable }],
  ['libraries.malicious', { data: true, when: hasPackages, load: async () => (await import('./checks/advisories.ts')).malicious }],
  ['libraries.advisories-stale', { data: true, when: hasPackages, load: async () => (await import('./checks/advisories.ts')).stale }],
  ['libraries.typo-squat', { when: hasAsked, load: async () => (await import('./checks/typo-squat.ts')).typoSquat }],
  ['libraries.unused-exception', { needs: ['allow', 'deny', 'licences'], when: hasPolicyFile, load: async () => (await import('./checks/unused.ts')).unusedException }],
]);

/** The checks that need no policy and that every lockfile asks for: one chunk. */
async function basic(): Promise<typeof import('./checks/always.ts')> {
  return import('./checks/always.ts');
}

/** The check of that name; undefined when nothing in the change or the policy gives it anything to say. Throws an Error for an unknown name. */
export async function loadLibraryCheck(name: string | undefined, section: Plain, batch: Batch): Promise<LibraryCheck | undefined> {
  const found = loaders.get(name ?? '');
  if (found === undefined) throw new Error(`there is no function "${name ?? ''}" for checks of libraries`);
  if (found.needs?.every((key) => isEmpty(valueAt(section, key))) === true || !found.when(batch)) return undefined;
  return found.data === true && batch.advisories() === undefined ? undefined : found.load();
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === false || (Array.isArray(value) && value.length === 0);
}
