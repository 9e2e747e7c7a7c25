/** Plays one run and prints what came of it, as `run` and `rerun` do. */
import type { Scenario } from '../../engine/run/contract.ts';
import { createPlay } from '../../engine/run/play.ts';
import { flag, type Invocation, textOption } from './command.ts';
import { CliError } from './exit.ts';
import type { RunOrigin } from './page.ts';
import { resultJson, resultOf, saveRecord } from './run-result.ts';

/**
 * Plays a run, writes its record where one is asked for, and prints its page, its JSON or its digest.
 *
 * @returns the digest of the run
 * @throws CliError with exit code 70 when the run met a bug
 */
export async function playOne(
  invocation: Invocation,
  scenario: Scenario,
  origin: Pick<RunOrigin, 'name' | 'seed' | 'sets' | 'command'>,
): Promise<string> {
  const { terminal } = invocation;
  const { seed, sets } = origin;
  const recordFile = textOption(invocation, 'record');
  const isFull = flag(invocation, 'full');
  const play = createPlay(scenario, { seed, keepRecords: true, keepSliceDigests: recordFile !== undefined });
  play.toEnd();

  const result = await resultOf(play, origin);
  if (recordFile !== undefined) {
    await saveRecord(play, { seed, overrides: sets, full: isFull, file: recordFile }, terminal);
  }
  if (flag(invocation, 'json')) terminal.out(resultJson(result, { events: isFull }));
  else if (flag(invocation, 'quiet')) terminal.out(`${result.origin.runDigest}\n`);
  else {
    const { pageLines } = await import('./page.ts');
    terminal.out(`${pageLines(result, terminal.style).join('\n')}\n`);
  }
  if (play.fault === undefined) return result.origin.runDigest;
  const kept =
    recordFile === undefined ? 'Run it again with --record FILE' : `The record up to there is ${recordFile}`;
  throw new CliError('fault', `the run faulted in round ${result.view.round}: ${play.fault.message}`, {
    hint: `It is a bug of the engine. ${kept}, and report it.`,
    exit: 70,
  });
}
