import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // external: needs programs beyond node, npm and git. The others are of families that no door runs yet
    // (`runnableFamilies` in src/engine/route.ts); vitest.unfinished.config.ts runs them
    exclude: ['test/external/**', 'test/templates/terraform/**', 'test/formats/hcl/**'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    pool: 'forks',
    reporters: ['default'],
  },
});
