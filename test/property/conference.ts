import fc from 'fast-check';
import { afterTheGavel, review } from './after-the-gavel.ts';
import {
  type GroupDocument as Group,
  hundredth,
  type IssueDocument,
  ids,
  type PartyDocument,
  type PhaseDocument,
  table,
} from './draws.ts';

// What makes a conference of issues and parties: groups and tables, nested clauses, every decision rule,
// entry into force, the calendar, and phases with every protocol that their order allows.

/** The parts of a document that are drawn here. */
export interface Conference {
  readonly chair: string;
  readonly issues: readonly IssueDocument[];
  readonly phases: readonly PhaseDocument[];
  readonly world: object;
  readonly [key: string]: unknown;
}

/** What the parts may refer to. */
interface Frame {
  readonly list: readonly IssueDocument[];
  readonly states: readonly string[];
  readonly others: readonly string[];
  /** Each holds a state. */
  readonly groups: readonly Group[];
  /** Groups without a state in common. */
  readonly blocs: readonly Group[];
}

/** The states of a group, or all of them. */
function statesIn({ states, groups }: Frame, id: string | undefined): readonly string[] {
  const members = groups.find((group) => group.id === id)?.members;
  return members === undefined ? states : states.filter((state) => members.includes(state));
}

const some = <Value>(list: readonly Value[], minLength: number): fc.Arbitrary<Value[]> =>
  fc.subarray([...list], { minLength: Math.min(minLength, list.length) });

/** A key that is there half the time, if there is anything that it could be. */
const maybe = <Value>(key: string, list: readonly Value[]): fc.Arbitrary<object> =>
  list.length === 0
    ? fc.constant({})
    : fc.oneof(
        fc.constant({}),
        fc.constantFrom(...list).map((value) => ({ [key]: value })),
      );

/** All that the parts say, in one mapping. */
const joined = (...parts: fc.Arbitrary<object>[]): fc.Arbitrary<object> =>
  fc.tuple(...parts).map((drawn) => Object.assign({}, ...drawn) as object);

// ---- groups and tables

function group(id: string, states: readonly string[], others: readonly string[]): fc.Arbitrary<Group> {
  return fc
    .record({ inside: some(states, 1), more: some(others, 0), speaks: fc.option(fc.nat(7)) })
    .map(({ inside, more, speaks }) => {
      const members = [...more, ...inside];
      const named = speaks === null ? {} : { spokesperson: members[speaks % members.length]! };
      return { id, title: `Group ${id}`, members, ...named };
    });
}

const groups = (states: readonly string[], others: readonly string[]): fc.Arbitrary<Group[]> =>
  ids(1, 4).chain((names) => fc.tuple(...names.map((id) => group(id, states, others))));

/** The first groups of which no two share a state. */
function apart(all: readonly Group[], states: readonly string[]): Group[] {
  const taken = new Set<string>();
  return all.filter(({ members }) => {
    const inside = members.filter((id) => states.includes(id));
    if (inside.some((id) => taken.has(id))) return false;
    for (const id of inside) taken.add(id);
    return true;
  });
}

/** Two tables with a number for everybody. */
const tables = (parties: readonly string[]) =>
  fc.tuple(
    ...['people', 'a-ton'].map((id) =>
      fc
        .array(fc.oneof(fc.integer({ min: 1, max: 90 }), fc.constantFrom(0.1, 1e9)), {
          minLength: parties.length,
          maxLength: parties.length,
        })
        .map((values) => ({ id, title: `Table ${id}`, unit: 'units', values: table(parties, values) })),
    ),
  );

// ---- text

