/** `plenary coalitions`: who gains from being in, which memberships are stable, and who rides free. */
import type { Largest, StableCoalitions } from '../../../engine/analysis/coalitions/analyse.ts';
import type { ScenarioGame } from '../../../engine/analysis/coalitions/scenario-game.ts';
import { type CommandSpec, flag, type Invocation, shared, textOption } from '../command.ts';
import { share } from '../numbers.ts';
import { type Placed, packageRows, placeSituation, textName } from '../situation-source.ts';
import { safeJson, sentenceList, table, wrap } from '../text.ts';

/** States written out in a table or a list; of more it is told how many there are. */
const shownStates = 30;

/** How a state stands to being in, given who is expected. */
type Standing = 'in' | 'would leave' | 'would join' | 'stays out' | 'rides free' | 'red line';

/** What is worked out of a text. */
interface Worked {
  readonly placed: Placed;
  readonly game: ScenarioGame;
  readonly spillOver: number;
  readonly stable: StableCoalitions;
  /** Who is expected to be in, by player. */
  readonly expected: Uint8Array;
  /** Whether those expected bring the treaty into force. */
  readonly isInEffect: boolean;
  /** What each gains by being in, with those expected and with everybody else in. */
  readonly gain: readonly number[];
  readonly gainWithAll: readonly number[];
  readonly standing: readonly Standing[];
  /** Free riders of those expected, and of the largest stable coalition. */
  readonly riders: readonly number[];
  readonly ridersOfLargest: readonly number[];
}

function shareOption(invocation: Invocation): number | undefined {
  const text = textOption(invocation, 'spillOver');
  if (text === undefined) return undefined;
  return share(text, 'spill-over');
}

async function work(placed: Placed, asked: number | undefined): Promise<Worked> {
  const [scenarioGame, { stableCoalitions }, membership] = await Promise.all([
    import('../../../engine/analysis/coalitions/scenario-game.ts'),
    import('../../../engine/analysis/coalitions/analyse.ts'),
    import('../../../engine/analysis/coalitions/membership.ts'),
  ]);
  const { gainFromBeingIn, freeRiders, isInEffect, indifference } = membership;
  const { run, scenario, situation } = placed;
  const spillOver = asked ?? scenarioGame.spillOverOf(scenario);
  const game = scenarioGame.gameOfRun(run, spillOver);
  const stable = stableCoalitions(game);
  const expected = Uint8Array.from(game.parties, (party) => situation.members[party]);
  const all = new Uint8Array(game.players).fill(1);
  const players = [...game.parties.keys()];
  const gain = players.map((player) => gainFromBeingIn(game, player, expected));
  const riders = freeRiders(game, expected);
  const { members } = stable.largest;
  return {
    placed,
    game,
    spillOver,
    stable,
    expected,
    isInEffect: isInEffect(game, expected),
    gain,
    gainWithAll: players.map((player) => gainFromBeingIn(game, player, all)),
    standing: players.map((player): Standing => {
      if (game.inside(player, all) === Number.NEGATIVE_INFINITY) return 'red line';
      if (expected[player] === 1) return gain[player] < -indifference ? 'would leave' : 'in';
      if (gain[player] > indifference) return 'would join';
      return riders.includes(player) ? 'rides free' : 'stays out';
    }),
    riders,
    ridersOfLargest: members === undefined ? [] : freeRiders(game, members),
  };
}

function nameOf({ placed, game }: Worked, player: number): string {
  return placed.scenario.file.parties[game.parties[player]].name;
}

function listOf(worked: Worked, players: readonly number[]): string {
  const names = players.slice(0, shownStates).map((player) => nameOf(worked, player));
  if (players.length > shownStates) names.push(`${players.length - shownStates} others`);
  return sentenceList(names);
}

const playersIn = (members: Uint8Array | undefined): number[] =>
  members === undefined ? [] : [...members.keys()].filter((player) => members[player] === 1);

const signed = (value: number): string =>
  Number.isFinite(value) ? `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}` : 'never';

function memberRows(worked: Worked): string[] {
  const rows = worked.gain
    .map((gain, player) => [
      nameOf(worked, player),
      worked.expected[player] === 1 ? 'in' : 'out',
      signed(gain),
      signed(worked.gainWithAll[player]),
      worked.standing[player],
    ])
    .slice(0, shownStates);
  const columns = [
    { title: 'state', wraps: true },
    { title: 'expected' },
    { title: 'gain by being in', align: 'right' },
    { title: 'if all others are', align: 'right' },
    { title: 'so it' },
  ] as const;
  const more = worked.game.players - rows.length;
  return [...table(columns, rows), ...(more > 0 ? [`(${more} more in --json)`] : [])];
}

function sizeWords({ size, atMost }: Largest): string {
  const states = (count: number) => (count === 1 ? '1 state' : `${count} states`);
  return atMost > size ? `${states(size)}, and no more than ${atMost}` : states(size);
}

