/** `plenary what-would-it-take`: the smallest change that brings a dissenting party in, and its price. */
import type { Answer, Change, Remedy } from '../../../engine/analysis/what-would-it-take.ts';
import type { Scenario } from '../../../engine/run/contract.ts';
import { type CommandSpec, flag, type Invocation, shared, textOption } from '../command.ts';
import { CliError } from '../exit.ts';
import { partyNamed } from '../party-word.ts';
import { type Placed, placeSituation, textName } from '../situation-source.ts';
import { safeJson, sentenceList, wrap } from '../text.ts';

const amount = (utility: number) => utility.toFixed(4).replace(/0{1,2}$/, '');

function changeWords(scenario: Scenario, change: Change): string {
  const { parties, issues } = scenario.file;
  switch (change.kind) {
    case 'option': {
      const { title, options } = issues[change.issue];
      return `${title}: “${options[change.to].title}” instead of “${options[change.from].title}”`;
    }
    case 'payment': {
      const left = amount(change.surplus - change.amount);
      return (
        `a side payment of ${amount(change.amount)} from ${parties[change.donor].name}, which keeps ` +
        `${left} ` +
        'above its own limit'
      );
    }
    case 'audit':
      return 'one audit more each period';
    case 'voice':
      return `a seat that raises its voice from ${change.from.toFixed(2)} to ${change.to.toFixed(2)}`;
  }
}

function priceWords(scenario: Scenario, { price, payers }: Remedy): string {
  if (payers.length === 0) return 'costs nobody anything';
  const shown = payers
    .slice(0, 3)
    .map(({ party, loses }) => `${scenario.file.parties[party].name} gives up ${amount(loses)}`);
  if (payers.length > 3) shown.push(`${payers.length - 3} others the rest`);
  const total = payers.length > 1 ? `, ${amount(price)} together` : '';
  return `${sentenceList(shown)}${total}`;
}

/** Remedies shown for a party in the terminal. */
const shownRemedies = 4;

function answerLines(scenario: Scenario, answer: Answer): string[] {
  const { name } = scenario.file.parties[answer.party];
  const surplus = amount(Math.abs(answer.lacks));
  const indent = '     ';
  if (answer.changes === 0) {
    const how = `is in: the text gives it ${surplus} more than its limit`;
    return wrap(`${name} ${how}. If it still says no, it holds out for more.`);
  }
  const where =
    answer.standing === 'beyond-red-line'
      ? 'the text crosses its red line'
      : `it lacks ${surplus} to its limit`;
  if (answer.changes === undefined) {
    return wrap(`${name}: ${where}. Nothing within two changes brings it in without losing somebody else.`);
  }
  const ways = answer.changes === 1 ? 'One change brings it in' : 'It takes two changes';
  return [
    ...wrap(`${name}: ${where}. ${ways}:`),
    ...answer.remedies.slice(0, shownRemedies).flatMap((remedy, index) => {
      const words = remedy.changes.map((change) => changeWords(scenario, change)).join('; and ');
      const text = `${words}. Price: ${priceWords(scenario, remedy)}.`;
      return wrap(text, { indent, first: `  ${index + 1}. ` });
    }),
    ...(answer.remedies.length > shownRemedies
      ? [`${indent}(${answer.remedies.length - shownRemedies} more in --json)`]
      : []),
  ];
}

function answerJson({ scenario }: Placed, answer: Answer): unknown {
  const { partyIds, issueIds, optionIds } = scenario;
  const changeJson = (change: Change) => {
    if (change.kind === 'option') {
      const [issue, options] = [issueIds[change.issue], optionIds[change.issue]];
      return { kind: 'option', issue, from: options[change.from], to: options[change.to] };
    }
    return change.kind === 'payment' ? { ...change, donor: partyIds[change.donor] } : change;
  };
  return {
    party: partyIds[answer.party],
    standing: answer.standing,
    lacks: answer.lacks,
    changes: answer.changes ?? null,
    remedies: answer.remedies.map((remedy) => ({
      changes: remedy.changes.map(changeJson),
      price: remedy.price,
      payers: remedy.payers.map(({ party, loses }) => ({ party: partyIds[party], loses })),
      surplus: remedy.surplus,
    })),
  };
}

async function run(invocation: Invocation): Promise<number> {
  const { terminal } = invocation;
  const placed = await placeSituation(invocation);
  const { scenario, situation } = placed;
  const [{ dissenters, whatWouldItTake }, { statesIn }] = await Promise.all([
    import('../../../engine/analysis/what-would-it-take.ts'),
    import('../../../engine/analysis/situation.ts'),
  ]);
  const word = textOption(invocation, 'party');
  const party = word === undefined ? undefined : await partyNamed(scenario, word);
  if (party !== undefined && party === scenario.chair) {
    throw new CliError('usage', `${word} holds the chair and decides nothing`);
  }
  const answers =
    party === undefined ? dissenters(scenario, situation) : [whatWouldItTake(scenario, situation, party)];
  const isIn = statesIn(scenario, situation);
  if (flag(invocation, 'json')) {
    terminal.out(
      safeJson({
        scenario: scenario.file.id,
        seed: placed.seed,
        round: placed.round,
        adopted: placed.isAdopted,
        in: scenario.partyIds.filter((_, index) => isIn[index] === 1),
        answers: answers.map((answer) => answerJson(placed, answer)),
      }),
    );
    return 0;
  }
  const names = scenario.file.parties.filter((_, index) => isIn[index] === 1).map(({ name }) => name);
  const states = scenario.states.length;
  const many = names.length > 12 ? '' : names.length > 0 ? `: ${sentenceList(names)}` : '';
  const stand = `${names.length} of ${states} states would take it${many}`;
  const head = `Seed ${placed.seed}, ${textName(placed)}: ${stand}.`;
  const lines = [...wrap(head), ...answers.flatMap((answer) => ['', ...answerLines(scenario, answer)])];
  if (answers.length === 0) lines.push('', 'Nobody has to be brought in.');
  terminal.out(`${lines.join('\n')}\n`);
  return 0;
}

/** The command. */
export const whatWouldItTakeCommand: CommandSpec = {
  name: 'what-would-it-take',
  summary: 'find the smallest change that brings a dissenting party in',
  about:
    'For every state that would rather have no agreement than the text, or for one party: the smallest ' +
    'change that brings it in without losing anybody who is in. Tried are another option on one issue, a ' +
    'side payment, one audit more and a seat; then two of them together. Each with its price: who gives ' +
    'up how much utility. A state is in when the text gives it at least its limit and crosses no red line. ' +
    'The text is the one adopted, or the last one on the table, or that after --round.',
  arguments: [{ name: '<record-or-scenario>', says: 'a file written with --record, or a scenario to play' }],
  options: [
    shared.seed,
    shared.set,
    { flags: '--round <round>', says: 'the text as it stood after this round, from 0' },
    { flags: '--party <party>', says: 'id, code or name of the party; by default every state that is out' },
    shared.json,
  ],
  examples: [
    {
      line: 'plenary what-would-it-take first-mandate --seed 7 --round 5',
      says: 'who is out, and what would bring them in',
    },
    {
      line: 'plenary what-would-it-take run.json --round 5 --party norland',
      says: 'one party, in the middle of the talks',
    },
  ],
  run,
};