/** Some issues stand in a sentence of an earlier one. */
function nested(list: readonly IssueDocument[]): fc.Arbitrary<IssueDocument[]> {
  return fc
    .array(fc.tuple(fc.nat(9), fc.nat(9)), { minLength: list.length, maxLength: list.length })
    .map((places) => {
      const inner = new Map<string, string[]>();
      const within = list.map((issue, index) => {
        const [outer, option] = places[index]!;
        const parent = outer % 3 === 0 ? list[outer % Math.max(1, index)] : undefined;
        if (index === 0 || parent === undefined) return {};
        const options = parent.options.filter((_, place) => place % 2 === option % 2).map(({ id }) => id);
        for (const id of options) {
          const key = `${parent.id} ${id}`;
          inner.set(key, [...(inner.get(key) ?? []), issue.id]);
        }
        return { within: { issue: parent.id, options } };
      });
      return list.map((issue, index) => ({
        ...issue,
        ...within[index],
        options: issue.options.map((option) => {
          const places = (inner.get(`${issue.id} ${option.id}`) ?? []).map((id) => ` {${id}}`).join(' and');
          return { ...option, sentence: `The parties agree on ${option.id}${places}.` };
        }),
      }));
    });
}

// ---- rules

const treatment = fc.constantFrom('ignored', 'counts-as-no');
const plain = [
  'consensus',
  'unanimity',
  'simple-majority',
  'two-thirds',
  'three-quarters',
  'absolute-majority',
];

/** What any rule may have besides; what it names holds somebody who votes. */
function common(frame: Frame, voters: Group | undefined): fc.Arbitrary<object> {
  const voting = statesIn(frame, voters?.id);
  const meeting = frame.groups
    .filter(({ members }) => members.some((id) => voting.includes(id)))
    .map(({ id }) => id);
  const chambers = some(meeting, 0).chain((names) =>
    fc.tuple(
      ...names.map((id) =>
        fc.record({ group: fc.constant(id), rule: fc.constantFrom(...plain) }, { requiredKeys: ['group'] }),
      ),
    ),
  );
  const more = fc.record(
    {
      quorum: fc.integer({ min: 0, max: voting.length }),
      quorumShare: hundredth,
      abstention: treatment,
      absence: treatment,
      vetoes: some(meeting, 0),
      chambers,
    },
    { requiredKeys: [] },
  );
  const drawn = fc.oneof({ weight: 2, arbitrary: fc.constant({}) }, more);
  return drawn.map((keys) => (voters === undefined ? keys : { ...keys, voters: voters.id }));
}

function rule(frame: Frame): fc.Arbitrary<object> {
  return fc.option(fc.constantFrom(...frame.groups), { freq: 2, nil: undefined }).chain((voters) => {
    const votes = statesIn(frame, voters?.id).length;
    const weights = maybe('weights', ['people', 'a-ton']);
    const own = fc.oneof(
      { weight: 4, arbitrary: fc.record({ rule: fc.constantFrom(...plain) }) },
      fc.record({ rule: fc.constant('affirmative-votes'), votes: fc.integer({ min: 1, max: votes }) }),
      joined(
        weights,
        fc.record({
          rule: fc.constant('weighted-majority'),
          share: hundredth.map((share) => share * 0.95),
          orMore: fc.boolean(),
        }),
      ),
      joined(
        weights,
        fc.record({ rule: fc.constant('double-majority'), members: hundredth, weight: hundredth }),
      ),
    );
    return joined(own, common(frame, voters));
  });
}

const day = (latest: number) =>
  fc
    .tuple(
      fc.integer({ min: 1900, max: latest }),
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 1, max: 28 }),
    )
    .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join('-'));

const delay = fc.oneof(
  fc.constant({}),
  fc.record({
    days: fc.oneof(fc.integer({ min: 0, max: 200 }), fc.constant(3660)),
    firstOfMonth: fc.boolean(),
  }),
  fc.record({
    months: fc.oneof(fc.integer({ min: 0, max: 6 }), fc.constant(120)),
    firstOfMonth: fc.boolean(),
  }),
);

