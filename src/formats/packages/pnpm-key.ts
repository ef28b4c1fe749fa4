/** Which package an entry of pnpm's lockfile is. */
export interface PnpmIdentity {
  readonly name: string;
  readonly version: string | undefined;
}

/**
 * Name and version from the key of a package entry; the entry's own `name` and `version` fields win.
 * Format 5: `/name/1.0.0_peers`, `host/name/1.0.0`; 6: `/name@1.0.0(peers)`; 9: `name@1.0.0`. Undefined when neither says it.
 */
export function pnpmIdentity(major: number, key: string, name?: string, version?: string): PnpmIdentity | undefined {
  const found = major < 6 ? fromSegments(key) : fromAt(key);
  const named = name ?? found?.name;
  const exact = version ?? found?.version;
  if (named === undefined) return undefined;
  // a folder in format 9, `name@file:../name`, has no version
  return exact === undefined && name === undefined && !/@(?:file|link):/.test(key) ? undefined : { name: named, version: exact };
}

/** The key under which a dependency stands in `packages` or `snapshots`, when its reference is a version. */
export function pnpmKey(major: number, name: string, ref: string): string {
  return major < 6 ? `/${name}/${ref}` : major < 9 ? `/${name}@${ref}` : `${name}@${ref}`;
}

function fromSegments(key: string): PnpmIdentity | undefined {
  if (key.startsWith('file:')) return undefined;
  const slash = key.indexOf('/');
  if (slash < 0) return undefined;
  const segments = key.slice(slash + 1).split('/');
  const name = segments[0]?.startsWith('@') === true ? segments.slice(0, 2).join('/') : (segments[0] ?? '');
  const rest = segments[name.includes('/') ? 2 : 1] ?? '';
  const version = rest.split('_', 1)[0] ?? '';
  return /^\d/.test(version) && name !== '' ? { name, version } : undefined;
}

function fromAt(key: string): PnpmIdentity | undefined {
  const bare = key.startsWith('/') ? key.slice(1) : key;
  const paren = bare.indexOf('(');
  const spec = paren < 0 ? bare : bare.slice(0, paren);
  const at = spec.indexOf('@', 1);
  if (at < 0) return undefined;
  const name = spec.slice(0, at);
  const rest = spec.slice(at + 1);
  // Registry host before the name, `registry.example.com/name@1.0.0` in format 6.
  const bareName = name.startsWith('@') || !name.includes('/') ? name : name.slice(name.indexOf('/') + 1);
  if (/^\d/.test(rest)) return { name: bareName, version: rest.split('_', 1)[0] };
  return key.startsWith('/') ? undefined : { name: bareName, version: undefined };
}
