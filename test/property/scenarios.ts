import fc from 'fast-check';

/**
 * Scenario documents that are right, drawn from the whole of the schema: parties, issues, phases in a
 * sensible order, mechanisms on and off, parameters anywhere in their range. What it draws loads without a
 * problem.
 */

const hundredth = fc.integer({ min: 0, max: 100 }).map((value) => value / 100);
const between = (min: number, max: number) =>
  fc.integer({ min: 0, max: 40 }).map((step) => min + ((max - min) * step) / 40);

/** Positive shares that sum to 1, as far as doubles go. */
const shares = (count: number): fc.Arbitrary<number[]> =>
  fc.array(fc.integer({ min: 1, max: 50 }), { minLength: count, maxLength: count }).map((parts) => {
    const sum = parts.reduce((total, part) => total + part, 0);
    return parts.map((part) => part / sum);
  });

/** Ids of several beginnings, so that their order in code units is not the order in which they were drawn. */
const ids = (minLength: number, maxLength: number) =>
  fc.uniqueArray(
    fc.nat(999).map((place) => `${['m', 'a-', 'z', 'b0'][place % 4]}${place.toString(36)}`),
    { minLength, maxLength },
  );

const table = (keys: readonly string[], values: readonly number[]) =>
  Object.fromEntries(keys.map((key, index) => [key, values[index]]));

/** A document as a test takes it apart: parties, issues and the rest as plain JSON. */
export interface ScenarioDocument {
  readonly parties: readonly PartyDocument[];
  readonly issues: readonly IssueDocument[];
  readonly chair?: string;
  readonly [key: string]: unknown;
}

/** A party of a document. */
export interface PartyDocument {
  readonly id: string;
  readonly kind: string;
  readonly stream?: string;
  readonly [key: string]: unknown;
}

/** An issue of a document. */
export interface IssueDocument {
  readonly id: string;
  readonly options: readonly { readonly id: string }[];
  readonly [key: string]: unknown;
}

const issue = (id: string, depth: number): fc.Arbitrary<IssueDocument> =>
  fc
    .record({ options: ids(2, 6), reversion: fc.constantFrom(undefined, undefined, undefined, 1, 2, 5) })
    .map(({ options, reversion }) => ({
      id,
      title: `Issue ${id}`,
      article: `Article on ${id}`,
      depth,
      options: options.map((option) => ({
        id: option,
        title: option,
        sentence: `The parties agree on ${option}.`,
      })),
      ...(reversion === undefined ? {} : { reversion: options[reversion % options.length] }),
    }));

const issues: fc.Arbitrary<IssueDocument[]> = fc
  .integer({ min: 1, max: 5 })
  .chain((count) => fc.tuple(ids(count, count), shares(count)))
  .chain(([names, depths]) => fc.tuple(...names.map((id, index) => issue(id, depths[index]!))));

const strategy = fc.oneof(
  fc.record({
    use: fc.constant('time-dependent'),
    with: fc.record({ timeShare: hundredth, trustEffect: between(-5, 5) }),
  }),
  fc.record({ use: fc.constant('hardliner'), with: fc.record({ share: hundredth }) }),
);

/** The numbers of a party that stand alone. */
const numbers = fc.record(
  {
    capability: between(0, 10),
    influence: hundredth,
    readiness: hundredth,
    benefit: fc.oneof({ weight: 3, arbitrary: between(1.5, 5) }, between(0, 5)),
    cost: fc.oneof({ weight: 3, arbitrary: between(0, 0.3) }, between(0, 5)),
    patience: between(0.5, 0.99),
    margin: between(0, 0.05),
    concession: between(0.05, 20),
    opening: hundredth,
    opinion: hundredth,
    bar: between(-2, 2),
    voice: hundredth,
    lobbying: hundredth,
    stream: fc.constantFrom('stream', 'ström', '河', ' ', 'Z'),
    strategy,
  },
  { requiredKeys: [] },
);

interface PartyFrame {
  readonly id: string;
  readonly index: number;
  readonly isState: boolean;
  readonly weight: number;
  readonly issues: readonly IssueDocument[];
}

