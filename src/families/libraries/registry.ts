import type { LibraryCheck } from './check.ts';
import { valueAt, type Plain } from './policy/plain.ts';

/** A check by its function, and the key of the `libraries:` section without which it says nothing. */
interface Loader {
  readonly needs?: string;
  /** True when it says nothing without the data package of advisories. */
  readonly data?: boolean;
  readonly load: () => Promise<LibraryCheck>;
}

/** The other checks by the name that `function:` of a policy gives them; each chunk is loaded with the first check that is asked. */
const loaders: ReadonlyMap<string, Loader> = new Map<string, Loader>([
  ['libraries.denied', { needs: 'deny', load: async () => (await import('./checks/denied.ts')).denied }],
  ['libraries.not-allowed', { load: async () => (await import('./checks/denied.ts')).notAllowed }],
  ['libraries.import-denied', { needs: 'deny', load: async () => (await import('./checks/imports.ts')).deniedImport }],
  ['libraries.import-restricted', { needs: 'imports', load: async () => (await import('./checks/imports.ts')).restrictedImport }],
  ['libraries.source-not-allowed', { needs: 'sources', load: async () => (await import('./checks/sources.ts')).notAllowedSource }],
  ['libraries.source-git', { needs: 'sources', load: async () => (await import('./checks/sources.ts')).gitSource }],
  ['libraries.source-archive', { needs: 'sources', load: async () => (await import('./checks/sources.ts')).archiveSource }],
  ['libraries.source-local', { needs: 'sources', load: async () => (await import('./checks/sources.ts')).localSource }],
  ['libraries.integrity-weak', { needs: 'integrity', load: async () => (await import('./checks/integrity.ts')).weakHash }],
  ['libraries.install-script', { needs: 'install-scripts', load: async () => (await import('./checks/install-scripts.ts')).installScript }],
  ['libraries.licence', { needs: 'licences', load: async () => (await import('./checks/licences.ts')).licence }],
  ['libraries.licence-unknown', { needs: 'licences', load: async () => (await import('./checks/licences.ts')).unknownLicence }],
  ['libraries.lockfile-missing', { needs: 'lockfile', load: async () => (await import('./checks/lockfiles.ts')).missingLockfile }],
  ['libraries.unpinned', { needs: 'unpinned', load: async () => (await import('./checks/pins.ts')).unpinned }],
  ['libraries.duplicate', { needs: 'duplicates', load: async () => (await import('./checks/pins.ts')).duplicate }],
  ['libraries.cooldown', { needs: 'cooldown', load: async () => (await import('./checks/cooldown.ts')).cooldown }],
  ['libraries.vulnerable', { data: true, load: async () => (await import('./checks/advisories.ts')).vulnerable }],
  ['libraries.malicious', { data: true, load: async () => (await import('./checks/advisories.ts')).malicious }],
  ['libraries.advisories-stale', { data: true, load: async () => (await import('./checks/advisories.ts')).stale }],
  ['libraries.typo-squat', { load: async () => (await import('./checks/typo-squat.ts')).typoSquat }],
  ['libraries.unused-exception', { load: async () => (await import('./checks/unused.ts')).unusedException }],
]);

/** The check of that name; undefined when the policy says nothing that it could ask about. Throws an Error for an unknown name. */
export async function loadLibraryCheck(name: string | undefined, section: Plain, hasData: () => boolean): Promise<LibraryCheck | undefined> {
  const basic = (await import('./checks/always.ts')).always.get(name ?? '');
  if (basic !== undefined) return basic;
  const found = loaders.get(name ?? '');
  if (found === undefined) throw new Error(`there is no function "${name ?? ''}" for checks of libraries`);
  if (found.needs !== undefined && isEmpty(valueAt(section, found.needs))) return undefined;
  return found.data === true && !hasData() ? undefined : found.load();
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || value === false || (Array.isArray(value) && value.length === 0);
}