/** When something enters into force that these states may ratify. */
function force(frame: Frame, eligible: readonly string[], isDated: boolean): fc.Arbitrary<object> {
  const among = (id: string) => statesIn(frame, id).filter((state) => eligible.includes(state)).length;
  const named = frame.groups.map(({ id }) => id);
  const able = named.filter((id) => among(id) > 0);
  const whole = frame.groups.filter(({ members }) => members.every((id) => eligible.includes(id)));
  const scope = maybe('countScope', able).chain((drawn) => {
    const { countScope } = drawn as { countScope?: string };
    const most = countScope === undefined ? eligible.length : among(countScope);
    const parties = fc.oneof(fc.constant(1), fc.integer({ min: 1, max: most }));
    return parties.map((least) => ({ ...drawn, parties: least }));
  });
  const subsets = some(able, 0).map((list) =>
    list.map((id, place) => ({ group: id, n: 1 + (place % among(id)) })),
  );
  const share = joined(
    fc.record({ table: fc.constantFrom('people', 'a-ton'), minShare: hundredth }),
    maybe('group', able),
    fc.record({ roundShares: fc.constantFrom('none', '1dp') }),
  );
  const rare = fc.record(
    {
      subsetMin: subsets,
      shareOf: share,
      weight: hundredth,
      lateParty: fc.constantFrom('sameDelay', 'at-once'),
    },
    { requiredKeys: [] },
  );
  return joined(
    scope,
    fc.record({ delay }),
    fc.oneof(fc.constant({}), rare),
    fc.oneof(
      { weight: 3, arbitrary: fc.constant({}) },
      maybe(
        'all',
        whole.map(({ id }) => id),
      ),
    ),
    fc.oneof({ weight: 2, arbitrary: fc.constant({}) }, maybe('waivers', named)),
    fc.oneof(
      { weight: 3, arbitrary: fc.constant({}) },
      joined(maybe('organisations', named), fc.record({ reioCounts: fc.boolean() })),
    ),
    isDated
      ? fc.oneof(
          fc.constant({}),
          day(2030).map((notBefore) => ({ notBefore })),
        )
      : fc.constant({}),
  );
}

function rules(frame: Frame, isDated: boolean): fc.Arbitrary<object> {
  const { states, groups: all, list } = frame;
  const outsiders = all.filter(({ id }) => statesIn(frame, id).length < states.length).map(({ id }) => id);
  const outside = fc.oneof({ weight: 4, arbitrary: fc.constant({}) }, maybe('joins', outsiders));
  return outside.chain((drawn) => {
    const { joins } = drawn as { joins?: string };
    const out = joins === undefined ? [] : statesIn(frame, joins);
    const inside = states.filter((id) => !out.includes(id));
    const protocols =
      joins === undefined
        ? fc.constant([])
        : force(frame, out, isDated).map((entryIntoForce) => [
            { id: 'protocol', title: 'Protocol', joins, entryIntoForce },
          ]);
    return fc.record(
      {
        decision: fc.array(rule(frame), { minLength: 1, maxLength: 3 }),
        entryIntoForce: force(frame, inside, isDated),
        additionalProtocols: protocols,
        procedure: rule(frame),
        named: fc.dictionary(fc.constantFrom('important', 'z'), rule(frame)),
        reservations: fc.record({
          permitted: fc.oneof(
            fc.constantFrom('none', 'all'),
            some(
              list.map(({ id }) => id),
              1,
            ),
          ),
        }),
        dissociation: fc.record({ permitted: fc.boolean(), most: fc.integer({ min: 1, max: 3 }) }),
      },
      { requiredKeys: ['decision', 'entryIntoForce', 'additionalProtocols'] },
    );
  });
}

// ---- phases

const phase = (id: string, protocol: string, most: number, parameters: fc.Arbitrary<unknown>) =>
  fc.record({
    id: fc.constant(id),
    protocol: fc.constant(protocol),
    rounds: fc.integer({ min: 1, max: most }),
    ticks: fc.constantFrom(1, 1, 1, 0, 2),
    with: parameters,
  });

type Phases = fc.Arbitrary<PhaseDocument[]>;

const treatyLife = (joining: string) =>
  fc.record({
    joining: fc.constant(joining),
    reconsider: fc.integer({ min: 1, max: 4 }),
    endsWhen: fc.constantFrom('never', 'in-force'),
    lapses: fc.boolean(),
  });

