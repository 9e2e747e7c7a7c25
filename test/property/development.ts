import fc from 'fast-check';
import { between, hundredth } from './draws.ts';

const start = fc.constantFrom('entry-into-force', 'at-once');

/** Some of the mechanisms of development, with parameters that name nothing in the scenario. */
export const development = fc.record(
  {
    aid: fc.record(
      {
        start,
        volume: between(0, 10),
        burden: fc.constantFrom('income', 'capability', 'equal'),
        allocation: fc.constantFrom('gap', 'need', 'equal'),
        condition: fc.constantFrom('none', 'will', 'compliance'),
        instruments: fc.constantFrom({ grant: 1 }, { loan: 1 }, { grant: 0.25, partnership: 0.75 }),
        fatigueHazard: hundredth,
        grace: fc.integer({ min: 0, max: 6 }),
      },
      { requiredKeys: [] },
    ),
    laboratories: fc.record(
      { start, labs: between(0, 4), funding: between(0, 4), stageTicks: fc.integer({ min: 1, max: 4 }) },
      { requiredKeys: [] },
    ),
    readiness: fc.record(
      { growth: between(0, 0.2), frontier: between(0, 0.05), leapGate: hundredth, brainDrain: hundredth },
      { requiredKeys: [] },
    ),
    'common-laboratory': fc.record(
      {
        start,
        rule: fc.constantFrom('equal', 'proportional', 'capped'),
        cost: between(0, 3),
        spill: hundredth,
        weight: hundredth,
      },
      { requiredKeys: [] },
    ),
    dividend: fc.record({ winnerTakeAll: between(0, 5), levy: hundredth }, { requiredKeys: [] }),
    markets: fc.record(
      {
        network: between(0, 5),
        recognised: fc.constantFrom('nobody', 'parties', 'all'),
        floor: hundredth,
        period: fc.integer({ min: 1, max: 6 }),
      },
      { requiredKeys: [] },
    ),
    arms: fc.record({ reaction: hundredth, hazard: between(0, 10), alarm: hundredth }, { requiredKeys: [] }),
    emissions: fc.record(
      { deepest: hundredth, target: fc.integer({ min: 1, max: 24 }) },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: [] },
);
