import { isPlaceholder } from '../plausible.ts';
import type { Detected, Hit } from './detector.ts';

const longestUserInfo = 300;

/** Passwords that stand in documentation and local set-ups; whoever uses them in earnest has no secret to lose. */
const customary = /^(?:pass|passwd|password|pwd|secret|user|username|root|admin|guest|test|token|api[-_]?key|key|default|local|dev|docker|postgres|mysql|mongo|redis|rabbitmq|foo|bar|baz|pass(?:word)?\d{0,3}|p|pw|x+|\*+|\.+|\w)$/i;

const reservedHost = /^(?:[\w.-]*\.)?(?:example\.(?:com|org|net)|example|invalid|test)(?:[:/?#"'\s]|$)/i;

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
  if (/^[$%{[(]|[}\])]$/.test(password) || customary.test(password) || isPlaceholder(password) || password === match[1]) return [];
  if (reservedHost.test(host)) return [];
  return [{ start: keywordEnd + span[0], end: keywordEnd + span[1], secret: password }];
}