const invitations = fc.record({ invite: fc.constantFrom('map', 'states', 'all'), cut: hundredth });
const poll = fc.boolean();
const none = fc.constant([] as PhaseDocument[]);

/** Contact groups: the issues dealt out among some, each of which may set up another for a part of them. */
function contactGroups(frame: Frame, canSpeak: boolean): fc.Arbitrary<object> {
  const { list, groups: all, others, states } = frame;
  const meeting = fc.record({
    kind: fc.constantFrom('contact-group', 'informals', 'friends-of-the-chair', 'drafting'),
    members: fc.constantFrom('all', ...all.map(({ id }) => id)),
    leads: fc.nat(9),
    isNested: fc.boolean(),
    observers: fc.constantFrom(undefined, true, false, 'unless-a-third-objects'),
  });
  const count = list.length;
  const drawn = fc.record({
    meetings: fc.array(meeting, { minLength: 2 * count, maxLength: 2 * count }),
    homes: fc.array(fc.nat(2), { minLength: count, maxLength: count }),
    openness: hundredth,
    bilaterals: fc.boolean(),
    speak: canSpeak ? fc.constantFrom('groups', 'delegations') : fc.constant('delegations'),
  });
  return drawn.map(({ meetings, homes, ...settings }) => {
    const made = [0, 1, 2].flatMap((home) => {
      const issues = list.filter((_, k) => homes[k] === home).map(({ id }) => id);
      if (issues.length === 0) return [];
      const make = (id: string, place: number, held: string[], parent?: string) => {
        const { leads, isNested: _, observers, members, kind } = meetings[place % meetings.length]!;
        const inside = members === 'all' ? states : statesIn(frame, members);
        const leaders = [...inside, ...others];
        const chair = leaders[leads % leaders.length]!;
        const more = {
          ...(observers === undefined ? {} : { observers }),
          ...(parent === undefined ? {} : { parent }),
        };
        return { id, title: `Meeting ${id}`, kind, members, chair, issues: held, ...more };
      };
      const [outer, inner] = [`on-${home}`, `in-${home}`];
      const top = make(outer, home, issues);
      return meetings[home % meetings.length]!.isNested
        ? [top, make(inner, home + 3, issues.slice(0, 1 + (home % issues.length)), outer)]
        : [top];
    });
    return { ...settings, groups: made };
  });
}

function assembly(frame: Frame, isAfterText: boolean): fc.Arbitrary<object> {
  const bases = isAfterText ? ['text', 'chair', 'sponsors'] : ['chair', 'sponsors'];
  return fc.record(
    {
      basis: fc.constantFrom(...bases),
      proposals: fc.integer({ min: 1, max: 3 }),
      sponsors: fc.integer({ min: 1, max: Math.max(1, frame.states.length - 1) }),
      amendments: fc.boolean(),
      order: fc.constantFrom('furthest-first', 'submitted'),
      voting: fc.constantFrom('recorded', 'roll-call', 'secret'),
      speaking: fc.constantFrom('names', 'drawn'),
      interventions: fc.integer({ min: 1, max: 3 }),
      meetings: fc.integer({ min: 1, max: 4 }),
      listCloses: fc.integer({ min: 1, max: 4 }),
      quorumToOpen: hundredth,
      quorumToVote: hundredth,
      hearObservers: fc.boolean(),
      tie: fc.constantFrom('second-vote', 'rejected'),
      adopts: fc.boolean(),
      openness: hundredth,
    },
    { requiredKeys: [] },
  );
}

const caucus = (frame: Frame): Phases =>
  some(
    frame.blocs.map(({ id }) => id),
    1,
  )
    .chain((names) =>
      phase('caucus', 'caucus', 2, fc.record({ groups: fc.constant(names), cohesion: hundredth })),
    )
    .map((one) => [one]);

