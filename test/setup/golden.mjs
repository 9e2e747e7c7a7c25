// `npm run golden [-- names]`: writes the golden files anew. Read the difference before committing it.

import { spawnSync } from 'node:child_process';

// The files come first: vitest would take the word after --update as its value.
const chosen = process.argv.slice(2);
const files = chosen.length > 0 ? chosen : ['test/golden', 'test/cli', 'test/engines'];
const args = ['run', ...files, '--update'];
const { status } = spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', ...args], {
  stdio: 'inherit',
  env: { ...process.env, UPDATE_GOLDEN: '1' },
});
process.exit(status ?? 1);
