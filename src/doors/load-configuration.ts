import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { memoryRegistry, type Registry } from '../engine/registry.ts';
import type { Check, CredentialCheck } from '../model/check.ts';
import { parseCheckFile } from '../policy/check-file.ts';
import { parseConfiguration, type Configuration } from '../policy/configuration.ts';
import { didYouMean, PolicyError } from '../policy/errors.ts';
import { isCheapCheck } from '../policy/pattern-cost.ts';
import { distFolder } from './installation.ts';

/** How deep `extends` may go. */
const maxExtends = 8;

/** Reads a configuration with everything it extends and the check files it names. Throws PolicyError. */
export async function loadConfiguration(name: string, text: string, folder: string): Promise<{ configurations: readonly Configuration[]; registries: readonly Registry[] }> {
  const configurations = collect(name, text, folder, []);
  for (const { sections } of configurations) await checkDoorSections(name, sections);
  const checks: Check[] = [];
  for (const path of configurations.flatMap((configuration) => configuration.policies)) for (const check of readCheckFolder(resolve(folder, path))) checks.push(await madeSafe(check, resolve(folder, path)));
  return { configurations, registries: checks.length === 0 ? [] : [memoryRegistry(checks)] };
}

/** Sections that only a push reads are validated by whoever reads the file: a slip in them is not to be found by a push. Throws PolicyError. */
async function checkDoorSections(name: string, sections: Configuration['sections']): Promise<void> {
  if (sections.has('change-control')) (await import('./push/change-control/settings.ts')).changeControlOf(name, sections.get('change-control'));
  if (sections.has('server')) (await import('./push/server-settings.ts')).serverSettings(name, sections.get('server'));
}

/** A user's own check, whose expressions nobody has proven. */
export async function madeSafe(check: Check, folder: string): Promise<Check> {
  if (!isCredential(check) || isCheapCheck(check)) return check;
  const { linearCheck } = await import('../policy/linear-check.ts');
  return linearCheck(check, join(folder, `${check.id}.yaml`));
}

/** Whether a check is a credential's form. */
export function isCredential(check: Check): check is CredentialCheck {
  return check.family === 'credentials';
}

function collect(name: string, text: string, folder: string, above: readonly string[]): readonly Configuration[] {
  if (above.length >= maxExtends) throw new PolicyError(name, undefined, `"extends" goes deeper than ${maxExtends}: ${above.join(' → ')}`);
  const configuration = parseConfiguration(name, text);
  const bases = configuration.extends.flatMap((base) => {
    const path = isPreset(base) ? join(presetFolder(), `${base}.yaml`) : resolve(folder, base);
    if (above.includes(path)) throw new PolicyError(name, undefined, `"extends" goes in a circle: ${[...above, path].join(' → ')}`);
    return collect(path, readExtended(name, base, path), dirname(path), [...above, path]);
  });
  return [...bases, configuration];
}

function isPreset(name: string): boolean {
  return !name.includes('/') && !/\.ya?ml$/.test(name);
}

function presetFolder(): string {
  return join(distFolder(), '..', 'policies', 'presets');
}

function readExtended(from: string, base: string, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const known = isPreset(base) ? readdirSync(presetFolder()).map((file) => file.replace(/\.yaml$/, '')) : [];
    const why = isPreset(base) ? `there is no preset "${base}"${didYouMean(base, known)}` : `cannot read ${path}`;
    throw new PolicyError(from, undefined, `"extends": ${why}`, { cause: error });
  }
}

/**
 * Reads every check file below a folder, or only those of some families. The id is the path below it; its first part must
 * be a family. Throws PolicyError for the first that is wrong, or gives each to `fault`.
 */
export function readCheckFolder(root: string, families?: ReadonlySet<string>, fault?: (error: PolicyError) => void): readonly Check[] {
  const checks: Check[] = [];
  const walk = (folder: string, depth: number): void => {
    if (depth > 12) throw new PolicyError(folder, undefined, 'folders of check files are nested too deeply');
    for (const entry of entriesOf(folder)) {
      const path = join(folder, entry);
      if (statSync(path).isDirectory()) {
        if (depth > 0 || (entry !== 'presets' && families?.has(entry) !== false)) walk(path, depth + 1);
      } else if (/\.ya?ml$/.test(entry)) {
        const id = relative(root, path).split(sep).join('/').replace(/\.ya?ml$/, '');
        try {
          checks.push(parseCheckFile(id, isAbsolute(path) ? relative(process.cwd(), path) : path, readFileSync(path, 'utf8')));
        } catch (error) {
          if (fault === undefined || !(error instanceof PolicyError)) throw error;
          fault(error);
        }
      }
    }
  };
  walk(root, 0);
  return checks;
}

function entriesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch (error) {
    throw new PolicyError(folder, undefined, 'the folder of check files cannot be read', { cause: error });
  }
}
