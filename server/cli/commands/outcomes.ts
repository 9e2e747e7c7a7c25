/** `plenary outcomes`: the outcome space of a negotiation, and where its text lies in it. */
import type { OutcomeSpace, Placement } from '../../../engine/analysis/outcomes/analyse.ts';
import type { Solution } from '../../../engine/analysis/outcomes/points.ts';
import type { Scenario } from '../../../engine/run/contract.ts';
import { type CommandSpec, flag, type Invocation, shared } from '../command.ts';
import { type Placed, packageRows, placeSituation, textName } from '../situation-source.ts';
import { safeJson, sentenceList, table, wrap } from '../text.ts';

const solutionNames: Readonly<Record<Solution, string>> = {
  utilitarian: 'largest sum',
  nash: 'Nash',
  egalitarian: 'egalitarian',
  'kalai-smorodinsky': 'Kalai–Smorodinsky',
};

const what: Readonly<Record<Solution, string>> = {
  utilitarian: 'sum of utilities',
  nash: 'geometric mean of gains',
  egalitarian: 'smallest gain',
  'kalai-smorodinsky': 'smallest share of a largest gain',
};

const whole = (count: number) =>
  count < 1e15 ? String(count).replace(/\B(?=(\d{3})+$)/g, ' ') : count.toExponential(2);
const number = (value: number) => (Number.isFinite(value) ? value.toFixed(3) : '–');
const share = (part: number, all: number) => `${((100 * part) / Math.max(1, all)).toFixed(1)} %`;

/** What is worked out of a text. */
interface Worked {
  readonly placed: Placed;
  readonly space: OutcomeSpace;
  readonly placement: Placement;
  readonly pivotal: readonly number[];
  readonly rule: string;
  /** Whether the pivotal parties are of a vote that was held, or of one by limits. */
  readonly isVoted: boolean;
}

async function work(placed: Placed): Promise<Worked> {
  const [{ outcomeSpace, placePackage }, { gameOfScenario }, { pivotalParties }, { Ballot }] =
    await Promise.all([
      import('../../../engine/analysis/outcomes/analyse.ts'),
      import('../../../engine/analysis/outcomes/game.ts'),
      import('../../../engine/analysis/outcomes/pivotal.ts'),
      import('../../../engine/rules/decision.ts'),
    ]);
  const { scenario, run, situation } = placed;
  const reliability = Array.from(scenario.states, (state) => situation.reliability[state]);
  const space = outcomeSpace(gameOfScenario(scenario, scenario.states, reliability));
  const placement = placePackage(space, situation.option);
  const cast = run.i32['talks.ballot'];
  const isVoted = scenario.states.some((state) => cast[state] !== Ballot.absent);
  const ballot = Int32Array.from(cast);
  if (!isVoted) {
    scenario.states.forEach((state, n) => {
      ballot[state] = placement.takes[n] === 1 ? Ballot.yes : Ballot.no;
    });
  }
  const tried = Math.max(1, run.i32['adoption.attempt']?.[0] ?? scenario.decision.length);
  const rule = scenario.decision[Math.min(tried, scenario.decision.length) - 1];
  return {
    placed,
    space,
    placement,
    pivotal: pivotalParties(scenario, rule, ballot),
    rule: rule.rule,
    isVoted,
  };
}

function spaceLines(space: OutcomeSpace, strong: (text: string) => string): string[] {
  const { packages, insideRedLines, efficient, frontier, zopa, acceptors, game } = space;
  const least = zopa.exact ? '' : 'at least ';
  const facts = [
    `${whole(packages)} packages, ${whole(insideRedLines)} inside everybody’s red lines. ` +
      `${least}${whole(zopa.packages)} of them give all ${game.partyCount} states at least their ` +
      `limits: the ` +
      'zone of possible agreement.',
    efficient === undefined || frontier === undefined
      ? 'The Pareto frontier has too many points to be worked out; distances to it are below.'
      : `${whole(efficient)} are Pareto efficient; ` +
        `${share(insideRedLines - efficient, insideRedLines)} ` +
        'are dominated.',
    acceptors === undefined
      ? ''
      : `Packages by how many states take them, from 0: ${acceptors.map(whole).join(', ')}.`,
  ];
  return [strong('The outcome space'), ...facts.flatMap((fact) => (fact === '' ? [] : wrap(fact)))];
}

function pointLines({ space, placement, placed }: Worked, strong: (text: string) => string): string[] {
  const { scenario } = placed;
  const rows = space.points.map((point, n) => [
    solutionNames[point.solution],
    number(point.value),
    point.exact ? what[point.solution] : `${what[point.solution]}, at most ${number(point.bound)}`,
    number(placement.toPoints[n]),
  ]);
  const columns = [
    { title: 'point' },
    { title: 'value', align: 'right' },
    { title: 'of what', wraps: true },
    { title: 'distance of the text', align: 'right' },
  ] as const;
  const titles = scenario.file.issues.map(({ title }) => title);
  const options = [
    ['the text', placement.option] as const,
    ...space.points.map((point) => [solutionNames[point.solution], point.option] as const),
  ];
  const packages = titles.map((title, k) => [
    title,
    ...options.map(([, option]) => (option === undefined ? '–' : String(option[k] + 1))),
  ]);
  const heads = ['rung on', ...options.map(([name]) => name)];
  return [
    strong('Solution points'),
    ...table(columns, rows),
    '',
    ...table(
      heads.map((title, n) => (n === 0 ? { title, wraps: true } : { title, align: 'right' as const })),
      packages,
    ),
  ];
}

function names(scenario: Scenario, parties: readonly number[]): string {
  return sentenceList(parties.map((party) => scenario.file.parties[party].name));
}

