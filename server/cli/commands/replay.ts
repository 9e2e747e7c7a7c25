/** `plenary replay`: plays a record again and says whether it is the same run. */
import type { RunRecord } from '../../../engine/run/record.ts';
import { argument, type CommandSpec, flag, type Invocation, shared } from '../command.ts';
import { loadRecord } from '../records.ts';
import { safeJson, sentenceList, wrap } from '../text.ts';

/** Overrides stand in the scenario already: a replay needs none, and cannot tell whether they are true. */
function overrideNotes({ overrides }: RunRecord): string[] {
  if (overrides.length === 0) return [];
  return [`overrides are provenance only and not verified (${sentenceList(overrides.slice(0, 5))})`];
}

async function replayFile(invocation: Invocation): Promise<number> {
  const { terminal } = invocation;
  const file = argument(invocation, 0);
  const record = await loadRecord(file, terminal);
  const { replay } = await import('../../../engine/run/replay.ts');
  const report = await replay(record);
  const isSame = report.verdict === 'same';
  const notes = [...report.notes, ...overrideNotes(record)];
  if (flag(invocation, 'json')) terminal.out(safeJson({ ...report, notes }));
  else {
    const summary = wrap(`${file}: ${report.summary}`, { first: '', indent: '  ' }).join('\n');
    terminal.out(`${isSame ? terminal.style.good(summary) : terminal.style.bad(summary)}\n`);
    if (isSame) terminal.out(`run  ${record.digest}\n`);
    for (const note of notes)
      terminal.out(`${wrap(`note: ${note}`, { first: '', indent: '  ' }).join('\n')}\n`);
  }
  return isSame ? 0 : 4;
}

/** The command. */
export const replayCommand: CommandSpec = {
  name: 'replay',
  summary: 'play a record again and verify it',
  about:
    'Plays the run of a record again, from its scenario, seed and inputs alone, and compares every ' +
    'round. Exit code 0 when it is the same run, 4 when it differs: the first difference is named by ' +
    'round, party and slice, and for a full record by event, field and both values.',
  arguments: [{ name: '<record>', says: 'a file written with --record' }],
  options: [shared.json],
  examples: [
    { line: 'plenary replay run.json', says: 'same, or the first place where it differs' },
    {
      line: 'plenary run first-mandate --seed 7 --record run.json --full',
      says: 'make a record to try it on',
    },
  ],
  run: replayFile,
};
