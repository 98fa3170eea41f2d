import { defineConfig } from 'vitest/config';

const BROWSER = ['apps/*/src/**/*.browser.test.ts'];
const PACKAGES = ['packages/*/src/**/*.test.ts'];

export default defineConfig({
  test: {
    testTimeout: 120_000,
    // Some start a PostgreSQL.
    hookTimeout: 120_000,
    pool: 'threads',
    // No file changes what another one is given: to load every module anew for each would take longer than the tests themselves.
    isolate: false,
    // Its own second is too short beside other tests: what is waited for comes later then, and is no fault.
    expect: { poll: { timeout: 60_000 } },
    projects: [
      {
        extends: true,
        test: { name: 'packages', include: PACKAGES, maxWorkers: 2, sequence: { groupOrder: 0 } },
      },
      {
        extends: true,
        test: {
          name: 'core',
          include: ['*.test.ts', 'apps/*/src/**/*.test.ts', 'scripts/**/*.test.ts', 'test/**/*.test.ts'],
          exclude: ['**/node_modules/**', ...BROWSER],
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        // After all others, one file at a time: a browser, a server and what people would wait for share two cores.
        extends: true,
        test: { name: 'browser', include: BROWSER, maxWorkers: 1, sequence: { groupOrder: 1 } },
      },
    ],
  },
});
