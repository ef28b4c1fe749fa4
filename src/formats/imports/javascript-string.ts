const simple: ReadonlyMap<string, string> = new Map([['n', '\n'], ['r', '\r'], ['t', '\t'], ['b', '\b'], ['f', '\f'], ['v', '\v'], ['0', '\0'], ['\n', ''], ['\u2028', ''], ['\u2029', '']]);

/** The value of a string literal without its quotes, its escapes resolved. Source: ECMA-262, 12.9.4. */
export function stringValue(inner: string): string {
  if (!inner.includes('\\')) return inner;
  return inner.replace(/\\(?:u\{([0-9A-Fa-f]{1,6})\}|u([0-9A-Fa-f]{4})|x([0-9A-Fa-f]{2})|\r\n|([^]))/gu, (_, point: string | undefined, unit: string | undefined, byte: string | undefined, other: string | undefined) => {
    const digits = point ?? unit ?? byte;
    if (digits === undefined) return other === undefined ? '' : simple.get(other) ?? other;
    const code = Number.parseInt(digits, 16);
    return code > 0x10ffff ? '' : String.fromCodePoint(code);
  });
}
