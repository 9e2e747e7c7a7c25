/** `plenary branch`: another future of a recorded run. */

import { shellWord } from '../../shell-word.ts';
import { argument, type CommandSpec, flag, type Invocation, shared, textOption } from '../command.ts';
import { CliError } from '../exit.ts';
import { wholeNumber } from '../numbers.ts';
import { loadReplayed } from '../records.ts';

/** What becomes of the moves of people from the branch on. */
function inputsOption(invocation: Invocation): 'keep' | 'bots' {
  const inputs = textOption(invocation, 'inputs') ?? 'bots';
  if (inputs === 'keep' || inputs === 'bots') return inputs;
  throw new CliError('usage', `--inputs ${inputs} is not known`, { hint: 'Write keep or bots.' });
}

async function branch(invocation: Invocation): Promise<number> {
  const { terminal } = invocation;
  const file = argument(invocation, 0);
  const round = wholeNumber(textOption(invocation, 'round'), 'round');
  const replicate = wholeNumber(textOption(invocation, 'replicate') ?? '1', 'replicate');
  const inputs = inputsOption(invocation);
  const { record } = await loadReplayed(file, terminal);
  const { branchRecord } = await import('../../../engine/run/branch.ts');
  const at = { round, replicate, inputs };
  const branched = await branchRecord(record, at, { keepRecords: true, keepSliceDigests: true });
  if (!branched.ok) {
    const { code, message, hint } = branched.refusal;
    throw new CliError(code, message, { hint, exit: code === 'record-scenario' ? 4 : 2 });
  }
  const play = branched.value;
  play.toEnd();
  const { resultJson, resultOf, saveRecord } = await import('../run-result.ts');
  const { seed, overrides } = record;
  const options = `--round ${round} --replicate ${replicate} --inputs ${inputs}`;
  const command = `plenary branch ${shellWord(file)} ${options}`;
  const result = await resultOf(play, { name: file, seed, sets: overrides, command });
  const recordFile = textOption(invocation, 'record');
  if (recordFile !== undefined) {
    const full = flag(invocation, 'full');
    await saveRecord(play, { seed, overrides, branch: at, full, file: recordFile }, terminal);
  }
  const isSame = result.origin.runDigest === record.digest;
  terminal.err(isSame ? 'the same future as the record\n' : `another future from round ${round} on\n`);
  if (flag(invocation, 'json')) terminal.out(resultJson(result, { events: false }));
  else {
    const { pageLines } = await import('../page.ts');
    terminal.out(`${pageLines(result, terminal.style).join('\n')}\n`);
  }
  return play.fault === undefined ? 0 : 70;
}

/** The command. */
export const branchCommand: CommandSpec = {
  name: 'branch',
  summary: 'play another future of a record from a round on',
  about:
    'Takes a recorded run up to a round and plays it anew from there. Replicate 0 is the future that the ' +
    'record has, 1, 2, … are fresh ones with new draws. Moves that people made from that round on are ' +
    'kept, or their seats go to strategies.',
  arguments: [{ name: '<record>', says: 'a file written with --record' }],
  options: [
    { flags: '--round <round>', says: 'first round that is played anew' },
    { flags: '--replicate <number>', says: '0 for the same future, 1, 2, … for others', fallback: '1' },
    {
      flags: '--inputs <what>',
      says: 'keep the moves of people, or bots: strategies take over',
      fallback: 'bots',
    },
    shared.record,
    shared.full,
    shared.json,
  ],
  examples: [
    {
      line: 'plenary branch run.json --round 8 --replicate 1',
      says: 'what else could have happened from round 8 on',
    },
    { line: 'plenary branch run.json --round 8 --replicate 0', says: 'the same future again: equal digests' },
  ],
  run: branch,
};
