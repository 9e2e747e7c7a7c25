/**
 * From a record or a scenario to a text on the table: a run that is played to a round, or to where its text
 * was adopted or the talks ended.
 */
import type { Situation } from '../../engine/analysis/situation.ts';
import type { Run, Scenario } from '../../engine/run/contract.ts';
import type { Play } from '../../engine/run/play.ts';
import { argument, type Invocation, listOption, textOption } from './command.ts';
import { CliError } from './exit.ts';
import { wholeNumber } from './numbers.ts';
import { isRecordFile, loadReplayed } from './records.ts';
import { loadSource, readSeed } from './scenario-source.ts';

/** A run at a point, with its text. */
export interface Placed {
  readonly scenario: Scenario;
  readonly run: Run;
  readonly situation: Situation;
  /** Round after which the text stood so. */
  readonly round: number;
  readonly isAdopted: boolean;
  readonly seed: string;
}

async function startOf(invocation: Invocation): Promise<Play> {
  const { terminal } = invocation;
  const word = argument(invocation, 0);
  const { createPlay } = await import('../../engine/run/play.ts');
  if (!isRecordFile(word, terminal.folder)) {
    const seed = await readSeed(textOption(invocation, 'seed') ?? '1');
    const { scenario } = await loadSource(word, listOption(invocation, 'set'), terminal);
    return createPlay(scenario, { seed });
  }
  if (listOption(invocation, 'set').length > 0) {
    const hint = 'Give the scenario instead, with the seed of the record.';
    throw new CliError('usage', '--set changes a scenario, not a record', { hint });
  }
  const { record, play } = await loadReplayed(word, terminal);
  const { seed, inputs, branch } = record;
  return createPlay(play.scenario, { seed, inputs, ...(branch === undefined ? {} : { branch }) });
}

/** Plays to the round asked for, or to where the text was adopted or the talks ended. */
export async function placeSituation(invocation: Invocation): Promise<Placed> {
  const asked = textOption(invocation, 'round');
  const wanted = asked === undefined ? undefined : wholeNumber(asked, 'round');
  const play = await startOf(invocation);
  const [{ Loop, OutcomeIndex }, { situationOfRun }] = await Promise.all([
    import('../../engine/run/loop-position.ts'),
    import('../../engine/analysis/situation.ts'),
  ]);
  const { run } = play;
  const isThere = () =>
    wanted === undefined
      ? run.i32['treaty.adoptedTick'][0] >= 0 || run.loop[Loop.outcome] !== OutcomeIndex.running
      : run.loop[Loop.round] > wanted;
  let step = play.advance();
  while (step !== 'over' && step !== 'awaiting' && !(step === 'round' && isThere())) step = play.advance();
  if (play.fault !== undefined) {
    throw new CliError('fault', `the run faulted: ${play.fault.message}`, { exit: 70 });
  }
  const rounds = run.loop[Loop.round];
  if (wanted !== undefined && rounds <= wanted) {
    const hint = `Its rounds are 0 to ${rounds - 1}.`;
    throw new CliError('usage', `the run has no round ${wanted}`, { hint });
  }
  return {
    scenario: run.scenario,
    run,
    situation: situationOfRun(run),
    round: Math.max(0, rounds - 1),
    isAdopted: run.i32['treaty.adoptedTick'][0] >= 0,
    seed: play.seed,
  };
}

/** What a text is called: adopted, or where the run stands. */
export function textName(placed: Placed): string {
  return placed.isAdopted ? 'the text adopted' : `the text after round ${placed.round}`;
}

/** Titles of the options of a package, issue by issue, in the order of the scenario. */
export function packageRows(scenario: Scenario, option: ArrayLike<number>): string[][] {
  return scenario.file.issues.map((issue, k) => [issue.title, issue.options[option[k]].title]);
}
