/** `plenary win-sets`: what each home would ratify, and where that meets. */
import type { Portion, WinSet, WinSets } from '../../../engine/analysis/win-sets.ts';
import type { Scenario } from '../../../engine/run/contract.ts';
import { type CommandSpec, flag, type Invocation, shared, textOption } from '../command.ts';
import { CliError } from '../exit.ts';
import { partyNamed } from '../party-word.ts';
import { type Placed, packageRows, placeSituation, textName } from '../situation-source.ts';
import { safeJson, table, wrap } from '../text.ts';

const whole = (count: number) =>
  count < 1e15 ? String(Math.round(count)).replace(/\B(?=(\d{3})+$)/g, ' ') : count.toExponential(2);
const number = (value: number) => (Number.isFinite(value) ? value.toFixed(3).replace('-', '−') : '–');
const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

/** `312 (15.6 %)`, or `about 15.6 % ± 0.3`. */
function portionText({ packages, share, how, error }: Portion): string {
  if (how === 'counted') return `${whole(packages)} (${percent(share)})`;
  return `about ${percent(share)} ± ${(100 * error).toFixed(1)}`;
}

/** What home asks for, in words that fit a column. */
function askedText(scenario: Scenario, { party, asked, least, veto }: WinSet): string {
  if (least === Infinity) return 'a veto';
  if (scenario.byExecutive[party] === 1) return 'nothing';
  return veto >= 0 ? `${number(asked)} and a veto` : number(asked);
}

function textText({ text, least }: WinSet): string {
  if (least === Infinity) return 'cannot be';
  if (least === -Infinity) return 'would be';
  return text >= -1e-9 ? `would be, by ${number(text)}` : `would not, by ${number(-text)}`;
}

function setLines({ scenario }: Placed, sets: readonly WinSet[]): string[] {
  const columns = [
    { title: 'state' },
    { title: 'asks for', align: 'right' },
    { title: 'would ratify', align: 'right' },
    { title: 'in its mandate', align: 'right' },
    { title: 'the text ratified', wraps: true },
  ] as const;
  const rows = sets.map((set) => [
    scenario.file.parties[set.party].name,
    askedText(scenario, set),
    portionText(set.ratifiable),
    portionText(set.mandated),
    textText(set),
  ]);
  return table(columns, rows);
}

function commonLines({ scenario }: Placed, { sets, common, mandated, agreement }: WinSets): string[] {
  const count = sets.length;
  const facts = [
    common.share === 0
      ? 'No package would be ratified by all.'
      : `All ${count} homes would ratify ${portionText(common)}; ${portionText(mandated)} lie inside ` +
        `everybody’s red lines.`,
    agreement === undefined
      ? ''
      : 'Of these, Nash bargaining over the limits of the delegations would choose:',
  ].filter((fact) => fact !== '');
  const rows = agreement === undefined ? [] : packageRows(scenario, agreement);
  const columns = [{ title: 'issue' }, { title: 'option', wraps: true }] as const;
  return [
    ...facts.flatMap((fact) => wrap(fact)),
    ...(rows.length > 0 ? table(columns, rows, { headings: false }) : []),
  ];
}

/** Why the home of one state asks for what it does. */
function homeLines({ scenario }: Placed, set: WinSet): string[] {
  const { party, veto } = set;
  const { name, constituencies } = scenario.file.parties[party];
  const support = percent(scenario.opinion[party]);
  const facts = [
    scenario.byExecutive[party] === 1
      ? `${name} accepts by executive agreement: no legislature is asked.`
      : `Support in ${name} is ${support}, and ratification asks for ${number(scenario.bar[party])} there. ` +
        `A package must give ${number(set.asked)} more than no agreement.`,
    veto < 0
      ? ''
      : `The veto of ${constituencies?.[veto]?.title ?? 'a constituency'} stands against any package ` +
        `${set.least === Infinity ? 'for good' : 'for now'}: support there is below ` +
        `${number(constituencies?.[veto]?.vetoBelow ?? 0)}.`,
  ];
  return facts.filter((fact) => fact !== '').flatMap((fact) => wrap(fact));
}

