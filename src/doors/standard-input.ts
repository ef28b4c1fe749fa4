/** Everything on standard input. */
export async function readStandardInput(): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

/** The first line of standard input, and the rest of it, which is read meanwhile. */
export interface LineAndRest {
  readonly line: Buffer;
  /** As much of it as is taken. Throws the signal's reason when that comes first. */
  rest(signal: AbortSignal): Promise<Buffer>;
}

/** Reads standard input up to its first line, and goes on. What is longer than `maxBytes` is not taken: whoever writes it is stopped. */
export async function readLineAndRest(maxBytes: number): Promise<LineAndRest> {
  const chunks: Buffer[] = [];
  let size = 0;
  let isEnough = false;
  const input = process.stdin;
  let hasLine = (): void => undefined;
  const lined = new Promise<void>((resolve) => (hasLine = resolve));
  const ended = new Promise<void>((resolve, reject) => input.on('end', resolve).on('close', resolve).on('error', reject));
  input.on('data', (chunk: Buffer) => {
    if (isEnough) return;
    chunks.push(chunk);
    size += chunk.length;
    if (chunk.includes(10)) hasLine();
    if (size <= maxBytes) return;
    isEnough = true;
    input.destroy();
  });
  await Promise.race([lined, ended]);
  const start = Buffer.concat(chunks);
  const line = start.subarray(0, start.indexOf(10) + 1 || start.length);
  return {
    line,
    async rest(signal) {
      await Promise.race([ended, new Promise<never>((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }))]);
      return Buffer.concat(chunks).subarray(line.length);
    },
  };
}
