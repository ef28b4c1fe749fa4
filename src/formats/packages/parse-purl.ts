import type { PackageName } from './record.ts';

/** The parts of a package URL as documents carry them; undefined when the text is none. Source: ECMA-427, section on parsing. */
export function purlParts(purl: string): (PackageName & { readonly version: string | undefined; readonly qualifiers: ReadonlyMap<string, string> | undefined }) | undefined {
  if (!purl.startsWith('pkg:')) return undefined;
  const bare = purl.slice(4).split('#', 1)[0] ?? '';
  const question = bare.indexOf('?');
  const path = (question < 0 ? bare : bare.slice(0, question)).replace(/^\/{1,5}/, '');
  const at = path.lastIndexOf('@');
  const hasVersion = at > path.lastIndexOf('/');
  const segments = (hasVersion ? path.slice(0, at) : path).split('/').filter((segment) => segment !== '').map(decode);
  const ecosystem = segments.shift()?.toLowerCase();
  const name = segments.pop();
  if (ecosystem === undefined || name === undefined) return undefined;
  const qualifiers = new Map<string, string>();
  for (const pair of question < 0 ? [] : bare.slice(question + 1).split('&')) {
    const equals = pair.indexOf('=');
    if (equals > 0) qualifiers.set(pair.slice(0, equals).toLowerCase(), decode(pair.slice(equals + 1)));
  }
  let version = hasVersion ? decode(path.slice(at + 1)) : undefined;
  if (ecosystem === 'gem' && version?.includes('-') === true) {
    // a gem version holds no dash: tools that join name, version and platform with dashes put the platform there
    const dash = version.indexOf('-');
    if (!qualifiers.has('platform')) qualifiers.set('platform', version.slice(dash + 1));
    version = version.slice(0, dash);
  }
  return {
    ecosystem,
    namespace: segments.length === 0 ? undefined : segments.join('/'),
    name,
    version: ecosystem === 'golang' ? version?.replace(/^v(?=\d)/, '') : version,
    qualifiers: qualifiers.size > 0 ? qualifiers : undefined,
  };
}

function decode(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
