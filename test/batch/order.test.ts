/** Pieces of a batch in any order and of any size, some of them twice: the same tables. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { endOf } from '../../engine/analysis/experiment/plan.ts';
import { runKey, streamId, uniform } from '../../engine/run/draws.ts';
import { makeJob } from '../../server/batch/job.ts';
import { createLocalPlayer } from '../../server/batch/local-player.ts';
import { openLog } from '../../server/batch/rows-log.ts';
import { writeTables } from '../../server/store/tables.ts';
import { root, scratch } from '../cli/capture.ts';

const experiment = `
format: 1
scenario: tiny-agenda-setting
title: t
question: q
replications: 70
arms: [{ id: a, title: a }, { id: b, title: b, set: { utility.distance: 2 } }]
series: { every: tick, metrics: [depth] }
`;

/** Numbers from 0 on, as random as they are repeatable. */
function shuffle(name: string) {
  const key = runKey(name);
  const stream = streamId('test-order');
  let k = 0;
  return () => uniform(key, stream, 0, 0, k++);
}

async function tablesOf(name: string) {
  const scenario = readFileSync(path.join(root, 'test/conformance/protocols/agenda-setting.yaml'), 'utf8');
  const made = await makeJob({ experiment, scenario });
  if (!made.ok) throw new Error(JSON.stringify(made.problems));
  const { job } = made;
  const stage = job.stages[0] as (typeof job.stages)[number];
  const random = shuffle(name);
  const cuts = [0, endOf(stage)];
  if (name !== 'whole') for (let i = 0; i < 12; i++) cuts.push(Math.floor(random() * endOf(stage)));
  const places = [...new Set(cuts)].sort((a, b) => a - b);
  const pieces = places.slice(1).map((to, i) => ({ from: places[i] as number, to }));
  const twice = name === 'whole' ? [] : pieces.slice(0, 3);
  const order = [...pieces, ...twice]
    .map((piece) => ({ piece, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ piece }) => piece);
  const folder = scratch();
  const log = openLog(path.join(folder, 'rows.log'), job.key);
  for (const piece of order) {
    // A player of its own for every piece: nothing is left over from the one before.
    const stretch = { ...piece, above: 0, below: stage.replications };
    const { packed } = await createLocalPlayer(job).play({ stage: 'runs', stretch });
    log.append(packed);
  }
  const tables = await writeTables(job, stage, [{ log }], folder, () => {});
  log.close();
  return tables;
}

describe('the tables of a batch', () => {
  it('do not depend on the order of its pieces, their size, or whether some came twice', async () => {
    const whole = await tablesOf('whole');
    expect(whole.map(({ name, rows }) => [name, rows])).toEqual([
      ['runs', 140],
      ['ticks', expect.any(Number)],
    ]);
    for (const name of ['one', 'two', 'three', 'four']) expect(await tablesOf(name)).toEqual(whole);
  });
});
