import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { memoryRegistry, type Registry } from '../engine/registry.ts';
import { hostSecretlint, type HostedRule } from '../families/credentials/secretlint-host.ts';
import { PolicyError } from '../policy/errors.ts';

/**
 * Loads secretlint rules or presets that the repository has installed. This runs code of the repository's own
 * dependencies, so it is for the client alone; a server never does. Throws PolicyError when a module is missing.
 */
export async function loadSecretlint(names: readonly string[], folder: string): Promise<{ rules: readonly HostedRule[]; registry: Registry }> {
  const from = createRequire(join(resolve(folder), 'package.json'));
  const rules: HostedRule[] = [];
  for (const name of names) {
    try {
      const module: unknown = await nativeImport(pathToFileURL(from.resolve(name)).href);
      rules.push(...hostSecretlint(module, name));
    } catch (error) {
      throw new PolicyError('portcullis.yaml', undefined, `credentials.secretlint: cannot load "${name}": ${error instanceof Error ? error.message.split('\n')[0] ?? '' : String(error)}; install it, or take it out`, { cause: error });
    }
  }
  return { rules, registry: memoryRegistry(rules.map((rule) => rule.check)) };
}

/** secretlint's packages are ES modules; the bundle's own import() is turned into require(), which cannot load them on Node 20. */
function nativeImport(url: string): Promise<unknown> {
  // the text is ours and fixed; the address is handed over as a value
  const load: unknown = new Function('url', 'return import(url)');
  if (typeof load !== 'function') throw new Error('import is not available');
  return load(url);
}
