/** Metrics of blocs that form and dissolve in the talks. */
import { BlocCount } from '../../protocols/steps/merging-slices.ts';
import type { Metric, Run } from '../../run/contract.ts';

const countOf = (run: Run, place: number): number => run.i32['blocs.count']?.[place] ?? Number.NaN;

/** A count in shares of another; NaN when that is 0. */
const ratio =
  (of: number, to: number): Metric['compute'] =>
  (run) =>
    countOf(run, to) > 0 ? countOf(run, of) / countOf(run, to) : Number.NaN;

const metric = (id: string, title: string, unit: string, summary: string, compute: Metric['compute']) => ({
  id,
  title,
  unit,
  summary,
  compute,
  reads: 'blocs.count',
});

/** The metrics of blocs. */
export const blocMetrics: readonly Metric[] = [
  metric('blocsFormed', 'Blocs formed', 'blocs', 'blocs that formed in the talks', (run) =>
    countOf(run, BlocCount.formed),
  ),
  metric(
    'blocSize',
    'Size of blocs',
    'states',
    'mean number of members, over blocs and rounds; none where no bloc formed',
    ratio(BlocCount.boundRounds, BlocCount.blocRounds),
  ),
  metric(
    'blocRounds',
    'Rounds of a bloc',
    'rounds',
    'mean number of rounds that a bloc lasted; none where no bloc formed',
    ratio(BlocCount.blocRounds, BlocCount.formed),
  ),
  metric(
    'inBlocs',
    'In blocs',
    'share',
    'share of states at the table that negotiated in a bloc, over the rounds of the talks',
    ratio(BlocCount.boundRounds, BlocCount.stateRounds),
  ),
];
