import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // they need programs beyond node, npm and git
    exclude: ['test/external/**'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    pool: 'forks',
    // hooks of tests leave no process behind; the tests of the standby ask for it
    env: { PORTCULLIS_STANDBY: '0' },
    // ES modules whose imports have no endings: esbuild finds them, Node does not
    server: { deps: { inline: ['@pandatix/js-cvss'] } },
    reporters: ['default'],
  },
});
