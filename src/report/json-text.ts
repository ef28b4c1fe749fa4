/**
 * A value as JSON that is safe to print: characters that steer a terminal or reorder text are written as `\u` escapes,
 * which every JSON reader turns back, so nothing is lost. JSON.stringify itself escapes only those below U+0020.
 */
export function jsonText(value: unknown, indent?: number): string {
  return JSON.stringify(value, undefined, indent).replace(/[\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/gu, (character) =>
    Array.from({ length: character.length }, (_one, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`).join(''),
  );
}
