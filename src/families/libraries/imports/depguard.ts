/** A list of depguard: what may and may not be imported, by the beginning of the name; `$` at the end means the whole name. */
export interface PrefixList {
  /** `original`: what is denied never, and only what is allowed if anything is. `strict`: only what is allowed. `lax`: all but what is denied. */
  readonly listMode?: 'original' | 'strict' | 'lax' | undefined;
  readonly allow?: readonly string[] | undefined;
  readonly deny?: readonly DeniedPrefix[] | undefined;
}

/** A denied beginning and why. */
export interface DeniedPrefix {
  readonly pkg: string;
  readonly desc?: string | undefined;
}

/** Why an import is not allowed: the entry that denies it, or none if it is only missing from what is allowed. */
export interface PrefixVerdict {
  readonly denied: DeniedPrefix | undefined;
}

/**
 * Compiles a list into a test of imports; undefined for what is allowed. The longer entry wins in the modes `strict` and `lax`.
 * `$gostd` stands for Go's standard library. Source: depguard's documentation, "Config" and "List modes".
 */
export function prefixTest({ listMode = 'original', allow = [], deny = [] }: PrefixList): (specifier: string) => PrefixVerdict | undefined {
  return (specifier) => {
    const allowed = longest(allow, specifier);
    const deniedText = longest(deny.map(({ pkg }) => pkg), specifier);
    const denied = deny.find(({ pkg }) => pkg === deniedText);
    const isAllowed = allowed !== undefined;
    const isStronger = (allowed?.length ?? -1) > (deniedText?.length ?? -1);
    const passes = listMode === 'strict'
      ? isAllowed && (denied === undefined || isStronger)
      : listMode === 'lax'
        ? denied === undefined || (isAllowed && isStronger)
        : denied === undefined && (allow.length === 0 || isAllowed);
    return passes ? undefined : { denied };
  };
}

function longest(prefixes: readonly string[], specifier: string): string | undefined {
  let best: string | undefined;
  for (const prefix of prefixes) if (covers(prefix, specifier) && prefix.length > (best?.length ?? -1)) best = prefix;
  return best;
}

function covers(prefix: string, specifier: string): boolean {
  if (prefix === '$gostd') return !(specifier.split('/', 1)[0] ?? '').includes('.');
  return prefix.endsWith('$') ? specifier === prefix.slice(0, -1) : specifier.startsWith(prefix);
}
