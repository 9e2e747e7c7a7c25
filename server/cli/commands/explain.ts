/** `plenary explain`: why a party did what it did, in the terms of its utility. */
import type { ExplainedTerm, Explanation } from '../../../engine/analysis/explain.ts';
import { argument, type CommandSpec, flag, type Invocation, shared, textOption } from '../command.ts';
import { CliError } from '../exit.ts';
import { wholeNumber } from '../numbers.ts';
import { partyNamed } from '../party-word.ts';
import { loadReplayed } from '../records.ts';
import type { Style } from '../terminal.ts';
import { clean, safeJson, table, wrap } from '../text.ts';

function termLines(terms: readonly ExplainedTerm[]): string[] {
  if (terms.length === 0) return [];
  const rows = terms.map(({ name, value, meaning }) => [`   ${name}`, value.toFixed(4), meaning]);
  return table([{ title: '' }, { title: '', align: 'right' }, { title: '', wraps: true }], rows, {
    headings: false,
  });
}

function lines(explanation: Explanation, name: string, style: Style): string[] {
  const { decisions, sentences, round, phase } = explanation;
  const told = decisions.map((decision) => decision.sentence);
  const rest = sentences.filter((sentence) => !told.includes(sentence));
  return [
    style.strong(clean(`${name}, round ${round}${phase === '' ? '' : `, ${phase}`}`)),
    ...decisions.flatMap((decision) => [
      '',
      ...wrap(decision.sentence),
      ...termLines(decision.terms).map(style.faint),
    ]),
    ...(rest.length > 0 ? ['', ...wrap(rest.join(' '))] : []),
  ];
}

async function explain(invocation: Invocation): Promise<number> {
  const { terminal } = invocation;
  const round = wholeNumber(textOption(invocation, 'round'), 'round');
  const asked = textOption(invocation, 'party');
  if (asked === undefined) throw new CliError('usage', '--party is needed');
  const { play } = await loadReplayed(argument(invocation, 0), terminal);
  const { scenario, recorder, run } = play;
  const party = scenario.partyIds[await partyNamed(scenario, asked)];
  const { Loop } = await import('../../../engine/run/loop-position.ts');
  const rounds = run.loop[Loop.round];
  if (round >= rounds) {
    const hint = `Its rounds are 0 to ${rounds - 1}.`;
    throw new CliError('usage', `the run has no round ${round}`, { hint });
  }
  const { decodeEvents } = await import('../../../engine/run/decode.ts');
  const { explainParty } = await import('../../../engine/analysis/explain.ts');
  const explanation = explainParty(scenario, decodeEvents(scenario, recorder.records()), { round, party });
  if (flag(invocation, 'json')) terminal.out(safeJson(explanation));
  else {
    const name = scenario.file.parties.find((candidate) => candidate.id === party)?.name ?? party;
    terminal.out(`${lines(explanation, name, terminal.style).join('\n')}\n`);
  }
  return 0;
}

/** The command. */
export const explainCommand: CommandSpec = {
  name: 'explain',
  summary: 'say why a party did what it did in a round',
  about:
    'Says why a party accepted, objected, signed or did not ratify in a round, in the terms of its ' +
    'utility: what the text gave it, what it costs, what it asked for and the limit below which no deal ' +
    'is better.',
  arguments: [{ name: '<record>', says: 'a file written with --record' }],
  options: [
    { flags: '--round <round>', says: 'the round asked about, from 0' },
    { flags: '--party <party>', says: 'id, code or name of the party' },
    shared.json,
  ],
  examples: [
    { line: 'plenary explain run.json --round 5 --party norland', says: 'why Norland objected in round 5' },
    { line: 'plenary explain run.json --round 9 --party NRL --json', says: 'the same as data' },
  ],
  run: explain,
};
