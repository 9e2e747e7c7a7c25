/** `plenary experiment`: a quick look at an experiment, in memory: what its runs say of its hypotheses. */
import type { Measured } from '../../../engine/analysis/experiment/judge.ts';
import type { Job } from '../../batch/job.ts';
import { readReplications } from '../batch-options.ts';
import { argument, type CommandSpec, flag, type Invocation, shared } from '../command.ts';
import { CliError } from '../exit.ts';
import { loadJob } from '../experiment-source.ts';
import { createProgress } from '../progress.ts';
import { safeJson } from '../text.ts';

/** Runs that a quick look plays: what is more belongs into a folder. */
const mostRuns = 2_000_000;

/** What came of playing the points. */
interface Played {
  readonly runs: number;
  readonly stoppedBy: string | undefined;
  readonly measured: Measured;
}

/** Plays every point in this thread; Ctrl-C ends it. */
async function playAll(invocation: Invocation, job: Job): Promise<Played> {
  const { terminal } = invocation;
  const { runsOf, placeOf } = await import('../../../engine/analysis/experiment/plan.ts');
  const { startTeam, endAfter } = await import('../../batch/play-job.ts');
  const { unpackFrame } = await import('../../batch/frames.ts');
  const { createLocalPlayer } = await import('../../batch/local-player.ts');
  const { gather } = await import('../../batch/measured.ts');
  const stage = job.stages[0];
  const total = runsOf(stage);
  if (total > mostRuns) {
    const line = `plenary batch ${argument(invocation, 0)} --out FOLDER`;
    const hint = `${line} plays it, and can be stopped and continued.`;
    throw new CliError('usage', `the experiment plans ${total} runs, too many for a quick look`, { hint });
  }
  const measured = gather(stage, job.columns, job.columns.metrics);
  const progress = createProgress(terminal, total, flag(invocation, 'quiet'));
  let runs = 0;
  let stoppedBy: string | undefined;
  const release = terminal.onStop((signal) => {
    stoppedBy = signal;
  });
  const team = startTeam(job, {
    start: () => createLocalPlayer(job),
    players: 1,
    isStopped: () => stoppedBy !== undefined,
    sink: (packed) => {
      const { head } = packed;
      const failure = head.failures[0];
      if (failure !== undefined) {
        const { point, replicate } = placeOf(stage, head.from + failure.at);
        const { arm } = stage.point(point);
        throw new CliError('unexpected', `arm ${arm.id}, replicate ${replicate}: ${failure.why}`);
      }
      measured.addBlock(head, unpackFrame(packed));
      runs += head.count;
      progress.tell(runs);
    },
  });
  try {
    const end = endAfter(stage, stage.replications);
    await team.play(stage, [{ from: 0, to: end, above: 0, below: stage.replications }]);
  } finally {
    progress.clear();
    release();
  }
  return { runs, stoppedBy: runs < total ? stoppedBy : undefined, measured };
}

/** Points with the means of all metrics, for `--json`. */
async function pointFacts(job: Job, { stage, replications, values }: Measured) {
  const { meanOf } = await import('../../../engine/analysis/statistics/mean.ts');
  return Array.from({ length: stage.points }, (_, index) => {
    const { arm, cells } = stage.point(index);
    const scenario = job.scenarios[index];
    return {
      arm: arm.id,
      ...(scenario === undefined ? {} : { scenarioDigest: scenario.digest }),
      factors: Object.fromEntries(stage.factors.map(({ id }, f) => [id, cells[f]])),
      metrics: Object.fromEntries(
        job.columns.metrics.map((metric) => [
          metric,
          meanOf(values(metric).subarray(index * replications, (index + 1) * replications)),
        ]),
      ),
    };
  });
}

async function experiment(invocation: Invocation): Promise<number> {
  const { terminal } = invocation;
  const replications = readReplications(invocation, 2);
  const job = await loadJob(argument(invocation, 0), terminal, replications);
  const played = await playAll(invocation, job);
  if (played.stoppedBy !== undefined) {
    const count = played.runs === 1 ? '1 run' : `${played.runs} runs`;
    terminal.err(`stopped by ${played.stoppedBy}: ${count} played; nothing was judged\n`);
    return 130;
  }
  const { judge } = await import('../../../engine/analysis/experiment/judge.ts');
  const findings = job.experiment.hypotheses.map((hypothesis) => judge(played.measured, hypothesis));
  if (flag(invocation, 'json')) {
    const points = await pointFacts(job, played.measured);
    terminal.out(safeJson({ experiment: job.experiment, points, hypotheses: findings }));
    return 0;
  }
  const { findingsPage, shownMetrics } = await import('../page/findings.ts');
  const shown = shownMetrics(job.experiment, job.columns.metrics);
  terminal.out(findingsPage(job.experiment, played.measured, findings, shown));
  return 0;
}

/** The command. */
export const experimentCommand: CommandSpec = {
  name: 'experiment',
  summary: 'a quick look at an experiment: its hypotheses, judged',
  about:
    'Plays every arm of an experiment file in memory and judges its hypotheses. Arms share their seeds and ' +
    'so the random draws that a change does not touch: differences are taken seed by seed, with one-sided ' +
    'bounds of 99 % by Student’s t. A hypothesis is supported when its whole interval has the ' +
    'expected sign, ' +
    'contradicted when it has the other one, and undecided otherwise. A metric that does not apply to one ' +
    'of two paired runs, such as a month of adoption that never came, leaves the pair out, and the page ' +
    'says how many. To keep the runs, use all cores, or stop and continue, see plenary batch.',
  arguments: [{ name: '<experiment>', says: 'the id of a scenario with an experiment.yaml, or a file' }],
  options: [
    { flags: '--replications <n>', says: 'runs of each arm and level, instead of the number in the file' },
    shared.json,
    { flags: '--quiet', says: 'no progress' },
  ],
  examples: [
    { line: 'plenary experiment security-council-ai', says: 'the default experiment of a scenario' },
    { line: 'plenary experiment first-mandate --replications 50', says: 'a quick look' },
  ],
  run: experiment,
};