function json({ scenario, seed, round, isAdopted }: Placed, found: WinSets, sets: readonly WinSet[]) {
  const finite = (value: number) => (Number.isFinite(value) ? value : null);
  return {
    scenario: scenario.file.id,
    seed,
    round,
    adopted: isAdopted,
    packages: found.packages,
    sets: sets.map(({ party, asked, least, veto, ratifiable, mandated, text }) => ({
      party: scenario.partyIds[party],
      asked: finite(asked),
      least: finite(least),
      veto: veto < 0 ? null : (scenario.file.parties[party].constituencies?.[veto]?.id ?? null),
      ratifiable,
      mandated,
      text: finite(text),
    })),
    common: found.common,
    mandated: found.mandated,
    agreement:
      found.agreement === undefined
        ? null
        : Object.fromEntries(
            scenario.issueIds.map((id, k) => [id, scenario.optionIds[k][(found.agreement as Int32Array)[k]]]),
          ),
  };
}

async function winSetsOf(invocation: Invocation): Promise<number> {
  const { terminal } = invocation;
  const placed = await placeSituation(invocation);
  const { scenario, run, situation } = placed;
  const { winSets } = await import('../../../engine/analysis/win-sets.ts');
  const found = winSets(run, situation);
  if (found === undefined) {
    const hint = 'Add `world: {ratification: {}}` to the scenario.';
    throw new CliError('usage', 'nothing is ratified in this scenario', { hint });
  }
  const word = textOption(invocation, 'party');
  const party = word === undefined ? undefined : await partyNamed(scenario, word);
  if (party !== undefined && scenario.isState[party] === 0) {
    const hint = 'Name a state: the others ratify nothing.';
    throw new CliError('usage', `${scenario.file.parties[party].name} has no win-set`, { hint });
  }
  const sets = party === undefined ? found.sets : found.sets.filter((set) => set.party === party);
  if (flag(invocation, 'json')) {
    terminal.out(safeJson(json(placed, found, sets)));
    return 0;
  }
  const { strong } = terminal.style;
  const lines = [
    strong(`Seed ${placed.seed}, ${textName(placed)}`),
    ...wrap(
      `What each home would ratify of ${whole(found.packages)} packages, with the reliability it expects ` +
        'of the others, and what it asks for as a gain over no agreement.',
    ),
    ...setLines(placed, sets),
    ...(party === undefined ? [] : homeLines(placed, sets[0])),
    '',
    ...commonLines(placed, found),
  ];
  terminal.out(`${lines.join('\n')}\n`);
  return 0;
}

/** The command. */
export const winSetsCommand: CommandSpec = {
  name: 'win-sets',
  summary: 'show what each home would ratify, and where that meets',
  about:
    'The win-set of a state is every package that its home would ratify: for which at least as much speaks ' +
    'as against, by stakes, opinion, bar and lobbies, as they stand. Prints its size, the part of it ' +
    'inside the state’s red lines, whether the text is in it, and the packages that all homes would ' +
    'ratify. Large spaces are counted by structure; where that takes too long a seeded sample estimates ' +
    'the share.',
  arguments: [{ name: '<record-or-scenario>', says: 'a file written with --record, or a scenario to play' }],
  options: [
    shared.seed,
    shared.set,
    { flags: '--round <round>', says: 'as things stood after this round, from 0' },
    { flags: '--party <party>', says: 'id, code or name of one state, with what its home asks for' },
    shared.json,
  ],
  examples: [
    { line: 'plenary win-sets first-mandate --seed 7', says: 'six homes and the text adopted' },
    { line: 'plenary win-sets run.json --party norland', says: 'one home of a record' },
  ],
  run: winSetsOf,
};
