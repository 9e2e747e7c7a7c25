import { defineConfig } from 'vitest/config';

const exclude = ['**/node_modules/**', 'dist/**', '**/fixtures/**'];
const whole = ['test/browser/**', 'test/engines/**', 'test/package/**'];

// Most files run two at a time in worker threads. The browser, the comparison of engines and the tests of the
// built package each want the machine for themselves: their files come last and one by one.
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: [...exclude, ...whole],
          pool: 'threads',
          maxWorkers: 2,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'whole',
          include: whole.map((folder) => `${folder}/*.test.ts`),
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
