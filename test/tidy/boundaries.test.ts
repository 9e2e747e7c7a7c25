// The checker of imports can fail: forbidden imports are planted in a folder shaped like the repository.

import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');

/** File → its imports. What is allowed stands beside what is not: a rule that forbids too much shows too. */
const planted: Record<string, string[]> = {
  'engine/math.ts': [],
  'engine/limits.ts': ["import { run } from './run/loop.ts';"],
  'engine/run/draws.ts': ["import { x as math } from '../math.ts';"],
  'engine/run/contract.ts': ["import type { x as text } from '../scenario/parse.ts';"],
  'engine/run/loop.ts': [
    "import { x as a } from '../protocols/a.ts';",
    "import { x as d } from './draws.ts';",
  ],
  'engine/run/clock.ts': ["import { readFileSync } from 'node:fs';"],
  'engine/scenario/parse.ts': [
    "import { z } from 'zod';",
    "import type { x as c } from '../run/contract.ts';",
  ],
  'engine/scenario/late.ts': ["import { x as a } from '../analysis/frontier.ts';"],
  'engine/analysis/frontier.ts': ["import { x as r } from '../run/loop.ts';"],
  'engine/protocols/a.ts': [
    "import type { x as c } from '../run/contract.ts';",
    "import { type x as c2 } from '../run/contract.ts';",
    "import { x as d } from '../run/draws.ts';",
    "import { x as p } from '../scenario/parse.ts';",
  ],
  'engine/protocols/b.ts': ["import { x as s } from '../strategies/s.ts';"],
  'engine/protocols/c.ts': ["import { x as l } from '../run/loop.ts';"],
  'engine/strategies/s.ts': ["import { x as t } from './t.ts';"],
  'engine/strategies/t.ts': ["import type { x as a } from '../protocols/a.ts';"],
  'engine/statechart/chart.ts': [
    "import { createMachine } from 'xstate';",
    "import { x } from '../agents/state.ts';",
  ],
  'engine/agents/state.ts': [],
  'engine/world/w.ts': ["import fastify from 'fastify';"],
  'engine/preferences/p.ts': ["import { parse } from 'mathjs';"],
  'engine/rules/r.ts': ["import { x } from '../../server/wire/message.ts';"],
  'server/wire/message.ts': ["import { x as m } from '../../engine/math.ts';"],
  'server/wire/leak.ts': ["import { x as s } from '../store/store.ts';"],
  'server/store/store.ts': [
    "import { readFileSync } from 'node:fs';",
    "import { x as o } from './other.ts';",
  ],
  'server/store/other.ts': ["import { x as s } from './store.ts';"],
  'server/cli/bad.ts': ["import { x as v } from '../../viewer/view.ts';", "import { build } from 'esbuild';"],
  'viewer/view.ts': ["import { x as m } from '../server/wire/message.ts';"],
  'viewer/bad.ts': [
    "import { x as s } from '../server/store/store.ts';",
    "import { join } from 'node:path';",
  ],
  'viewer/tested.ts': [
    "import { x as t } from '../test/support.ts';",
    "import { x as n } from './nowhere.ts';",
  ],
  'test/support.ts': ["import { x as m } from '../engine/math.ts';"],
};

const expected = [
  'engine-has-no-node: engine/run/clock.ts',
  'engine-is-alone: engine/rules/r.ts',
  'engine-packages: engine/world/w.ts',
  'engine-protocols-run: engine/protocols/c.ts',
  'engine-protocols: engine/protocols/b.ts',
  'engine-scenario: engine/scenario/late.ts',
  'engine-statechart: engine/statechart/chart.ts',
  'engine-strategies: engine/strategies/t.ts',
  'leaves-are-leaves: engine/limits.ts',
  'mathjs-only-as-parser: engine/preferences/p.ts',
  'no-cycles: server/store/other.ts',
  'nobody-imports-tests: viewer/tested.ts',
  'nothing-unresolved: viewer/tested.ts',
  'server-imports-engine: server/cli/bad.ts',
  'shipped-code-uses-shipped-packages: server/cli/bad.ts',
  'viewer-has-no-node: viewer/bad.ts',
  'viewer-imports-engine-and-wire: viewer/bad.ts',
  'viewer-imports-engine-and-wire: viewer/tested.ts',
  'wire-is-for-browsers-too: server/wire/leak.ts',
];

describe('the checker of imports', () => {
  let folder = '';

  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'plenary-boundaries-'));
    symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'), 'junction');
    for (const file of ['package.json', '.dependency-cruiser.cjs'])
      cpSync(path.join(root, file), path.join(folder, file));
    for (const [file, imports] of Object.entries(planted)) {
      mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
      writeFileSync(path.join(folder, file), `${imports.join('\n')}\nexport const x = 1;\n`);
    }
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('finds every planted breach and nothing else', () => {
    const checker = path.join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
    const args = [
      '--config',
      '.dependency-cruiser.cjs',
      '--output-type',
      'json',
      'engine',
      'server',
      'viewer',
      'test',
    ];
    const { stdout, stderr } = spawnSync(process.execPath, [checker, ...args], {
      cwd: folder,
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    });
    expect(stderr).toBe('');
    const { violations } = JSON.parse(stdout).summary as {
      violations: { rule: { name: string }; from: string }[];
    };
    expect([...new Set(violations.map(({ rule, from }) => `${rule.name}: ${from}`))].sort()).toEqual(
      expected,
    );
  }, 60_000);
});
