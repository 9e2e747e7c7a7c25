/** The votes of a run: what was decided, who cast what, and under which rule. */
import type { RunView } from '../../engine/analysis/fold.ts';
import type { RunEvent } from '../../engine/run/events.ts';
import type { ScenarioView } from '../../engine/run/visibility.ts';
import type { Group, Seen } from './loose.ts';
import { groupsOf, seen } from './loose.ts';
import { regionOf } from './stance.ts';

/** What a party does in a vote. */
export type Ballot = 'yes' | 'no' | 'abstain' | 'absent';

/** Ballots in the order in which they are told. */
export const ballotOrder: readonly Ballot[] = ['yes', 'no', 'abstain', 'absent'];

/** One vote. */
export interface Vote {
  /** Number of its first event. */
  readonly key: number;
  readonly round: number;
  /** What was put to the vote: `the text`, `an amendment to aid for capacity`. */
  readonly subject: string;
  /** Formal objections are asked for, and whoever does not object lets it pass. */
  readonly isByObjection: boolean;
  /** Nobody learns who cast what: the counts alone are known. */
  readonly isSecret: boolean;
  /** By party, where it is known. */
  readonly ballots: ReadonlyMap<string, Ballot>;
  readonly counts: Readonly<Record<Ballot, number>>;
  /** Place of the rule in the scenario’s list, where one of those was applied. */
  readonly rule: number | undefined;
  /** Name of the rule, where it is a rule of procedure. */
  readonly ruleName: string | undefined;
  /** Undefined while the vote goes on. */
  readonly carried: boolean | undefined;
}

interface Open {
  key: number;
  round: number;
  subject: string;
  isByObjection: boolean;
  isSecret: boolean;
  readonly ballots: Map<string, Ballot>;
  counted: Partial<Record<Ballot, number>> | undefined;
}

function close(open: Open, outcome: Pick<Vote, 'rule' | 'ruleName' | 'carried'>): Vote {
  const counts = { yes: 0, no: 0, abstain: 0, absent: 0 };
  for (const ballot of open.ballots.values()) counts[ballot]++;
  const { counted, ...rest } = open;
  return { ...rest, counts: { ...counts, ...counted }, ...outcome };
}

/** Follows who is in the room, to tell who let a text pass from who was not there. */
class Room {
  readonly #voters: readonly string[];
  readonly #states = new Map<string, readonly string[]>();

  constructor(scenario: ScenarioView) {
    this.#voters = scenario.parties.filter((party) => party.kind === 'state').map((party) => party.id);
  }

  follow(event: RunEvent): void {
    if (event.kind !== 'stateChanged' || event.party === '') return;
    this.#states.set(event.party, event.configuration.split(' '));
  }

  /** Ballots where those not named let it pass, if they are there. */
  silent(objectors: ReadonlyMap<string, Ballot>): Map<string, Ballot> {
    return new Map(
      this.#voters.map((id): [string, Ballot] => {
        const states = this.#states.get(id) ?? [];
        const mandate = regionOf(states, 'mandate');
        const isLive = mandate === 'mandated' || mandate === 'revised';
        const isThere = isLive && regionOf(states, 'stance') !== 'walkedOut';
        return [id, objectors.has(id) ? 'no' : isThere ? 'yes' : 'absent'];
      }),
    );
  }

  /** Ballots where those not named were not there. */
  named(ballots: ReadonlyMap<string, Ballot>): Map<string, Ballot> {
    return new Map(this.#voters.map((id) => [id, ballots.get(id) ?? 'absent']));
  }
}

function subjectWords(event: Seen, scenario: ScenarioView): string {
  const [first, second] = [Number(event['first'] ?? 0), Number(event['second'] ?? 0)];
  const title = (index: number): string => {
    const name = scenario.issues.map((issue) => issue.id).sort((a, b) => (a < b ? -1 : 1))[index];
    const words = scenario.issues.find((issue) => issue.id === name)?.title ?? 'an issue';
    return `${words.slice(0, 1).toLowerCase()}${words.slice(1)}`;
  };
  switch (event['subject']) {
    case 'issue':
      return `the clause on ${title(first)}`;
    case 'amendment':
      return `an amendment to ${title(first)}`;
    case 'motion':
      return second > 0 ? `a motion on ${title(second - 1)}` : 'a motion';
    case 'ruling':
      return 'a ruling of the chair';
    case 'termination':
      return 'ending the agreement';
    case 'proposal':
      return `proposal ${first}`;
    default:
      return 'the text';
  }
}

