/** How many leading characters of a secret may be shown; the style page's limit. */
const shownCharacters = 4;

/**
 * The one place where a secret becomes text: at most its first four characters (never more than a quarter of it),
 * then asterisks, then its length. Line breaks are not shown.
 */
export function redact(secret: string): string {
  const shown = Math.min(shownCharacters, Math.floor(secret.length / 4));
  const head = secret.slice(0, shown).replace(/[^\x21-\x7e]/g, '*');
  return `${head}${'*'.repeat(8)} (${secret.length} characters)`;
}

/** Masks a piece of a line of a code frame, keeping its width and at most its first four characters. */
export function maskPiece(piece: string): string {
  const shown = Math.min(shownCharacters, Math.floor(piece.length / 4));
  return piece.slice(0, shown) + '*'.repeat(piece.length - shown);
}
