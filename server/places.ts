/** Where the files of the package are, from the sources as from the built program. */
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

/** The folder of the package: the nearest one above this file with a package.json. */
export function packageRoot(): string {
  let folder = import.meta.dirname;
  while (!existsSync(path.join(folder, 'package.json'))) {
    const parent = path.dirname(folder);
    if (parent === folder) throw new Error(`no package.json above ${import.meta.dirname}`);
    folder = parent;
  }
  return folder;
}

/** The folder of the scenarios that come with Plenary. */
export function shippedScenarios(): string {
  return path.join(packageRoot(), 'scenarios');
}

/** Ids of the scenarios in a folder, in code-unit order; none when there is no such folder. */
export function scenarioIds(folder: string = shippedScenarios()): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(path.join(folder, entry.name, 'scenario.yaml')))
    .map((entry) => entry.name)
    .sort((a, b) => (a < b ? -1 : 1));
}
