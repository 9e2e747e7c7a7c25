/**
 * The tables of a batch for who asks: those in its folder or, while runs are missing, tables of the runs that
 * are finished, made for the while.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type AskedTables, completeManifest } from '../store/query.ts';
import { writeColumnDictionary, writeTables } from '../store/tables.ts';
import { neededManifest, type TableFact } from './folder.ts';
import { readFolder, readRows } from './reopen.ts';

/**
 * Does work with the tables of a batch.
 *
 * @param tell called when runs are missing, with those that are finished and all that are planned
 *
 * Errors: `batch-damaged`; `batch-other` when runs are missing and this engine would play them otherwise.
 */
export async function withTablesOf<Value>(
  name: string,
  folder: string,
  tell: (runs: number, planned: number) => void,
  work: (asked: AskedTables) => Promise<Value>,
): Promise<Value> {
  const place = path.resolve(folder, name);
  if (neededManifest(place, name).state === 'complete') {
    const { tables } = await completeManifest(place, name);
    return work({ place, tables });
  }
  const found = await readFolder(name, folder);
  const { job, manifest } = found;
  const log = readRows(found);
  const scratch = mkdtempSync(path.join(os.tmpdir(), 'plenary-query-'));
  try {
    const part = { log, ...(manifest.shard === undefined ? {} : { shard: manifest.shard }) };
    const tables: TableFact[] = [];
    let runs = 0;
    for (const stage of job.stages) {
      const facts = await writeTables(job, stage, [part], scratch, () => {});
      runs += facts[0]?.rows ?? 0;
      tables.push(...facts);
    }
    writeColumnDictionary(job, scratch);
    tell(runs, manifest.runs.planned);
    return await work({ place: scratch, tables });
  } finally {
    log.close();
    rmSync(scratch, { recursive: true, force: true });
  }
}