/** What comes before the bargaining of a text: caucuses and groups that meet apart, or neither. */
function before(frame: Frame): Phases {
  const caucused = fc.oneof({ weight: 2, arbitrary: none }, caucus(frame));
  return caucused.chain((first) => {
    const groups = phase('groups', 'contact-groups', 4, contactGroups(frame, first.length > 0));
    return fc
      .oneof(
        { weight: 2, arbitrary: none },
        groups.map((one) => [one]),
      )
      .map((more) => [...first, ...more]);
  });
}

/** The bargaining of a text, in one of the ways there are. */
function bargaining(frame: Frame, earlier: readonly PhaseDocument[]): Phases {
  const has = (protocol: string) => earlier.some((each) => each.protocol === protocol);
  const speak = has('caucus') ? fc.constantFrom('groups', 'delegations') : fc.constant('delegations');
  const named = frame.blocs.map(({ id }) => id);
  const one = (protocol: string, most: number, parameters: fc.Arbitrary<unknown>): Phases =>
    phase('bargaining', protocol, most, parameters).map((each) => [each]);
  // Trust is anything in a drawn world, or not there: blocs then ask for less than it is without.
  const merging = fc.record({
    distance: fc.constantFrom(0.2, 1),
    trust: fc.constantFrom(0, 0.3, 0.49),
    loss: fc.constantFrom(0.05, 1),
    slack: hundredth,
    position: fc.constantFrom('capability', 'mean'),
  });
  const plainText = fc.record({ openness: hundredth, hearObservers: fc.boolean(), speak });
  const withBlocs = fc
    .record({ openness: hundredth, hearObservers: fc.boolean(), blocs: merging })
    .map((settings) => ({ ...settings, speak: 'delegations' }));
  const inSequence = fc
    .record({
      openness: hundredth,
      hearObservers: fc.boolean(),
      sequence: fc.constantFrom('easy-first', 'hard-first'),
    })
    .map((settings) => ({ ...settings, speak: 'delegations' }));
  const singleText = one('single-text', 8, fc.oneof(plainText, withBlocs, inSequence));
  const blocs = fc.record({
    openness: hundredth,
    blocs: some(named, 1),
    ratify: fc.constantFrom('majority', 'unanimity'),
    bilaterals: fc.boolean(),
  });
  const pledges = fc.record({
    every: fc.integer({ min: 1, max: 4 }),
    ratchet: fc.boolean(),
    reciprocity: hundredth,
    weights: fc.constantFrom('weight', 'capability', 'equal'),
    tolerance: hundredth,
    poll,
  });
  const exchange = fc.record({ exchanges: fc.boolean(), leastGain: fc.constantFrom(0, 1e-9, 0.01, 1), poll });
  const challenge = fc.record({
    risk: fc.boolean(),
    statusQuo: hundredth,
    outcome: fc.constantFrom('median', 'mean'),
    poll,
  });
  return fc.oneof(
    { weight: 4, arbitrary: singleText },
    { weight: 3, arbitrary: one('assembly', 12, assembly(frame, has('contact-groups'))) },
    one('bloc-to-bloc', 6, blocs),
    one('pledge-and-review', 6, pledges),
    one('position-exchange', 4, exchange),
    one('expected-utility-challenge', 4, challenge),
  );
}

/** A silence procedure whose periods fit its rounds. */
const silence: Phases = fc
  .record({
    period: fc.integer({ min: 1, max: 3 }),
    attempts: fc.integer({ min: 1, max: 2 }),
    reason: fc.boolean(),
    whenBroken: fc.constantFrom('breakdown', 'next-phase'),
  })
  .chain((settings) =>
    phase('silence', 'silence-procedure', 2, fc.constant(settings)).map((one) => [
      { ...one, rounds: one.rounds + settings.period * settings.attempts },
    ]),
  );

function adopts({ protocol, with: settings }: PhaseDocument): boolean {
  const { adopts: itself = true } = settings as { adopts?: boolean };
  return protocol === 'assembly' && itself;
}

const adoption: Phases = phase('adoption', 'adoption', 2, fc.constant({})).map((one) => [one]);