/** All votes up to a round, in their order; the last one may still go on. */
export function votesOf(scenario: ScenarioView, events: readonly RunEvent[], untilRound: number): Vote[] {
  const votes: Vote[] = [];
  const room = new Room(scenario);
  let open: Open | undefined;
  const begin = (event: Seen, subject: string): Open => ({
    key: event.seq,
    round: event.round,
    subject,
    isByObjection: false,
    isSecret: false,
    ballots: new Map(),
    counted: undefined,
  });
  for (const event of events) {
    if (event.round > untilRound) break;
    room.follow(event);
    const told = seen(event);
    switch (told.kind) {
      case 'formallyObjected':
        open ??= begin(told, 'the text');
        open.ballots.set(String(told['party']), 'no');
        open.isByObjection = true;
        break;
      case 'voteOpened':
        open = begin(told, subjectWords(told, scenario));
        break;
      case 'voted':
      case 'ballotCast':
        open ??= begin(told, 'the text');
        open.ballots.set(String(told['party']), told['ballot'] as Ballot);
        break;
      case 'voteCounted':
        open ??= begin(told, 'the text');
        open.counted = { yes: Number(told['yes']), no: Number(told['no']), abstain: Number(told['abstain']) };
        break;
      case 'decided': {
        const rule = Number(told['rule']);
        const last = votes.at(-1);
        if (open === undefined && last?.round === told.round && last.ruleName !== undefined) {
          // An assembly tells first how it voted, then which rule of the scenario that was.
          votes[votes.length - 1] = { ...last, rule };
          break;
        }
        open ??= begin(told, 'the text');
        open.isByObjection = scenario.rules.decision[rule]?.rule === 'consensus';
        const ballots = open.isByObjection ? room.silent(open.ballots) : room.named(open.ballots);
        votes.push(
          close({ ...open, ballots }, { rule, ruleName: undefined, carried: told['carried'] === true }),
        );
        open = undefined;
        break;
      }
      case 'voteDecided': {
        open ??= begin(told, 'the text');
        const isSecret = told['method'] === 'secret' || told['method'] === 'show-of-hands';
        const ballots = isSecret ? new Map<string, Ballot>() : room.named(open.ballots);
        votes.push(
          close(
            { ...open, ballots, isSecret },
            { rule: undefined, ruleName: String(told['rule']), carried: told['carried'] === true },
          ),
        );
        open = undefined;
        break;
      }
      default:
    }
  }
  if (open !== undefined)
    votes.push(close(open, { rule: undefined, ruleName: undefined, carried: undefined }));
  return votes;
}

/** A part of the board: parties with one ballot and one word in common. */
export interface Bench {
  readonly title: string;
  readonly parties: readonly string[];
}

/** What the voters have in common, to group a board by: groups of the scenario, else words for tables. */
export function benchOf(scenario: ScenarioView): (party: string) => string {
  const groups: readonly Group[] = groupsOf(scenario);
  const tiers = new Map(scenario.parties.map((party) => [party.id, party.tier]));
  // Groups may overlap, as blocs do: the first that holds a party names its bench.
  const named = new Map<string, string>();
  for (const { title, members } of groups) {
    for (const id of members) if (!named.has(id)) named.set(id, title);
  }
  return (id) => named.get(id) ?? tiers.get(id) ?? '';
}

/** The parties with a ballot, bench by bench, the largest first. */
export function benches(
  vote: Vote,
  ballot: Ballot,
  order: readonly string[],
  bench: (party: string) => string,
): Bench[] {
  const found = new Map<string, string[]>();
  for (const id of order) {
    if (vote.ballots.get(id) !== ballot) continue;
    const title = bench(id);
    found.set(title, [...(found.get(title) ?? []), id]);
  }
  return [...found]
    .map(([title, parties]) => ({ title, parties }))
    .sort((a, b) => b.parties.length - a.parties.length || (a.title < b.title ? -1 : 1));
}

/** Rules of decision in words. */
const rulesInWords: Readonly<Record<string, string>> = {
  consensus: 'Consensus: it carries unless somebody formally objects.',
  unanimity: 'Unanimity: every voting party must say yes.',
  'simple-majority': 'Simple majority: more yes than no; abstentions do not count.',
  'two-thirds': 'Two thirds: two yes for every no; abstentions do not count.',
  'three-quarters': 'Three quarters: three yes for every no; abstentions do not count.',
  'absolute-majority': 'Absolute majority: more than half of all who may vote must say yes.',
  'weighted-majority': 'Weighted majority: the votes in favour are weighed.',
};

const percent = (share: number): string => `${Math.round(share * 1000) / 10} per cent`;

function groupTitle(view: RunView, id: string): string {
  return view.scenario.groups.find((group) => group.id === id)?.title.toLowerCase() ?? id;
}

/** The rule of a vote in words. */
export function ruleInWords(view: RunView, vote: Vote): string {
  const rule = vote.rule === undefined ? undefined : view.scenario.rules.decision[vote.rule];
  const name = rule?.rule ?? vote.ruleName ?? '';
  const quorum =
    rule !== undefined && Number(rule.quorum) > 0 ? ` At least ${rule.quorum} must be there.` : '';
  if (rule?.rule === 'double-majority') {
    const blocking =
      rule.blockingMinority > 0 ? ` Weight blocks only where at least ${rule.blockingMinority} do.` : '';
    const shares = `${percent(rule.members)} of the parties with ${percent(rule.weight)} of the weight`;
    return `Double majority: ${shares} must say yes.${blocking}${quorum}`;
  }
  const vetoes = rule === undefined ? [] : rule.vetoes.map((id) => groupTitle(view, id));
  const veto = vetoes.length === 0 ? '' : ` A single no stops it from: ${vetoes.join(', ')}.`;
  if (rule?.rule === 'affirmative-votes') return `At least ${rule.votes} must say yes.${veto}${quorum}`;
  return `${rulesInWords[name] ?? `Rule: ${name.replaceAll('-', ' ')}.`}${veto}${quorum}`;
}
