/** Who an author, committer or tagger header names. */
export interface Identity {
  readonly name: string;
  readonly email: string;
  /** Seconds since 1970; undefined when the header has none that can be read. */
  readonly seconds: number | undefined;
}

/** Reads `Name <email> seconds zone`, as far as it is that. Never throws. */
export function parseIdentity(value: Buffer): Identity {
  const text = value.toString('utf8');
  // the last '>' ends the address, as git reads it when a name holds one too
  const close = text.lastIndexOf('>');
  const open = close === -1 ? -1 : text.lastIndexOf('<', close);
  if (open === -1) return { name: text.trim(), email: '', seconds: undefined };
  const time = /^ (\d{1,15})(?: |$)/.exec(text.slice(close + 1, close + 40));
  return { name: text.slice(0, open).trim(), email: text.slice(open + 1, close), seconds: time === null ? undefined : Number(time[1]) };
}
