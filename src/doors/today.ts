/** Today's date in UTC as `2026-11-24`. Only doors read the clock. */
export function today(): string {
  return new Date().toISOString().slice(0, 10);
}
