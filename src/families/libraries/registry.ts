import type { LibraryCheck } from './check.ts';

/** The checks by the name that `function:` of a policy gives them; each chunk is loaded with the first check that is asked. */
const loaders: ReadonlyMap<string, () => Promise<LibraryCheck>> = new Map<string, () => Promise<LibraryCheck>>([
  ['libraries.denied', async () => (await import('./checks/denied.ts')).denied],
  ['libraries.not-allowed', async () => (await import('./checks/denied.ts')).notAllowed],
  ['libraries.unreadable', async () => (await import('./checks/unreadable.ts')).unreadable],
]);

/** The check of that name. Throws an Error for an unknown name. */
export async function loadLibraryCheck(name: string | undefined): Promise<LibraryCheck> {
  const load = loaders.get(name ?? '');
  if (load === undefined) throw new Error(`there is no function "${name ?? ''}" for checks of libraries`);
  return load();
}
