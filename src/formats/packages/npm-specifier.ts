/** What the right-hand side of a dependency in package.json asks for. */
export interface NpmSpecifier {
  /** The package's own name, when the specifier says another than it stands under: `npm:other@^1`, the address of its archive. */
  readonly name?: string | undefined;
  readonly range?: string | undefined;
  /** Set when the range is one exact version. */
  readonly version?: string | undefined;
  /** Git source, tarball URL, or local path, as written. */
  readonly source?: string | undefined;
  /** True for `workspace:`, `file:`, `link:`, `portal:` and plain paths: the package is in the repository. */
  readonly local?: boolean | undefined;
}

const exact = /^[v=]?\s?\d{1,10}\.\d{1,10}\.\d{1,15}(?:[-+][\w.+-]{1,100})?$/;

/** Reads a dependency specifier as npm, pnpm and Yarn write them. Source: npm docs, package-spec. */
export function parseNpmSpecifier(written: string): NpmSpecifier {
  const text = written.trim();
  if (text.startsWith('npm:') || text.startsWith('jsr:')) {
    const rest = text.slice(4);
    const at = rest.indexOf('@', 1);
    if (at < 0) return /^[\d^~<>=*]/.test(rest) ? ranged(rest) : { name: rest };
    return { name: rest.slice(0, at), ...ranged(rest.slice(at + 1)) };
  }
  // Yarn's `patch:name@npm%3A1.0.0#patch`: the package with changes
  const patched = /^patch:((?:@[^@/#\s]{1,214}\/)?[^@/#\s]{1,214})@(?:npm(?:%3A|:))?([^#\s]{1,200})/i.exec(text);
  if (patched !== null) return { name: patched[1], ...ranged(decoded(patched[2] ?? '')) };
  const archive = archiveName(text);
  if (archive !== undefined) return { name: archive, source: text };
  if (/^(?:workspace|file|link|portal|catalog):/.test(text)) return { range: text, local: !text.startsWith('catalog:') };
  if (/^(?:\.{0,2}\/|~\/)/.test(text)) return { range: text, source: text, local: true };
  if (/^(?:git(?:\+\w{1,10})?|https?|ssh|github|gitlab|bitbucket|gist):/.test(text) || /^git@/.test(text)) return { source: text };
  if (/^[\w.-]{1,100}\/[\w.-]{1,100}(?:#\S{0,200})?$/.test(text)) return { source: 'github:' + text };
  return ranged(text);
}

/** The package whose archive at a registry of npm an address is: `https://host/@scope/name/-/name-1.0.0.tgz`; undefined for any other address. */
export function archiveName(address: string): string | undefined {
  if (!/^https?:\/\//.test(address) || !address.includes('/-/')) return undefined;
  return /^https?:\/\/[^/\s]{1,255}\/(?:\S{1,300}?\/)??((?:@[^/\s]{1,214}\/)?[^/@\s]{1,214})\/-\/[^/\s]{1,300}\.tgz/.exec(decoded(address.slice(0, 2000)))?.[1];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function ranged(range: string): NpmSpecifier {
  return exact.test(range) ? { range, version: range.replace(/^[v=]\s?/, '') } : { range };
}
