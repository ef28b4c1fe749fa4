import { dependenciesOf, type LibraryCheck } from '../check.ts';
import { switched } from '../policy/entry.ts';
import { textsAt } from '../policy/plain.ts';
import { matchesAny } from '../policy/purl-list.ts';
import { findingAt, sayPackage } from '../say.ts';
import { sayChain } from '../chain.ts';

/** Packages that run their own code when they are installed, where the policy wants that only of some. */
export const installScript: LibraryCheck = async ({ documents }, section) => {
  const settings = switched(section, 'install-scripts');
  if (settings === undefined) return [];
  const isAllowed = matchesAny(textsAt(settings, 'allow') ?? []);
  return [...dependenciesOf(documents)]
    .filter(({ record }) => record.installScript === true && !isAllowed(record))
    .map((named) => findingAt(named, 'install script', `${sayPackage(named.record)} runs its own code when it is installed${sayChain(named.document, named.record)}`));
};
