import { defineConfig } from 'vitest/config';

const exclude = ['**/node_modules/**', 'dist/**', '**/fixtures/**'];

// Files run two at a time in worker threads; the browser and the engine comparison each want the
// machine for themselves, so their files come last and one by one.
export default defineConfig({
  test: {
    globals: false,
    pool: 'threads',
    testTimeout: 20_000,
    hookTimeout: 30_000,
    reporters: process.env.CI ? ['default'] : ['default'],
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: [...exclude, 'test/browser/**', 'test/engines/**', 'test/package/**'],
          pool: 'threads',
          maxWorkers: 2,
          testTimeout: 20_000,
          hookTimeout: 30_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'whole',
          include: ['test/{browser,engines,package}/**/*.test.ts'],
          exclude,
          pool: 'forks',
          maxWorkers: 1,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
