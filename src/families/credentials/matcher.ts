import type { CredentialCheck } from '../../model/check.ts';
import { checksums, isBrokenJwt, isExampleJwt } from './checksums.ts';
import { readBinding } from './detectors/binding.ts';
import type { Detected, Detector } from './detectors/detector.ts';
import { nearShape } from './detectors/near-shape.ts';
import { isBase64Byte, isOwnWord, isRandomRun, namesThing } from './detectors/near-token.ts';
import { detectors } from './detectors/table.ts';
import { entropyBits } from './entropy.ts';
import { pathTest } from './path-test.ts';
import { passwordWorth, userInfo, type PasswordWorth } from './customary.ts';
import { isDocumentedKey } from './documented.ts';
import { spellsWord } from './shape.ts';
import { hasTokenRun, leastTokenRun } from './token-run.ts';
import { isIdentifier, isPatterned, isStandIn, looksRandom, saysPlainly } from './plausible.ts';
import { wordiness } from './wordiness.ts';

/** A secret that a check found; a message adds to the check's title, without the secret. */
export interface Match extends Detected {
  readonly check: CredentialCheck;
}

/** A check made ready to run: its expressions compiled once. */
export interface Matcher {
  readonly check: CredentialCheck;
  /** Looks around one hit of one of the check's keywords. */
  find(bytes: Buffer, keywordStart: number, keywordEnd: number, path: string): readonly Match[];
}

/** Compiles a check. Throws when it names an unknown checksum or detector, or its pattern is not a regular expression. */
export function compileMatcher(check: CredentialCheck): Matcher {
  // file-name.ts looks at names; in a text such a check has nothing to say
  if (check.function === 'file-name') return { check, find: () => [] };
  const accept = compileJudgement(check);
  const detector: Detector | undefined = check.detect ?? detectorOf(check);
  if (check.function !== undefined && detector === undefined) throw new Error(`unknown detector "${check.function}"`);
  const applies = pathTest(check.paths);
  if (detector !== undefined) {
    return {
      check,
      find: (bytes, keywordStart, keywordEnd, path) =>
        applies(path)
          ? detector({ bytes, keywordStart, keywordEnd, path })
              .flatMap((found) => {
                const worth = accept(found.secret);
                return worth === 'none' ? [] : [{ check, ...found, ...(worth === 'weak' ? doubt(found.message) : {}) }];
              })
          : [],
    };
  }
  const pattern = new RegExp(check.pattern, `dg${check.flags ?? ''}`);
  const least = leastTokenRun(check.pattern);
  return {
    check,
    find: (bytes, keywordStart, keywordEnd, path) => (applies(path) ? findByPattern({ check, pattern, least, accept }, bytes, keywordStart, keywordEnd) : []),
  };
}

function detectorOf(check: CredentialCheck): Detector | undefined {
  switch (check.function) {
    case undefined:
      return undefined;
    case 'assigned':
      return assignedDetector(check);
    case 'near':
      return nearShape({ pattern: check.pattern, flags: check.flags ?? '', isId: isAboutIds(check), isEveryday: check.everyday, after: check.after });
    default:
      return detectors.get(check.function);
  }
}

/** Whether ids, names and hosts are what a check is about. */
function isAboutIds({ id }: CredentialCheck): boolean {
  return /(?:id|name|host|domain|url)(?:-\d)?$/.test(id);
}

/** A value of a given form that is bound to a name which holds the keyword. */
function assignedDetector(check: CredentialCheck): Detector {
  const form = new RegExp(check.pattern, check.flags ?? '');
  const hasWords = spellsWord(check.pattern);
  return (hit) => {
    if (!isOwnWord(hit)) return [];
    const binding = readBinding(hit);
    if (binding === undefined || !form.test(binding.value)) return [];
    // the id of a thing beside a provider's name, unless ids are what the check is about
    if (!isAboutIds(check) && namesThing.test(`${binding.name}=`)) return [];
    // an identifier of the right length
    if (!/\d/.test(binding.value) && !/^[0-9a-f:]+$/i.test(binding.value) && wordiness(binding.value) >= 0.5) return [];
    if (!hasWords && isIdentifier(binding.value) && !isPatterned(binding.value)) return [];
    return [{ start: binding.start, end: binding.end, secret: binding.value }];
  };
}

interface Searched {
  readonly check: CredentialCheck;
  readonly pattern: RegExp;
  /** Token bytes in a row that every match holds. */
  readonly least: number;
  readonly accept: (secret: string) => PasswordWorth;
}

/** Shorter runs stand beside most words: to look for one takes longer than it saves. */
const tellingRun = 10;

