// `npm run golden [-- names]`: writes the golden files anew. Read the difference before committing it.

import { spawnSync } from 'node:child_process';

const args = ['run', '--project', 'unit', '--update', ...process.argv.slice(2)];
if (process.argv.length === 2) args.push('test/golden');
const { status } = spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', ...args], {
  stdio: 'inherit',
  env: { ...process.env, UPDATE_GOLDEN: '1' },
});
process.exit(status ?? 1);
