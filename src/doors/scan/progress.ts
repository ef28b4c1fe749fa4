/** A line on standard error that says where the work is, once it has taken a second. */
export interface ProgressLine {
  show(text: string): void;
  clear(): void;
}

/** Starts a progress line; with `on` false it shows nothing. */
export function progressLine(on: boolean): ProgressLine {
  const started = performance.now();
  let shown = 0;
  let count = 0;
  return {
    show(text) {
      count++;
      if (!on || performance.now() - Math.max(started + 900, shown) < 100) return;
      shown = performance.now();
      process.stderr.write(`\r\x1b[Kportcullis: ${count} read, now ${text.replace(/[^\x20-\x7e]/g, '?').slice(-50)}`);
    },
    clear() {
      if (shown > 0) process.stderr.write('\r\x1b[K');
    },
  };
}