function stableLines(worked: Worked): string[] {
  const { stable, game, placed, spillOver } = worked;
  const { largest, largestWithPayments } = stable;
  const facts: string[] = [];
  if (stable.count === 0) {
    facts.push(
      stable.exact
        ? 'No coalition is stable: in each that brings the treaty into force somebody would leave or join.'
        : 'No stable coalition was found among those tried.',
    );
  } else {
    const number = `${stable.exact ? '' : 'at least '}${stable.count}`;
    const whom =
      largest.size === game.players ? ', all of them' : `: ${listOf(worked, playersIn(largest.members))}`;
    facts.push(
      `${number} ${stable.count === 1 ? 'coalition is' : 'coalitions are'} stable: no member gains by ` +
        `leaving, nobody else by joining. The largest: ${sizeWords(largest)}${whom}.`,
    );
    if (worked.ridersOfLargest.length > 0) {
      facts.push(`Outside of it ${listOf(worked, worked.ridersOfLargest)} would ride free.`);
    }
  }
  facts.push(
    largestWithPayments.members === undefined
      ? 'No coalition could be held together by side payments among its members.'
      : `With side payments among members: ${sizeWords(largestWithPayments)}.`,
    spillOver === 0
      ? 'Who stays out has nothing of the agreement; --spill-over 0.5 asks what changes when it has half.'
      : `Who stays out has ${spillOver} of what the agreement would be worth to it.`,
  );
  for (const { title, isFeasible } of placed.scenario.clubs) {
    facts.push(
      isFeasible
        ? `The club “${title}” is an outside option of its members.`
        : `The club “${title}” is no outside option: a state in it would lose, or have a red line crossed.`,
    );
  }
  return facts.flatMap((fact) => wrap(fact));
}

function textLines(worked: Worked, strong: (text: string) => string): string[] {
  const { placed, game, expected, riders } = worked;
  const inside = playersIn(expected).length;
  const force = worked.isInEffect ? 'with whom the treaty enters into force' : 'too few for entry into force';
  const facts = [
    `${inside} of ${game.players} states are expected to be in, ${force}.`,
    riders.length === 0 ? 'Nobody rides free.' : `Riding free: ${listOf(worked, riders)}.`,
  ];
  return [
    strong(`Seed ${placed.seed}, ${textName(placed)}`),
    ...table(
      [{ title: 'issue' }, { title: 'option', wraps: true }],
      packageRows(placed.scenario, placed.situation.option),
      { headings: false },
    ),
    ...wrap(facts.join(' ')),
    '',
    strong('Who gains from being in'),
    ...memberRows(worked),
  ];
}

function json(worked: Worked): unknown {
  const { placed, game, stable, expected } = worked;
  const { partyIds, issueIds, optionIds, clubs, file } = placed.scenario;
  const idOf = (player: number) => partyIds[game.parties[player]];
  const ids = (members: Uint8Array | undefined) =>
    members === undefined ? null : playersIn(members).map(idOf);
  const largest = ({ members, size, atMost }: Largest) => ({ members: ids(members), size, atMost });
  const finite = (value: number) => (Number.isFinite(value) ? value : null);
  return {
    scenario: file.id,
    seed: placed.seed,
    round: placed.round,
    adopted: placed.isAdopted,
    package: Object.fromEntries(issueIds.map((id, k) => [id, optionIds[k][placed.situation.option[k]]])),
    spillOver: worked.spillOver,
    expected: ids(expected),
    inEffect: worked.isInEffect,
    states: worked.gain.map((gain, player) => ({
      state: idOf(player),
      gain: finite(gain),
      gainWithAll: finite(worked.gainWithAll[player]),
      standing: worked.standing[player],
    })),
    freeRiders: worked.riders.map(idOf),
    stable: {
      exact: stable.exact,
      count: stable.count,
      coalitions: stable.stable.map(ids),
      largest: { ...largest(stable.largest), freeRiders: worked.ridersOfLargest.map(idOf) },
      largestWithPayments: largest(stable.largestWithPayments),
    },
    clubs: clubs.map(({ id, isFeasible }) => ({ id, feasible: isFeasible })),
  };
}

async function coalitions(invocation: Invocation): Promise<number> {
  const { terminal } = invocation;
  const asked = shareOption(invocation);
  const worked = await work(await placeSituation(invocation), asked);
  if (flag(invocation, 'json')) terminal.out(safeJson(json(worked)));
  else {
    const { strong } = terminal.style;
    const lines = [...textLines(worked, strong), '', strong('Stable coalitions'), ...stableLines(worked)];
    terminal.out(`${lines.join('\n')}\n`);
  }
  return 0;
}

/** The command. */
export const coalitionsCommand: CommandSpec = {
  name: 'coalitions',
  summary: 'show who gains from being in, stable memberships and free riders',
  about:
    'The membership game of a text: a member has what the text is worth to it with these members, an ' +
    'outsider what no agreement is worth, the best club included, and a share of the benefit that spills ' +
    'over. A coalition is stable when no member gains by leaving and nobody else by joining; with side ' +
    'payments its members need only have together what each would have by leaving. A free rider would ' +
    'rather be in than have no agreement, and has more by staying out. Up to 20 states every coalition is ' +
    'gone through; with more the results are searched for, and printed with a bound.',
  arguments: [{ name: '<record-or-scenario>', says: 'a file written with --record, or a scenario to play' }],
  options: [
    shared.seed,
    shared.set,
    { flags: '--round <round>', says: 'the text as it stood after this round, from 0' },
    {
      flags: '--spill-over <share>',
      says: 'share of the benefit that outsiders have, 0 to 1; by default that of the scenario',
    },
    shared.json,
  ],
  examples: [
    {
      line: 'plenary coalitions first-mandate --seed 7 --spill-over 0.8',
      says: 'who would ride free if most of the benefit spilled over',
    },
    { line: 'plenary coalitions run.json --json', says: 'the same for a record, as data' },
  ],
  run: coalitions,
};
