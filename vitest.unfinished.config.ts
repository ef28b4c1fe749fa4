import { defineConfig } from 'vitest/config';

// tests of families that no door runs yet; not part of `npm test`
export default defineConfig({
  test: { include: ['test/templates/terraform/**/*.test.ts', 'test/formats/hcl/**/*.test.ts'], testTimeout: 60_000, pool: 'forks' },
});
