export type Credentials = typeof import('../families/credentials/family.ts');
export type Layers = typeof import('./layers/examine.ts');

/** What looks for credentials and what decodes text, once they are loaded. */
export const loaded: { credentials: Credentials | undefined; layers: Layers | undefined } = { credentials: undefined, layers: undefined };

/** Loads the credential family and, unless told not to, what looks into encoded text; a door that streams calls it first, so that no source is kept for later. */
export async function loadCredentials(withLayers = true): Promise<void> {
  loaded.credentials ??= await import('../families/credentials/family.ts');
  if (withLayers) loaded.layers ??= await import('./layers/examine.ts');
}

/** For a program that always needs them: in one bundle with the rest, what both use is compiled and optimised once. */
export function provideCredentials(family: Credentials, decoders: Layers): void {
  loaded.credentials = family;
  loaded.layers = decoders;
}
