/**
 * Files that may not be shipped: they are read from a folder that the person names, under their path or, when
 * all files lie together, under their name.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Where a data file lies; undefined when it is not there. */
export function findData(dataDir: string | undefined, file: string): string | undefined {
  if (dataDir === undefined) return undefined;
  return [path.join(dataDir, file), path.join(dataDir, path.basename(file))].find((place) =>
    existsSync(place),
  );
}

/** Reads a JSON file of the data folder; whoever calls has said in `needsData` that it is needed. */
export function readData<Value>(dataDir: string | undefined, file: string): Value {
  const place = findData(dataDir, file);
  if (place === undefined) throw new Error(`${file} may not be shipped, and is not in the data folder`);
  return JSON.parse(readFileSync(place, 'utf8')) as Value;
}