function redLines(issues: readonly IssueDocument[]) {
  return fc.array(fc.nat(5), { minLength: issues.length, maxLength: issues.length }).map((places) => {
    const lines = issues.flatMap(({ id, options }, k) =>
      // Most issues have none; a line at either end leaves something.
      places[k]! > 1
        ? []
        : [[id, places[k] === 0 ? { atLeast: options[1]!.id } : { atMost: options.at(-2)!.id }]],
    );
    return Object.fromEntries(lines) as Record<string, unknown>;
  });
}

const party = (frame: PartyFrame): fc.Arbitrary<PartyDocument> =>
  fc
    .record({
      numbers,
      kind: fc.constantFrom('firm', 'ngo', 'organisation'),
      ideal: fc.array(fc.oneof({ weight: 3, arbitrary: between(0.5, 1) }, hundredth), {
        minLength: frame.issues.length,
        maxLength: frame.issues.length,
      }),
      salience: shares(frame.issues.length),
      redLines: redLines(frame.issues),
    })
    .map((drawn) => {
      const names = frame.issues.map((each) => each.id);
      const { stream, ...rest } = drawn.numbers;
      return {
        id: frame.id,
        code: `A${String.fromCharCode(65 + frame.index)}B`,
        name: `Party ${frame.id}`,
        kind: frame.isState ? 'state' : drawn.kind,
        ...rest,
        ...(stream === undefined ? {} : { stream: `${stream} ${frame.index}` }),
        weight: frame.isState ? frame.weight : 0,
        ideal: table(names, drawn.ideal),
        salience: table(names, drawn.salience),
        redLines: drawn.redLines,
      };
    });

function parties(list: readonly IssueDocument[]): fc.Arbitrary<PartyDocument[]> {
  return fc
    .record({ names: ids(2, 8), states: fc.integer({ min: 1, max: 8 }) })
    .chain(({ names, states }) => {
      const count = Math.min(states, names.length);
      return shares(count).chain((weights) => {
        const frames = names.map((id, index) => ({
          id,
          index,
          isState: index < count,
          weight: weights[index] ?? 0,
          issues: list,
        }));
        return fc.tuple(...frames.map(party));
      });
    });
}

const rule = (states: number) =>
  fc.oneof(
    fc.record({
      rule: fc.constantFrom('consensus', 'unanimity', 'simple-majority', 'simple-majority', 'two-thirds'),
      quorum: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.integer({ min: 0, max: states })),
      abstention: fc.constantFrom('ignored', 'counts-as-no'),
      absence: fc.constantFrom('ignored', 'counts-as-no'),
    }),
    fc.record({ rule: fc.constant('double-majority'), members: hundredth, weight: hundredth }),
  );

const rules = (states: number) =>
  fc.record({
    decision: fc.array(rule(states), { minLength: 1, maxLength: 3 }),
    entryIntoForce: fc.record({
      parties: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: states })),
      weight: fc.oneof(fc.constant(0), hundredth),
      delay: fc.oneof(
        fc.constant({}),
        fc.record({ days: fc.integer({ min: 0, max: 200 }) }),
        fc.record({ months: fc.integer({ min: 0, max: 6 }), firstOfMonth: fc.boolean() }),
      ),
      lateParty: fc.constantFrom('sameDelay', 'at-once'),
    }),
  });

const acts = fc.record(
  {
    'follow-through': between(0, 5),
    defection: between(0, 5),
    'capacity-failure': between(0, 5),
    reciprocity: between(0, 5),
    transparency: between(0, 5),
    'false-alarm': between(0, 5),
    signature: between(0, 5),
    communique: between(0, 5),
  },
  { requiredKeys: [] },
);

const world = fc.record(
  {
    mandates: fc.record({
      order: fc.constantFrom('at', 'at', 'ad-hoc'),
      tick: fc.constantFrom(0, 0, 3),
      hazard: hundredth,
    }),
    ratification: fc.record({
      rate: hundredth,
      rejection: hundredth,
      stakes: between(0, 50),
      opinion: between(0, 50),
      lobbyLimit: between(0, 2),
    }),
    compliance: fc.record({
      period: fc.integer({ min: 1, max: 4 }),
      transparency: hundredth,
      audits: between(0, 12),
      punishment: hundredth,
      reputation: hundredth,
      reciprocity: hundredth,
      capacityFloor: hundredth,
      capacitySlope: hundredth,
      falseAlarm: hundredth,
      cleanPeriods: fc.integer({ min: 1, max: 3 }),
    }),
    trust: fc.record({
      priorAlpha: between(1, 50),
      priorBeta: between(1, 50),
      forgetting: between(0.5, 1),
      acts,
    }),
  },
  { requiredKeys: [] },
);