/** How a text is adopted that no phase before has adopted; may be left out. */
function adopting(earlier: readonly PhaseDocument[]): Phases {
  if (earlier.some(adopts)) return none;
  const both = fc.tuple(silence, fc.oneof(none, adoption)).map((two) => two.flat());
  return fc.oneof({ weight: 6, arbitrary: adoption }, { weight: 2, arbitrary: both }, none);
}

/** The life of a treaty, where there can be one. */
function living(earlier: readonly PhaseDocument[]): Phases {
  const can = earlier.some((each) => adopts(each) || /^(adoption|silence)/.test(each.protocol));
  if (!can) return none;
  return fc
    .tuple(
      fc.option(phase('signature', 'treaty-life', 4, treatyLife('signature')), { freq: 9 }),
      fc.option(phase('ratification', 'treaty-life', 6, treatyLife('accession')), { freq: 4 }),
      fc.option(phase('implementation', 'treaty-life', 12, treatyLife('accession')), { freq: 4 }),
      fc.option(review('review', [])),
      fc.option(phase('later', 'treaty-life', 8, treatyLife('accession'))),
      fc.option(review('second-review', [])),
    )
    .map((list) => list.filter((each) => each !== null))
    .map((list) => {
      // A conference needs a treaty's life before it.
      const first = list.findIndex(({ protocol }) => protocol === 'treaty-life');
      return list.filter(({ protocol }, at) => protocol === 'treaty-life' || (first >= 0 && at > first));
    });
}

/** Phases in their order; each may be left out, but something is played. */
function phases(frame: Frame): Phases {
  const opening = fc
    .tuple(
      fc.option(phase('identify', 'stakeholder-mapping', 2, invitations), { freq: 9 }),
      fc.option(phase('mandate', 'executive-orders', 4, fc.constant({})), { freq: 9 }),
      fc.option(phase('agenda', 'agenda-setting', 2, fc.record({ threshold: hundredth }))),
    )
    .map((list) => list.filter((each) => each !== null));
  let all: Phases = opening;
  const next = (draw: (earlier: readonly PhaseDocument[]) => Phases) => {
    all = all.chain((earlier) => draw(earlier).map((more) => [...earlier, ...more]));
  };
  next(() => before(frame));
  next((earlier) => bargaining(frame, earlier));
  next(adopting);
  next(living);
  return all;
}

/** Instructions from capital are a mechanism of one scenario in five. */
const instructions = fc.oneof(
  { weight: 4, arbitrary: fc.constant({}) },
  fc
    .record({ width: hundredth, delay: fc.integer({ min: 0, max: 24 }), adReferendum: fc.boolean() })
    .map((settings) => ({ instructions: settings })),
);

/** A conference of these parties about these issues; one of the parties has no vote. */
export function conference(
  list: readonly IssueDocument[],
  people: readonly PartyDocument[],
): fc.Arbitrary<Conference> {
  const states = people.filter(({ kind }) => kind === 'state').map(({ id }) => id);
  const others = people.filter(({ kind }) => kind !== 'state').map(({ id }) => id);
  return fc
    .record({
      named: groups(states, others),
      chair: fc.constantFrom(...others),
      calendar: fc.option(fc.record({ start: day(2100) }), { freq: 2 }),
    })
    .chain(({ named, chair, calendar }) => {
      const frame: Frame = {
        list,
        states,
        others,
        groups: named,
        blocs: apart(named, states),
      };
      return fc
        .record({
          chair: fc.constant(chair),
          groups: fc.constant(named),
          tables: tables(people.map(({ id }) => id)),
          issues: fc.oneof(fc.constant([...list]), nested(list)),
          rules: rules(frame, calendar !== null),
          phases: phases(frame),
          treaty: fc.record({ withdrawal: fc.integer({ min: 0, max: 3 }) }),
          world: joined(instructions, afterTheGavel(list)),
        })
        .map((drawn) => (calendar === null ? drawn : { ...drawn, calendar }));
    });
}
