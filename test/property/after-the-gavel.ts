import fc from 'fast-check';
import { operationalSystems } from '../../engine/rules/operational-systems.ts';
import { between, hundredth, type IssueDocument, type PhaseDocument } from './draws.ts';

// What happens after the gavel in random scenarios: mechanisms on and off, and review conferences between the
// phases of a treaty's life. Thresholds are low and times short, so that parties do leave, escape and object.

const systems = operationalSystems as readonly string[];

/** Some of the issues behind some of the systems. */
function drivers(list: readonly IssueDocument[]): fc.Arbitrary<object> {
  const some = fc.subarray(
    list.map(({ id }) => id),
    { minLength: 1 },
  );
  return fc
    .tuple(fc.subarray([...systems]), fc.array(some, { minLength: 10, maxLength: 10 }))
    .map(([named, issues]) => Object.fromEntries(named.map((system, index) => [system, issues[index]])));
}

function operations(list: readonly IssueDocument[]): fc.Arbitrary<object> {
  return fc.record(
    {
      floor: hundredth,
      start: hundredth,
      growth: between(0, 0.5),
      decay: between(0, 0.5),
      own: hundredth,
      drivers: drivers(list),
      effects: fc.record(
        {
          registries: hundredth,
          oversight: between(0, 10),
          hubs: hundredth,
          metrics: hundredth,
          harmonisation: hundredth,
          'risk-classification': hundredth,
          'research-platforms': hundredth,
        },
        { requiredKeys: [] },
      ),
    },
    { requiredKeys: [] },
  );
}

const excuse = fc.record({
  fee: between(0, 1),
  ticks: fc.integer({ min: 1, max: 12 }),
  again: fc.integer({ min: 0, max: 4 }),
});

const withdrawal = fc.record({
  threshold: fc.oneof(fc.constant(0), between(0, 0.5)),
  reports: fc.integer({ min: 1, max: 3 }),
  again: fc.integer({ min: 0, max: 3 }),
});

const objections = fc.record({ months: fc.integer({ min: 1, max: 6 }) });

/** Payments that parties bargain over; fixed ones would name parties. */
const sidePayments = fc.record(
  {
    administration: hundredth.map((share) => share * 0.99),
    cap: between(0, 2),
    cushion: fc.constantFrom(0, 0.04),
    schedule: fc.constantFrom('monthly', 'at-once'),
    term: fc.integer({ min: 1, max: 12 }),
    withholding: fc.boolean(),
  },
  { requiredKeys: [] },
);

/** Each of the mechanisms is in every second scenario. */
export const afterTheGavel = (list: readonly IssueDocument[]): fc.Arbitrary<object> =>
  fc.record(
    { operations: operations(list), escape: excuse, withdrawal, objections, 'side-payments': sidePayments },
    { requiredKeys: [] },
  );

/** Keys of compliance that a scenario may leave out. */
export const complianceKeys = {
  grace: fc.integer({ min: 0, max: 4 }),
  latency: fc.oneof(fc.integer({ min: 0, max: 3 }), fc.constant(12)),
  selfReport: fc.constantFrom('always', 'asked'),
  candour: hundredth,
};

const ruleName = (named: readonly string[]) => fc.constantFrom('adoption', 'procedure', ...named);

/** A review conference under any of the rules there are. */
export function review(id: string, named: readonly string[]): fc.Arbitrary<PhaseDocument> {
  return fc.record({
    id: fc.constant(id),
    protocol: fc.constant('review-conference'),
    rounds: fc.integer({ min: 1, max: 2 }),
    ticks: fc.constantFrom(1, 0, 2),
    with: fc.record(
      {
        requests: hundredth,
        rule: ruleName(named),
        ratchet: fc.boolean(),
        termination: fc.boolean(),
        continuation: ruleName(named),
      },
      { requiredKeys: [] },
    ),
  });
}

const life = (id: string, joining: string, most: number): fc.Arbitrary<PhaseDocument> =>
  fc.record({
    id: fc.constant(id),
    protocol: fc.constant('treaty-life'),
    rounds: fc.integer({ min: 2, max: most }),
    ticks: fc.constantFrom(1, 1, 2),
    with: fc.record({ joining: fc.constant(joining), reconsider: fc.integer({ min: 1, max: 3 }) }),
  });

const talks = [
  { id: 'talks', protocol: 'single-text', rounds: 2, ticks: 0, with: {} },
  { id: 'adoption', protocol: 'adoption', rounds: 1, ticks: 0, with: {} },
];

/** Talks that mostly lead to something, and years after them with two conferences. */
const treatyPhases: fc.Arbitrary<readonly PhaseDocument[]> = fc
  .tuple(
    life('signature', 'signature', 3),
    life('years', 'accession', 12),
    review('review', []),
    life('more-years', 'accession', 8),
    review('second-review', []),
    life('last-years', 'accession', 6),
  )
  .map((years) => [...talks, ...years]);

/** What is done to a random scenario so that its treaty has a life: what it is about stays as drawn. */
interface Living {
  readonly phases: readonly PhaseDocument[];
  readonly world: object;
  readonly compliance: object;
  readonly stakes: number;
  readonly distance: number;
  readonly notice: number;
}

/** Random scenarios in which a treaty is nearly always in force and everything after the gavel is there. */
export function withTreaty<Document extends { readonly issues: readonly IssueDocument[] }>(
  documents: fc.Arbitrary<Document>,
): fc.Arbitrary<Document> {
  return documents.chain((document) =>
    fc
      .record<Living>({
        phases: treatyPhases,
        world: fc.record({
          operations: operations(document.issues),
          escape: excuse,
          withdrawal,
          objections,
          'side-payments': sidePayments,
        }),
        compliance: fc.record({
          period: fc.integer({ min: 1, max: 3 }),
          transparency: hundredth,
          punishment: between(0, 0.4),
          capacityFloor: hundredth,
          ...complianceKeys,
        }),
        stakes: between(0, 3),
        distance: between(0, 0.5),
        notice: fc.integer({ min: 0, max: 3 }),
      })
      .map(({ phases, world, compliance, stakes, distance, notice }) => {
        let ticks = 2;
        for (const each of phases) ticks += each.rounds * each.ticks;
        const { calendar: _, utility, world: drawn, ...rest } = document as Record<string, unknown>;
        const { trust = {} } = drawn as { trust?: object };
        return {
          ...rest,
          ticks,
          phases,
          treaty: { withdrawal: notice },
          utility: { ...(utility as object), distance },
          rules: {
            decision: [{ rule: 'affirmative-votes', votes: 1 }],
            reservations: { permitted: 'all' },
          },
          world: {
            ratification: { rate: 1, rejection: 0, stakes, opinion: 0 },
            compliance,
            trust,
            ...world,
          },
        } as unknown as Document;
      }),
  );
}