function textLines({ placed, placement, pivotal, rule, isVoted }: Worked, strong: (text: string) => string) {
  const { scenario } = placed;
  const takers = placement.takes.reduce((sum, takes) => sum + takes, 0);
  const binding = scenario.states[placement.binding];
  const vote = isVoted ? 'In the vote' : 'If everybody voted by its limit,';
  const efficient =
    placement.toFrontier > 0
      ? `It is not efficient: another package gives every state at least ` +
        `${number(placement.toFrontier)} more.`
      : placement.toFrontierBound > 1e-9
        ? `No package was found that is better for everybody; none gives everybody more than ` +
          `${number(placement.toFrontierBound)}.`
        : 'No package is better for everybody.';
  const facts = [
    `${takers} of ${scenario.states.length} states would take it rather than nothing. ${efficient}`,
    `Joint gains are ${number(100 * placement.jointShare)} % of the largest possible; geometric mean ` +
      `of gains ` +
      `${number(placement.nashMean)}, Gini ${number(placement.gini)}, Jain ${number(placement.jain)}, ` +
      `distance ` +
      `to equal shares of the largest gains ${number(placement.kalaiSmorodinskyDistance)}; ` +
      `${placement.envious} get a smaller share than another.`,
    `The limit of ${scenario.file.parties[binding].name} binds first: it has ` +
      `${number(placement.smallestGain)} ` +
      'to spare.',
    `${vote} under ${rule.replaceAll('-', ' ')}, ` +
      (pivotal.length === 0
        ? 'no party alone could turn the decision.'
        : `${names(scenario, pivotal)} could turn the decision alone.`),
  ];
  return [
    strong(`Seed ${placed.seed}, ${textName(placed)}`),
    ...table(
      [{ title: 'issue' }, { title: 'option', wraps: true }],
      packageRows(scenario, placement.option),
      {
        headings: false,
      },
    ),
    ...facts.flatMap((fact) => wrap(fact)),
  ];
}

function json({ placed, space, placement, pivotal, rule }: Worked): unknown {
  const { scenario } = placed;
  const packageOf = (option: Int32Array | undefined) =>
    option === undefined
      ? null
      : Object.fromEntries(scenario.issueIds.map((id, k) => [id, scenario.optionIds[k][option[k]]]));
  const byState = (values: ArrayLike<number> | undefined) =>
    values === undefined
      ? null
      : Object.fromEntries(Array.from(scenario.states, (state, n) => [scenario.partyIds[state], values[n]]));
  const finite = (value: number) => (Number.isFinite(value) ? value : null);
  return {
    scenario: scenario.file.id,
    seed: placed.seed,
    round: placed.round,
    adopted: placed.isAdopted,
    space: {
      packages: space.packages,
      insideRedLines: space.insideRedLines,
      efficient: space.efficient ?? null,
      zopa: space.zopa,
      acceptors: space.acceptors ?? null,
      points: space.points.map((point) => ({
        solution: point.solution,
        package: packageOf(point.option),
        value: finite(point.value),
        bound: finite(point.bound),
        exact: point.exact,
        utility: byState(point.utility),
      })),
    },
    text: {
      package: packageOf(placement.option),
      utility: byState(placement.utility),
      gain: byState(placement.gain),
      takes: byState(placement.takes),
      toFrontier: placement.toFrontier,
      toFrontierBound: finite(placement.toFrontierBound),
      better: packageOf(placement.better),
      toPoints: Object.fromEntries(
        space.points.map(({ solution }, n) => [solution, finite(placement.toPoints[n])]),
      ),
      jointShare: finite(placement.jointShare),
      nashMean: placement.nashMean,
      kalaiSmorodinskyDistance: placement.kalaiSmorodinskyDistance,
      gini: finite(placement.gini),
      jain: finite(placement.jain),
      smallestGain: placement.smallestGain,
      binding: scenario.partyIds[scenario.states[placement.binding]],
      envious: placement.envious,
    },
    rule,
    pivotal: pivotal.map((party) => scenario.partyIds[party]),
  };
}

async function outcomes(invocation: Invocation): Promise<number> {
  const { terminal } = invocation;
  const worked = await work(await placeSituation(invocation));
  if (flag(invocation, 'json')) terminal.out(safeJson(json(worked)));
  else {
    const { strong } = terminal.style;
    const lines = [
      ...textLines(worked, strong),
      '',
      ...spaceLines(worked.space, strong),
      '',
      ...pointLines(worked, strong),
    ];
    terminal.out(`${lines.join('\n')}\n`);
  }
  return 0;
}

/** The command. */
export const outcomesCommand: CommandSpec = {
  name: 'outcomes',
  summary: 'show the outcome space, its solution points, and where the text lies',
  about:
    'Works out the packages that the states could have agreed on, by their limits and red lines and with ' +
    'the reliability they expected of one another: the zone of possible agreement, the Pareto ' +
    'frontier, the ' +
    'points of Nash, Kalai and Smorodinsky, equal gains and the largest sum. Then where the text ' +
    'lies, whose ' +
    'limit binds, and who could have turned the decision alone. Large spaces are searched by ' +
    'structure; what ' +
    'is not exact is printed as a bound.',
  arguments: [{ name: '<record-or-scenario>', says: 'a file written with --record, or a scenario to play' }],
  options: [
    shared.seed,
    shared.set,
    { flags: '--round <round>', says: 'the text as it stood after this round, from 0' },
    shared.json,
  ],
  examples: [
    {
      line: 'plenary outcomes first-mandate --seed 7',
      says: 'the space of 2000 packages and the text adopted',
    },
    { line: 'plenary outcomes run.json --json', says: 'the same for a record, as data' },
  ],
  run: outcomes,
};
