import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // external: needs programs beyond node, npm and git. soundness: of the infrastructure family, which does not run yet
    exclude: ['test/external/**', 'test/expressions/soundness.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    pool: 'forks',
    reporters: ['default'],
  },
});
