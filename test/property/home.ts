import fc from 'fast-check';
import { between, hundredth, type IssueDocument, type PartyDocument, shares } from './draws.ts';

// What states have at home in random scenarios: publics, vetoes, elections, windows, executive agreements.

/** Constituencies of a state, one scenario in three with a veto among them. */
const constituencies = fc.integer({ min: 1, max: 3 }).chain((count) =>
  shares(count).chain((weights) =>
    fc.tuple(
      ...weights.map((weight, v) =>
        fc.record(
          {
            id: fc.constant(`public-${v}`),
            title: fc.constant(`Public ${v}`),
            weight: fc.constant(weight),
            opinion: hundredth,
            stubbornness: hundredth,
            exposure: between(-3, 3),
            vetoBelow: fc.constantFrom(0, 0.3, 0.6),
          },
          { requiredKeys: ['id', 'title', 'weight', 'opinion'] },
        ),
      ),
    ),
  ),
);

/** Keys of a state that say something of its home; most states have few of them. */
export const homes = fc.record(
  {
    constituencies,
    commit: hundredth,
    ratifiesBy: fc.constantFrom('legislature', 'executive'),
  },
  { requiredKeys: [] },
);

/** Mechanisms of homes, in two scenarios of three; what needs another mechanism is settled by `fitting`. */
export const homeWorld = fc.oneof(fc.constant({}), {
  weight: 2,
  arbitrary: fc.record(
    {
      opinion: fc.record(
        {
          stubbornness: hundredth,
          crossBorder: hundredth,
          pace: hundredth,
          treaty: between(0, 10),
          conduct: between(0, 10),
          campaign: between(0, 10),
          campaignLimit: hundredth,
        },
        { requiredKeys: [] },
      ),
      elections: fc.record(
        {
          term: fc.integer({ min: 1, max: 20 }),
          change: hundredth,
          size: hundredth,
          recall: hundredth,
          revise: hundredth,
        },
        { requiredKeys: [] },
      ),
      'home-limits': fc.record({ slack: between(-10, 10) }, { requiredKeys: [] }),
    },
    { requiredKeys: [] },
  ),
});

/** Keys of ratification beyond the hazards of equation 8. */
export const pace = fc.record(
  {
    drag: between(0, 20),
    reading: between(0, 40),
    window: fc.integer({ min: 1, max: 12 }),
    resubmitAfter: fc.integer({ min: 1, max: 12 }),
  },
  { requiredKeys: [] },
);

interface World {
  readonly [mechanism: string]: Readonly<Record<string, unknown>> | undefined;
}

/** The same world without what the rest of it does not allow. */
export function fitting(world: World, ticks: number): World {
  const { 'home-limits': limits, ratification, mandates, ...rest } = world;
  const { reviseAfter, ...orders } = mandates ?? {};
  const window = ratification?.['window'];
  return {
    ...rest,
    ...(ratification === undefined ? {} : { ratification }),
    ...(typeof window === 'number' && window > ticks
      ? { ratification: { ...ratification, window: ticks } }
      : {}),
    ...(limits === undefined || ratification === undefined ? {} : { 'home-limits': limits }),
    ...(mandates === undefined ? {} : { mandates: orders }),
    ...(reviseAfter === undefined || rest['instructions'] === undefined
      ? {}
      : { mandates: { ...orders, reviseAfter } }),
  };
}

/** Red lines that leave something where issues stand inside others: those inside allow today’s practice. */
export function fittingLines(people: readonly PartyDocument[], issues: readonly IssueDocument[]) {
  return people.map((party): PartyDocument => {
    const lines = Object.entries((party['redLines'] ?? {}) as Record<string, Record<string, string>>);
    const kept = lines.filter(([id, { atLeast, atMost }]) => {
      const issue = issues.find((candidate) => candidate.id === id);
      if (issue?.['within'] === undefined) return true;
      const at = (option: unknown, otherwise: number) =>
        option === undefined ? otherwise : issue.options.findIndex((candidate) => candidate.id === option);
      const today = at(issue['reversion'], 0);
      return today >= at(atLeast, 0) && today <= at(atMost, issue.options.length - 1);
    });
    return { ...party, redLines: Object.fromEntries(kept) };
  });
}
