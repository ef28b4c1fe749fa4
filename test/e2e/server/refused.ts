import { expect } from 'vitest';
import { logText, type Playground, type PushResult } from './bare-server.ts';

/** Expects that a push with a secret was refused, that nobody was shown the secret, that no ref moved, and that the log says why. */
export async function expectRefused(ground: Playground, { accepted, output }: PushResult, { secret, refsBefore }: { readonly secret: string; readonly refsBefore: string }): Promise<void> {
  expect(output).toContain('portcullis');
  expect(accepted).toBe(false);
  // git's own client shows the names of refs; what comes from the server must not
  expect(output.split('\n').filter((one) => one.startsWith('remote:')).join('\n')).not.toContain(secret.slice(6));
  expect(ground.refs()).toBe(refsBefore);
  const last = (await ground.records()).at(-1);
  expect(last?.verdict).toBe('block');
  expect(last?.findings?.some((finding) => finding.check.startsWith('credentials/github/') && finding.excuse === undefined)).toBe(true);
  expect(logText(ground.log)).not.toContain(secret.slice(6));
}
