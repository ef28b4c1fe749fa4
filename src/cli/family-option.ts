import { familyNames, type FamilyName } from '../model/finding.ts';
import { didYouMean } from '../policy/errors.ts';
import { UsageError } from '../model/usage-error.ts';

/** The family that an option names. Throws UsageError with the nearest right one. */
export function familyOf(name: string): FamilyName {
  const family = familyNames.find((one) => one === name);
  if (family === undefined) throw new UsageError(`there is no family "${name}"${didYouMean(name, familyNames)}; there are ${familyNames.join(', ')}`);
  return family;
}
