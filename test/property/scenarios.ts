import fc from 'fast-check';
import { complianceKeys, withTreaty } from './after-the-gavel.ts';
import { type Conference, conference } from './conference.ts';
import { development } from './development.ts';
import {
  between,
  hundredth,
  type IssueDocument,
  ids,
  type PartyDocument,
  type ScenarioDocument,
  shares,
  table,
} from './draws.ts';

import { fitting, fittingLines, homes, homeWorld, pace } from './home.ts';

export type { IssueDocument, PartyDocument, ScenarioDocument } from './draws.ts';

/**
 * Scenario documents that are right, drawn from the whole of the schema: parties, issues, phases in a
 * sensible order, mechanisms on and off, parameters anywhere in their range. What it draws loads without a
 * problem.
 */

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
      home: homes,
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
        ...(frame.isState ? drawn.home : {}),
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
    withdrawal: between(0, 5),
    escape: between(0, 5),
    concealment: between(0, 5),
    objection: between(0, 5),
    'joint-technology': between(0, 5),
  },
  { requiredKeys: [] },
);

const world = fc.record(
  {
    mandates: fc.record({
      order: fc.constantFrom('at', 'at', 'ad-hoc'),
      tick: fc.constantFrom(0, 0, 3),
      hazard: hundredth,
      reviseAfter: fc.constantFrom(1, 2, 5),
    }),
    ratification: fc
      .record({
        rate: hundredth,
        rejection: hundredth,
        stakes: between(0, 50),
        opinion: between(0, 50),
        lobbyLimit: between(0, 2),
        pace: fc.oneof(fc.constant({ drag: 0 }), pace),
      })
      .map(({ pace: more, ...rates }) => ({ ...rates, ...more })),
    compliance: fc.record(
      {
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
        ...complianceKeys,
      },
      { requiredKeys: ['period', 'transparency', 'audits', 'punishment', 'capacityFloor', 'falseAlarm'] },
    ),
    trust: fc.record({
      priorAlpha: between(1, 50),
      priorBeta: between(1, 50),
      forgetting: between(0.5, 1),
      acts,
    }),
  },
  { requiredKeys: [] },
);

/** Three of four scenarios have the mechanism of mandates, one of four some of development. */
const worlds = fc
  .tuple(world, homeWorld, fc.boolean(), fc.oneof({ weight: 3, arbitrary: fc.constant({}) }, development))
  .map(([drawn, home, isCommon, more]) => ({
    ...(isCommon && drawn.mandates === undefined ? { mandates: {} } : {}),
    ...drawn,
    ...home,
    ...more,
  }));

const utility = fc.record({
  distance: fc.oneof({ weight: 3, arbitrary: between(2, 10) }, between(0, 10)),
  operations: fc.oneof({ weight: 3, arbitrary: between(0.6, 1) }, hundredth),
  capacityCost: between(0, 5),
  voice: between(0, 2),
  reliability: hundredth,
  noise: between(0, 0.2),
});

/** Each party with scores of its own, instead of an ideal point and saliences. */
function withScores(list: readonly IssueDocument[], people: readonly PartyDocument[], points: number[]) {
  return people.map(({ ideal: _ideal, salience: _salience, ...party }, index) => {
    let at = index;
    const point = () => points[at++ % points.length]!;
    const scores = list.map(({ id, options }) => [
      id,
      Object.fromEntries(options.map((option) => [option.id, point()])),
    ]);
    return { ...party, scores: Object.fromEntries(scores), reservation: point() };
  });
}

/** Points of options; one in eight scenarios is about scores. */
const scores = fc.array(fc.integer({ min: -20, max: 100 }), { minLength: 11, maxLength: 23 });

/** Right scenario documents about what `draw` makes of the issues and parties. */
function documents(
  draw: (list: IssueDocument[], people: PartyDocument[]) => fc.Arbitrary<Conference>,
): fc.Arbitrary<ScenarioDocument> {
  return issues
    .chain((list) => fc.tuple(fc.constant(list), parties(list)))
    .filter(([, people]) => people.some(({ kind }) => kind !== 'state'))
    .chain(([list, people]) =>
      fc.record({
        people: fc.constant(people),
        list: fc.constant(list),
        conference: draw(list, people),
        utility,
        world: worlds,
        spare: fc.nat(5),
        scores: fc.oneof({ weight: 7, arbitrary: fc.constant(null) }, scores),
      }),
    )
    .map(
      ({ people, list, conference: drawn, utility: spatial, world: mechanisms, spare, scores: points }) => {
        const { world: more, ...parts } = drawn;
        let ticks = 1 + spare;
        for (const each of parts.phases) ticks += each.rounds * each.ticks;
        const sitting = fittingLines(people, parts.issues);
        return {
          ...{ format: 1, id: 'soak', title: 'Soak', summary: 'A random scenario.', ticks },
          parties: points === null ? sitting : withScores(list, sitting, points),
          utility: points === null ? spatial : { ...spatial, model: 'scores' },
          world: fitting({ ...mechanisms, ...more }, ticks),
          ...parts,
        };
      },
    );
}

/** Right scenario documents. */
export const scenarioDocuments: fc.Arbitrary<ScenarioDocument> = documents(conference);

/** Right scenario documents whose treaty is nearly always in force, with years after it. */
export const treatyDocuments: fc.Arbitrary<ScenarioDocument> = withTreaty(scenarioDocuments);
