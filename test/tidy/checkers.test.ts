// The compiler, the checker of components and the linter can fail with the settings of this repository: what
// each must refuse is planted in a folder shaped like it.

import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const timeoutMs = 60_000;

describe('planted in a copy', () => {
  let folder = '';

  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'plenary-checkers-'));
    symlinkSync(path.join(root, 'node_modules'), path.join(folder, 'node_modules'), 'junction');
    for (const file of [
      'package.json',
      'biome.json',
      'tsconfig.base.json',
      'engine/tsconfig.json',
      'viewer/tsconfig.json',
    ]) {
      cpSync(path.join(root, file), path.join(folder, file));
    }
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it(
    'the compiler gives the engine no Node, no DOM and no clock of theirs',
    () => {
      plant('engine/planted.ts', [
        "import { readFileSync } from 'node:fs';",
        'export const a = document.title;',
        'export const b = process.argv;',
        'export const c = setTimeout(() => readFileSync, 1);',
        'export const d = performance.now();',
        'export const e = new TextEncoder();',
        'export const fine = Math.floor(1.5);',
      ]);
      const { status, output } = run('typescript/bin/tsc', '-p', 'engine', '--noEmit', '--pretty', 'false');
      expect(status).not.toBe(0);
      const lines = [...output.matchAll(/^engine\/planted\.ts\((\d+),/gm)].map((match) => Number(match[1]));
      expect(lines).toEqual([1, 2, 3, 4, 5, 6]);
    },
    timeoutMs,
  );

  it(
    'the checker of components finds an error of types in markup',
    () => {
      const script = '<script lang="ts">\n  const n: number = 1;\n</script>\n';
      plant('viewer/Planted.svelte', [script, '<p>{n.toUpperCase()}</p>']);
      plant('viewer/Fine.svelte', [script, '<p>{n.toFixed(1)}</p>']);
      const workspace = ['--workspace', 'viewer', '--tsconfig', './tsconfig.json', '--output', 'machine'];
      const { status, output } = run('svelte-check/bin/svelte-check', ...workspace);
      expect(status).not.toBe(0);
      expect(output).toMatch(/ERROR "Planted\.svelte"/);
      expect(output).not.toMatch(/"Fine\.svelte"/);
    },
    timeoutMs,
  );

  it('the linter refuses clocks, Node and unnamed exports in the engine, and only there', () => {
    const refused: Record<string, string> = {
      'engine/clock.ts': 'export const a = Date.now();',
      'engine/printed.ts': 'export const a = console;',
      'engine/unnamed.ts': 'export default 1;',
      'engine/node.ts': "import { join } from 'node:path';\n\nexport const a = join;",
      'engine/untyped.ts': 'export const a: any = 1;',
      'server/unnamed.ts': 'export default 1;',
      'test/skipped.test.ts': "import { it } from 'vitest';\n\nit.skip('x', () => undefined);",
    };
    const allowed: Record<string, string> = {
      'engine/pure.ts': 'export const a = Math.floor(1.5);',
      'server/clock.ts': 'export const a = Date.now();',
      'viewer/vite.config.ts': 'export default {};',
    };
    for (const [file, text] of Object.entries({ ...refused, ...allowed })) plant(file, [text]);
    const args = [
      '--vcs-enabled=false',
      '--error-on-warnings',
      '--reporter=github',
      '--max-diagnostics=none',
    ];
    const { status, output } = run(
      '@biomejs/biome/bin/biome',
      'lint',
      ...args,
      ...Object.keys(refused),
      ...Object.keys(allowed),
    );
    expect(status).not.toBe(0);
    const found = new Set(
      [...output.matchAll(/^::\w+ .*?file=[^,]*?((?:engine|server|viewer|test)\/[^,]+)/gm)].map(
        (match) => match[1],
      ),
    );
    expect([...found].sort()).toEqual(Object.keys(refused).sort());
  });

  function plant(file: string, lines: readonly string[]): void {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), `${lines.join('\n')}\n`);
  }

  function run(script: string, ...args: string[]): { status: number | null; output: string } {
    const program = path.join(root, 'node_modules', script);
    const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
      cwd: folder,
      encoding: 'utf8',
    });
    return { status, output: stdout + stderr };
  }
});
