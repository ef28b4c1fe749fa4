import { passwordWorth } from '../customary.ts';
import type { Detected, Hit } from './detector.ts';

const longestUserInfo = 300;

// names of RFC 2606, addresses of RFC 5737 and RFC 3849: they belong to nobody
const reservedHost = /^(?:[\w.-]*\.)?(?:example\.(?:com|org|net)|example|invalid|test)(?:[:/?#"'\s]|$)|^(?:192\.0\.2|198\.51\.100|203\.0\.113)\.|^\[2001:0?db8:/i;

/**
 * A password in the user information of a URL: `scheme://user:password@host` (RFC 3986, section 3.2.1).
 * The keyword is `://`.
 */
export function detectUrlPassword(hit: Hit): readonly Detected[] {
  const { bytes, keywordEnd } = hit;
  const text = bytes.toString('latin1', keywordEnd, Math.min(bytes.length, keywordEnd + longestUserInfo));
  const match = /^([^\s:@/"'`<>\\{}$]{0,100}):([^\s@/"'`<>\\]{3,120})@([\w.[\]{}$%-]{1,100})/d.exec(text);
  const span = match?.indices?.[2];
  if (match === null || span === undefined) return [];
  const password = match[2] ?? '';
  const host = text.slice((match.indices?.[3]?.[0] ?? 0));
  const worth = reservedHost.test(host) ? 'none' : passwordWorth(password, match[1] ?? '');
  if (worth === 'none') return [];
  const found = { start: keywordEnd + span[0], end: keywordEnd + span[1], secret: password };
  return [worth === 'weak' ? { ...found, isDoubtful: true, message: 'anybody would try this password' } : found];
}
