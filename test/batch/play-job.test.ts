/** Teams whose players answer wrongly, or go down. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { Status } from '../../engine/analysis/experiment/columns.ts';
import { endOf } from '../../engine/analysis/experiment/plan.ts';
import { type PackedFrame, unpackFrame } from '../../server/batch/frames.ts';
import { makeJob } from '../../server/batch/job.ts';
import { createLocalPlayer } from '../../server/batch/local-player.ts';
import { startTeam } from '../../server/batch/play-job.ts';
import { type Player, PlayerLost, type Task } from '../../server/batch/player.ts';
import { root } from '../cli/capture.ts';

const experiment = `
format: 1
scenario: tiny-agenda-setting
title: t
question: q
replications: 9
metrics: [agreed]
`;

const scenario = readFileSync(path.join(root, 'test/conformance/protocols/agenda-setting.yaml'), 'utf8');
const made = await makeJob({ experiment, scenario });
if (!made.ok) throw new Error(JSON.stringify(made.problems));
const { job } = made;
const [stage] = job.stages as [(typeof job.stages)[number]];
const all = { from: 0, to: endOf(stage), above: 0, below: stage.replications };

/** Plays everything with one player that may change what it is asked, or go down. */
async function playWith(change: (task: Task) => Task): Promise<PackedFrame[]> {
  const frames: PackedFrame[] = [];
  const start = (): Player => {
    const player = createLocalPlayer(job);
    return { ...player, play: async (task) => player.play(change(task)) };
  };
  const sink = (packed: PackedFrame) => {
    frames.push(packed);
  };
  const team = startTeam(job, { start, players: 1, sink, isStopped: () => false });
  await team.play(stage, [all]);
  return frames;
}

it('a piece that is of other runs is refused, also when there are as many of them', async () => {
  const later = ({ stage: id, stretch }: Task): Task => {
    return { stage: id, stretch: { ...stretch, from: stretch.from + 1, to: stretch.to + 1 } };
  };
  await expect(playWith(later)).rejects.toMatchObject({ code: 'worker-refused' });
});

it('a run that takes its player down twice is a row that says so, and the others are played', async () => {
  const deadly = 2;
  const frames = await playWith((task) => {
    if (task.stretch.from <= deadly && deadly < task.stretch.to) throw new PlayerLost('it fell over');
    return task;
  });
  const rows = frames.flatMap((packed) => {
    const { status } = unpackFrame(packed);
    return Array.from({ length: packed.head.count }, (_, at) => [packed.head.from + at, status[at]]);
  });
  const expected = Array.from({ length: 9 }, (_, run) => [
    run,
    run === deadly ? Status.crashed : Status.complete,
  ]);
  expect(rows.sort(([a], [b]) => (a as number) - (b as number))).toEqual(expected);
  expect(frames.flatMap(({ head }) => head.failures)).toEqual([{ at: 0, why: 'it fell over' }]);
});
