import { defineConfig } from 'vitest/config';

// tests that need programs beyond node, npm and git; `.ci/run` installs them and a missing one fails
export default defineConfig({
  test: { include: ['test/external/**/*.test.ts'], testTimeout: 240_000, hookTimeout: 240_000, pool: 'forks', env: { PORTCULLIS_STANDBY: '0' }, fileParallelism: false },
});
