/**
 * What `npm run build` made: how long the command line takes to start, and how much the viewer loads at
 * first.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { type Measured, summarise } from './measure.ts';

const root = path.resolve(import.meta.dirname, '../..');
const commandLine = path.join(root, 'dist/server/cli/main.js');
const viewer = path.join(root, 'dist/viewer');
/** Starts of each command that are measured, after one that is not. */
const starts = 21;

/** Milliseconds by the clock from start to end of each command; undefined when it is not built or fails. */
export function measureStart(commands: readonly (readonly string[])[]): (Measured | undefined)[] {
  if (!existsSync(commandLine)) return commands.map(() => undefined);
  const taken = commands.map((): number[] => []);
  const failed = new Set<number>();
  for (let repetition = -1; repetition < starts; repetition++) {
    commands.forEach((command, i) => {
      const before = performance.now();
      const { status } = spawnSync(process.execPath, [commandLine, ...command], {
        cwd: root,
        stdio: 'ignore',
      });
      if (status !== 0) failed.add(i);
      if (repetition >= 0) taken[i].push(performance.now() - before);
    });
  }
  return taken.map((milliseconds, i) => (failed.has(i) ? undefined : summarise(milliseconds)));
}

/** Files a page or a module names and loads at once; what is imported on demand is not among them. */
function references(file: string, text: string): string[] {
  if (file.endsWith('.html')) {
    const tags = text.match(/<(?:script|link)\b[^>]*>/g) ?? [];
    return tags.flatMap((tag) => /\b(?:src|href)="(?!data:|https?:)([^"]+)"/.exec(tag)?.[1] ?? []);
  }
  if (file.endsWith('.js')) {
    return Array.from(text.matchAll(/(?:\bfrom|\bimport)\s*["'](\.[^"']+)["']/g), ([, name]) => name);
  }
  return Array.from(text.matchAll(/url\(["']?(?!data:|https?:)([^"')]+)/g), ([, name]) => name);
}

/** The viewer's first load: its page and all that follows without a click. */
export interface FirstLoad {
  readonly files: number;
  readonly bytes: number;
  readonly gzipBytes: number;
}

/** Size of the first load, each file compressed by itself; undefined when the viewer is not built. */
export function measureFirstLoad(): FirstLoad | undefined {
  if (!existsSync(path.join(viewer, 'index.html'))) return undefined;
  const loaded = new Set<string>();
  const waiting = [path.join(viewer, 'index.html')];
  let bytes = 0;
  let gzipBytes = 0;
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (loaded.has(file)) continue;
    loaded.add(file);
    const content = readFileSync(file);
    bytes += content.length;
    gzipBytes += gzipSync(content, { level: 9 }).length;
    if (!/\.(?:html|js|css)$/.test(file)) continue;
    const folder = path.dirname(file);
    for (const name of references(file, content.toString('utf8'))) {
      waiting.push(name.startsWith('/') ? path.join(viewer, name) : path.resolve(folder, name));
    }
  }
  return { files: loaded.size, bytes, gzipBytes };
}
