import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { finish, program, runBuilt, scratch, start } from './capture.ts';

describe('the built program', () => {
  test('is there', () => {
    expect(existsSync(program)).toBe(true);
  });

  test('gives the same page with and without colour', async () => {
    const words = ['run', 'first-mandate', '--seed', '7'];
    const [plain, forced, refused] = await Promise.all([
      runBuilt(words),
      runBuilt(words, { env: { FORCE_COLOR: '1' } }),
      runBuilt(words, { env: { FORCE_COLOR: '1', NO_COLOR: '1' } }),
    ]);
    expect(plain.out).not.toContain('\u001b');
    expect(refused.out).toBe(plain.out);
    expect(forced.out).toContain('\u001b[');
    const escapes = new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g');
    expect(forced.out.replace(escapes, '')).toBe(plain.out);
  });

  test('makes a scenario of a table in a folder of its own, or says why it cannot', async () => {
    const folder = scratch();
    const table = `${folder}/positions.csv`;
    expect((await runBuilt(['import', '--example', '--out', table])).exit).toBe(0);
    const made = await runBuilt(['import', table, '--out', `${folder}/a/b/scenario.yaml`]);
    expect(made.err).toContain('4 actors and a chair');
    expect((await runBuilt(['check', `${folder}/a/b`])).exit).toBe(0);
    const places = [`${table}/under/x.yaml`, ...(existsSync('/proc/self') ? ['/proc/x/y.yaml'] : [])];
    for (const place of places) {
      const refused = await runBuilt(['import', table, '--out', place]);
      expect(refused).toMatchObject({ exit: 2, out: '' });
      expect(refused.err).toContain('file-unwritable');
    }
  });

  test('a reader that has seen enough ends it quietly', async () => {
    const child = start(['batch', 'first-mandate', '--seeds', '1..100000']);
    child.stdout?.once('data', () => child.stdout?.destroy());
    const { exit, err } = await finish(child);
    expect(exit).toBe(0);
    expect(err).not.toMatch(/EPIPE|Error/);
  });

  test('Ctrl-C leaves whole rows', async () => {
    const child = start(['batch', 'first-mandate', '--seeds', '1..1000000']);
    child.stdout?.once('data', () => child.kill('SIGINT'));
    const { exit, out, err } = await finish(child);
    expect(exit).toBe(130);
    const lines = out.split('\n');
    expect(lines.at(-1)).toBe('');
    const rows = lines.slice(1, -1);
    expect(err).toContain(`stopped by SIGINT: ${rows.length} row`);
    for (const row of rows) expect(row).toMatch(/,[0-9a-f]{64}$/);
  });

  test('killed outright leaves an earlier file, and beside it what it had written', async () => {
    const cwd = scratch();
    writeFileSync(path.join(cwd, 'rows.csv'), 'earlier');
    const partial = path.join(cwd, 'rows.csv.partial');
    const words = ['batch', 'first-mandate', '--seeds', '1..1000000', '--out', 'rows.csv', '--quiet'];
    const child = start(words, { cwd });
    const over = finish(child);
    const hasRows = () => existsSync(partial) && statSync(partial).size > 0;
    let isOver = false;
    void over.then(() => {
      isOver = true;
    });
    const untilMs = performance.now() + 8000;
    while (!hasRows() && !isOver && performance.now() < untilMs) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    child.kill('SIGKILL');
    await over;
    expect(readFileSync(path.join(cwd, 'rows.csv'), 'utf8')).toBe('earlier');
    expect(statSync(partial).size).toBeGreaterThan(0);
    const again = await runBuilt(words, { cwd });
    expect(again.exit).toBe(2);
    expect(again.err).toContain('file-in-use');
  });

  test.runIf(existsSync('/dev/full'))('a full disk is a message', async () => {
    const { spawn } = await import('node:child_process');
    const { closeSync, openSync } = await import('node:fs');
    const full = openSync('/dev/full', 'w');
    const child = spawn(process.execPath, [program, 'run', 'first-mandate'], {
      stdio: ['ignore', full, 'pipe'],
    });
    const { exit, err } = await finish(child);
    closeSync(full);
    expect(exit).toBe(2);
    expect(err).toMatch(/file-unwritable[\s\S]*no space left/);
    const out = await runBuilt(['batch', 'first-mandate', '--seeds', '1..2', '--out', '/dev/full']);
    expect(out.exit).toBe(2);
    expect(out.err).toContain('no space left');
  });

  test('runs from any folder', async () => {
    const { exit } = await runBuilt(['check', 'first-mandate'], { cwd: scratch() });
    expect(exit).toBe(0);
  });

  test('makes a scenario that it can play from a table of positions', async () => {
    const cwd = scratch();
    for (const words of [
      'import --example --out a.csv',
      'import a.csv --out mine/scenario.yaml',
      'run mine',
    ]) {
      const { exit, err } = await runBuilt(words.split(' '), { cwd });
      expect({ words, exit, err: exit === 0 ? '' : err }).toEqual({ words, exit: 0, err: '' });
    }
  });
});
