import { layerBuilder, type LayerText } from './layer-text.ts';
import { copyName } from './name-before.ts';
import { mayChain } from './code-chains-sign.ts';
import { isTextByte } from './runs.ts';
import { isLetter } from './span-signs.ts';
import type { Span } from './spans.ts';

/** Fewest characters of a chain that is looked at, and most of one. */
const leastLinks = 10;
const mostLinks = 4000;

/** Longest link with what joins it to the one before, in bytes. */
const longestLink = 120;

/**
 * A call that makes a character of its code, and what joins it to the call before: `chr(103)+chr(104)`, `Chr(&H67) & Chr(&H68)`,
 * `[char]103+[char]104`, `CHR(103)||CHR(104)`, `String.fromCharCode(103) + …`.
 */
const link = /[\s\\_]{0,24}(?:\|\||\.\.|<>|[+.&,])?[\s\\_]{0,24}(?:String\.)?[[(]?(?:u?n?i?chrw?|char|fromCharCode)[\](]\s{0,4}(0x|&h|\\u)?([0-9a-f]{1,3})\s{0,4}\)?/iy;

/** The texts that chains of calls write, each with the name it is bound to. Linear in the bytes. */
export function* decodeChains(bytes: Buffer, focus: Span): Generator<LayerText, void, undefined> {
  let done = focus.start;
  for (let at = nextBracket(bytes, focus.start, focus.end); at < focus.end; at = nextBracket(bytes, at + 1, focus.end)) {
    if (at < done) continue;
    const links = linksFrom(bytes, startOf(bytes, at, done));
    const last = links.at(-1);
    if (last === undefined) continue;
    done = last.end;
    if (links.length < leastLinks) continue;
    const builder = layerBuilder();
    copyName(builder, bytes, links[0]?.start ?? at);
    for (const { code, start, end } of links) builder.decoded(Uint8Array.of(code), start, end);
    builder.mark(0x22, last.end);
    yield builder.build();
  }
}

function nextBracket(bytes: Uint8Array, from: number, to: number): number {
  let at = from;
  while (at < to && !((bytes[at] === 0x28 || bytes[at] === 0x5d) && mayChain(bytes, at))) at++;
  return at;
}

/** Where the name of the call begins whose bracket stands at an offset. */
function startOf(bytes: Uint8Array, bracket: number, least: number): number {
  let at = bracket;
  while (at > least && bracket - at < 20 && ((bytes[at - 1] as number) === 0x2e || isLetter(bytes[at - 1]))) at--;
  return at > least && (bytes[at - 1] === 0x5b || bytes[at - 1] === 0x28) ? at - 1 : at;
}

function linksFrom(bytes: Buffer, start: number): readonly (Span & { readonly code: number })[] {
  const links: (Span & { code: number })[] = [];
  for (let at = start; links.length < mostLinks; ) {
    const text = bytes.toString('latin1', at, at + longestLink);
    link.lastIndex = 0;
    const match = link.exec(text);
    if (match === null) break;
    const code = Number.parseInt(match[2] ?? '', match[1] === undefined ? 10 : 16);
    if (!(code <= 255) || !isTextByte(code)) break;
    links.push({ start: at, end: at + match[0].length, code });
    at += match[0].length;
  }
  return links;
}