/** Three of four scenarios have the mechanism of mandates. */
const worlds = fc
  .tuple(world, fc.boolean())
  .map(([drawn, isCommon]) =>
    isCommon && drawn.mandates === undefined ? { ...drawn, mandates: {} } : drawn,
  );

const phase = (id: string, protocol: string, most: number, parameters: fc.Arbitrary<unknown>) =>
  fc.record({
    id: fc.constant(id),
    protocol: fc.constant(protocol),
    rounds: fc.integer({ min: 1, max: most }),
    ticks: fc.constantFrom(1, 1, 1, 0, 2),
    with: parameters,
  });

const treatyLife = (joining: string) =>
  fc.record({
    joining: fc.constant(joining),
    reconsider: fc.integer({ min: 1, max: 4 }),
    endsWhen: fc.constantFrom('never', 'in-force'),
    lapses: fc.boolean(),
  });

const invitations = fc.record({ invite: fc.constantFrom('map', 'states', 'all'), cut: hundredth });

/** Phases in their order; each may be left out, but something is played. */
const phases = fc
  .tuple(
    fc.option(phase('identify', 'stakeholder-mapping', 2, invitations), { freq: 9 }),
    fc.option(phase('mandate', 'executive-orders', 4, fc.constant({})), { freq: 9 }),
    fc.option(phase('agenda', 'agenda-setting', 2, fc.record({ threshold: hundredth }))),
    phase('bargaining', 'single-text', 8, fc.record({ openness: hundredth, hearObservers: fc.boolean() })),
    fc.option(phase('adoption', 'adoption', 2, fc.constant({})), { freq: 9 }),
    fc.option(phase('signature', 'treaty-life', 4, treatyLife('signature')), { freq: 9 }),
    fc.option(phase('ratification', 'treaty-life', 6, treatyLife('accession')), { freq: 4 }),
    fc.option(phase('implementation', 'treaty-life', 12, treatyLife('accession')), { freq: 4 }),
  )
  .map((list) => list.filter((each) => each !== null))
  // Without adoption there is no treaty to live with.
  .map((list) =>
    list.some((each) => each.protocol === 'adoption')
      ? list
      : list.filter((each) => each.protocol !== 'treaty-life'),
  );

const utility = fc.record({
  distance: fc.oneof({ weight: 3, arbitrary: between(2, 10) }, between(0, 10)),
  operations: fc.oneof({ weight: 3, arbitrary: between(0.6, 1) }, hundredth),
  capacityCost: between(0, 5),
  voice: between(0, 2),
  reliability: hundredth,
  noise: between(0, 0.2),
});

/** Right scenario documents. */
export const scenarioDocuments: fc.Arbitrary<ScenarioDocument> = issues
  .chain((list) => fc.tuple(fc.constant(list), parties(list)))
  .chain(([list, people]) => {
    const states = people.filter((each) => each.kind === 'state').length;
    const others = people.filter((each) => each.kind !== 'state').map((each) => each.id);
    const chair = others.length > 0 ? fc.constantFrom(...others) : fc.constant('');
    return fc.record({
      issues: fc.constant(list),
      parties: fc.constant(people),
      chair,
      utility,
      rules: rules(states),
      phases,
      world: worlds,
      spare: fc.nat(5),
    });
  })
  .map(({ chair, spare, ...drawn }) => {
    let ticks = 1 + spare;
    for (const each of drawn.phases) ticks += each.rounds * each.ticks;
    const frame = { format: 1, id: 'soak', title: 'Soak', summary: 'A random scenario.', ticks };
    return { ...frame, ...drawn, chair };
  })
  // The single text needs a chair, and states may not be it.
  .filter(({ chair }) => chair !== '');
