/** Milliseconds since an arbitrary origin. `performance` would load a module that a hook has no other use for. */
export function clock(): number {
  return Number(process.hrtime.bigint() / 1000n) / 1000;
}