function findByPattern({ check, pattern, least, accept }: Searched, bytes: Buffer, keywordStart: number, keywordEnd: number): readonly Match[] {
  const from = Math.max(0, keywordStart - check.before);
  const to = Math.min(bytes.length, keywordEnd + check.after);
  if (least >= tellingRun && !hasTokenRun(bytes, from, to, least)) return [];
  const window = windowText(bytes, from, to);
  const matches: Match[] = [];
  pattern.lastIndex = 0;
  for (let match = pattern.exec(window); match !== null; match = pattern.exec(window)) {
    if (match[0] === '') {
      pattern.lastIndex++;
      continue;
    }
    const span = secretSpan(match);
    if (span === undefined) continue;
    const secret = window.slice(span[0], span[1]);
    if (goesOnBefore(bytes, from + span[0])) continue;
    const worth = accept(secret);
    if (worth !== 'none') matches.push({ check, start: from + span[0], end: from + span[1], secret, ...(worth === 'weak' ? doubt() : {}) });
  }
  return matches;
}

/** Whether what stands right before is the same long run of base64: the beginning of a token came about by chance in it. */
function goesOnBefore(bytes: Buffer, start: number): boolean {
  if (isLineEnd(bytes[start - 1])) return isBelowData(bytes, start);
  if (!isBase64Byte(bytes[start - 1])) return false;
  let from = start;
  while (from > 0 && start - from < 64 && isBase64Byte(bytes[from - 1])) from--;
  return start - from >= 32 && isRandomRun(bytes.toString('latin1', from, start));
}

/** Whether the line above is full of base64, and so is this: what begins here is the next of its lines. */
function isBelowData(bytes: Buffer, start: number): boolean {
  const end = start - (bytes[start - 2] === 13 ? 2 : 1);
  let from = end;
  while (from > 0 && end - from < 100 && isBase64Byte(bytes[from - 1])) from--;
  const width = end - from;
  if (width < 60 || width >= 100 || !(from === 0 || isLineEnd(bytes[from - 1]))) return false;
  for (let at = start; at < start + width; at++) if (!isBase64Byte(bytes[at])) return false;
  return isRandomRun(bytes.toString('latin1', from, end));
}

const isLineEnd = (byte: number | undefined): boolean => byte === 10 || byte === 13;

let lastWindow: { readonly bytes: Buffer; readonly from: number; readonly to: number; readonly text: string } | undefined;

/** The text of a window. Several checks share a keyword, and then a window: it is made once. */
function windowText(bytes: Buffer, from: number, to: number): string {
  if (lastWindow === undefined || lastWindow.bytes !== bytes || lastWindow.from !== from || lastWindow.to !== to) lastWindow = { bytes, from, to, text: withoutColours(bytes.toString('latin1', from, to)) };
  return lastWindow.text;
}

/** Blanks in place of what switches a terminal's colours (ECMA-48, section 8.3.117), which ends in a letter and so hides where a word begins. */
function withoutColours(text: string): string {
  return text.includes('\x1b[') ? text.replace(/\x1b\[[0-9;]{0,20}m/g, (sequence) => ' '.repeat(sequence.length)) : text;
}

/** The secret's span: the group named `secret`, else the first group that took part, else the whole match. */
function secretSpan(match: RegExpExecArray): [number, number] | undefined {
  const named = match.indices?.groups?.['secret'];
  if (named !== undefined) return named;
  for (let group = 1; group < match.length; group++) {
    const span = match.indices?.[group];
    if (span !== undefined) return span;
  }
  return match.indices?.[0];
}

const doubt = (message = 'it looks made up or damaged'): { readonly isDoubtful: true; readonly message: string } => ({ isDoubtful: true, message });

/** What a secret is worth by itself: nothing, little (made up by a pattern, a password that anybody would try), or as much as any. */
function compileJudgement(check: CredentialCheck): (secret: string) => PasswordWorth {
  const checksum = check.checksum === undefined ? undefined : checksums.get(check.checksum);
  if (check.checksum !== undefined && checksum === undefined) throw new Error(`unknown checksum "${check.checksum}"`);
  const allow = check.allow.map((pattern) => new RegExp(pattern));
  return (secret) => {
    if (isStandIn(secret) || isDocumentedKey(secret) || (!secret.includes('://') && saysPlainly(secret))) return 'none';
    if (check.rank === 1 && isExampleJwt(secret)) return 'none';
    if (isBrokenJwt(secret)) return check.rank === 1 || check.checksum === 'jwt' ? 'none' : 'weak';
    if (check.entropy > 0 && entropyBits(secret) < check.entropy) return 'none';
    if (check.plausible && !looksRandom(secret, check.entropy)) return 'none';
    if (allow.some((pattern) => pattern.test(secret))) return 'none';
    const inUrl = userInfo(secret);
    if (inUrl !== undefined) return passwordWorth(inUrl.password, inUrl.user);
    if (checksum === undefined) return isPatterned(secret) ? 'weak' : 'own';
    const result = checksum(secret);
    return typeof result === 'boolean' ? (result ? 'own' : 'none') : result;
  };
}
