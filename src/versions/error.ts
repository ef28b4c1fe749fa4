/** Thrown where a version, a range or a package URL was asked for and the text is none. */
export class VersionError extends Error {
  /** The version scheme or package type the text was read as; empty if it names none. */
  readonly scheme: string;
  /** The text that could not be read. */
  readonly text: string;

  constructor(scheme: string, text: string, reason: string) {
    super(`cannot read ${shown(text)}${scheme === '' ? '' : ` as ${scheme}`}: ${reason}`);
    this.name = 'VersionError';
    this.scheme = scheme;
    this.text = text;
  }
}

/** A text short enough for a message. */
function shown(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 77)}...` : text);
}
