import type { LibraryCheck } from './check.ts';

/** The checks by the name that `function:` of a policy gives them; each chunk is loaded with the first check that is asked. */
const loaders: ReadonlyMap<string, () => Promise<LibraryCheck>> = new Map<string, () => Promise<LibraryCheck>>([
  ['libraries.denied', async () => (await import('./checks/denied.ts')).denied],
  ['libraries.not-allowed', async () => (await import('./checks/denied.ts')).notAllowed],
  ['libraries.unreadable', async () => (await import('./checks/unreadable.ts')).unreadable],
  ['libraries.source-insecure', async () => (await import('./checks/sources.ts')).insecure],
  ['libraries.source-not-allowed', async () => (await import('./checks/sources.ts')).notAllowedSource],
  ['libraries.source-git', async () => (await import('./checks/sources.ts')).gitSource],
  ['libraries.source-archive', async () => (await import('./checks/sources.ts')).archiveSource],
  ['libraries.source-local', async () => (await import('./checks/sources.ts')).localSource],
  ['libraries.source-odd-host', async () => (await import('./checks/sources.ts')).oddHost],
  ['libraries.integrity-missing', async () => (await import('./checks/integrity.ts')).missingHash],
  ['libraries.integrity-weak', async () => (await import('./checks/integrity.ts')).weakHash],
  ['libraries.integrity-other-package', async () => (await import('./checks/integrity.ts')).otherPackage],
  ['libraries.install-script', async () => (await import('./checks/install-scripts.ts')).installScript],
  ['libraries.licence', async () => (await import('./checks/licences.ts')).licence],
  ['libraries.licence-unknown', async () => (await import('./checks/licences.ts')).unknownLicence],
  ['libraries.lockfile-wrong-manager', async () => (await import('./checks/lockfiles.ts')).wrongManager],
  ['libraries.lockfile-several', async () => (await import('./checks/lockfiles.ts')).severalLockfiles],
  ['libraries.lockfile-missing', async () => (await import('./checks/lockfiles.ts')).missingLockfile],
  ['libraries.lockfile-out-of-step', async () => (await import('./checks/in-step.ts')).outOfStep],
  ['libraries.unpinned', async () => (await import('./checks/pins.ts')).unpinned],
  ['libraries.duplicate', async () => (await import('./checks/pins.ts')).duplicate],
  ['libraries.cooldown', async () => (await import('./checks/cooldown.ts')).cooldown],
  ['libraries.unused-exception', async () => (await import('./checks/unused.ts')).unusedException],
]);

/** The check of that name. Throws an Error for an unknown name. */
export async function loadLibraryCheck(name: string | undefined): Promise<LibraryCheck> {
  const load = loaders.get(name ?? '');
  if (load === undefined) throw new Error(`there is no function "${name ?? ''}" for checks of libraries`);
  return load();
}
