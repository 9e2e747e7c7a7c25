/** What ratification adds to the metrics of a run. */
import type { Metric, Run } from '../run/contract.ts';
import { Loop } from '../run/loop-position.ts';

const adoptedTick = (run: Run): number => run.i32['treaty.adoptedTick'][0];

/** Sum of a slice over the states; NaN without an adopted text. */
function countOf(slice: string): Metric['compute'] {
  return (run) => {
    if (adoptedTick(run) < 0) return Number.NaN;
    const { states } = run.scenario;
    let sum = 0;
    for (let s = 0; s < states.length; s++) sum += run.i32[slice][states[s]];
    return sum;
  };
}

/**
 * Mean ticks from adoption to ratification; a state that has not ratified counts to the end of the run. The
 * restricted mean of survival analysis: unlike the mean of those who ratified it has no bias from those who
 * are missing, as long as runs of one horizon are compared.
 */
function meanWait(run: Run): number {
  const adopted = adoptedTick(run);
  if (adopted < 0) return Number.NaN;
  const { states } = run.scenario;
  let sum = 0;
  for (let s = 0; s < states.length; s++) {
    const ratified = run.i32['treaty.ratifiedTick'][states[s]];
    sum += (ratified < 0 ? run.loop[Loop.tick] : ratified) - adopted;
  }
  return sum / states.length;
}

/** The metrics of ratification. */
export const ratificationMetrics: readonly Metric[] = [
  {
    id: 'ratificationWait',
    title: 'Wait for ratification',
    unit: 'ticks',
    summary: 'mean ticks from adoption to ratification; who has not ratified counts to the end of the run',
    compute: meanWait,
  },
  {
    id: 'rejections',
    title: 'Rejections at home',
    unit: 'votes',
    summary: 'times that a legislature turned the treaty down',
    compute: countOf('ratification.rejections'),
  },
  {
    id: 'shelvings',
    title: 'Bills that died',
    unit: 'bills',
    summary: 'times that the window of a bill closed before a vote',
    compute: countOf('ratification.shelvings'),
  },
];
