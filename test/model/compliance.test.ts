import { describe, expect, it } from 'vitest';
import { createPlay, type Scenario } from '../../engine/index.ts';
import { eventsOf, load, numbersOf, sigma, Witness } from './witness.ts';

// Equation 9 with corrections C5 and C7: who means to comply, who is able to, and who is found out.

/** A change of the expected loss smaller than this does not reopen a decision (C7: the will is sticky). */
const stickiness = 0.01;
/** Compliance that reciprocity takes for normal. */
const normal = 0.7;

/** Numbers of equation 9 for the members of one run, from reports and the file. */
class Members {
  readonly world: Witness;
  readonly #rules: Record<string, number>;
  readonly #bound = new Set<string>();
  readonly loss = new Map<string, number>();
  #reports: boolean[] = [];
  #observed = normal;
  readonly seenShares = new Set<number>();

  constructor(world: Witness) {
    this.world = world;
    this.#rules = numbersOf(world.file, 'compliance');
  }

  get detection(): number {
    const { transparency, audits } = this.#rules;
    return 1 - (1 - (0.15 + 0.75 * transparency)) ** audits;
  }

  gain(of: string): number {
    const { cost, readiness } = this.world.party(of);
    return cost * this.world.depth() * (1 + this.world.file.utility.capacityCost * (1 - readiness));
  }

  ability(of: string): number {
    const { capacityFloor, capacitySlope } = this.#rules;
    const needed = capacityFloor + capacitySlope * this.world.depth();
    return sigma((this.world.party(of).readiness - needed) / 0.08);
  }

  bind(party: string): void {
    this.#bound.add(party);
  }

  report(complies: boolean): void {
    this.#reports.push(complies);
  }

  /** At the end of a month: what members expect from here on. */
  endMonth(): void {
    if (this.#reports.length > 0) {
      this.#observed = this.#reports.filter((complies) => complies).length / this.#reports.length;
      this.seenShares.add(this.#observed);
    }
    this.#reports = [];
    for (const id of this.#bound) {
      const now = this.#expectedLoss(id);
      const known = this.loss.get(id);
      if (known === undefined || Math.abs(now - known) >= stickiness) this.loss.set(id, now);
    }
  }

  #expectedLoss(of: string): number {
    const { punishment, reputation, reputationCap, reciprocity } = this.#rules;
    const { patience, voice } = this.world.party(of);
    const future = Math.min(reputationCap, (reputation * patience) / (1 - patience));
    const others = 1 - reciprocity + (reciprocity * this.#observed) / normal;
    return this.detection * (punishment + future) * others + this.world.file.utility.voice * (voice - 0.5);
  }
}

/** Compares every number behind compliance in a run with equation 9; counts what was seen. */
function compare(scenario: Scenario, seed: number) {
  const members = new Members(new Witness(scenario.file));
  const seen = { gain: 0, loss: 0, willingness: 0, ability: 0, shares: members.seenShares };
  /** The number stated last by a party, for what follows from it. */
  let chance = Number.NaN;
  let kind = '';
  const wills = new Map<string, boolean>();
  const ables = new Map<string, boolean>();
  for (const event of eventsOf(scenario, seed)) {
    if (event.kind === 'roundStarted') {
      members.endMonth();
      ables.clear();
    }
    if (event.kind === 'becameBound') members.bind(event.party);
    if (event.kind === 'reported') {
      members.report(event.complies);
      const able = ables.get(event.party);
      if (able !== undefined) expect(event.able).toBe(able);
    }
    if (event.kind === 'willed') expect(event.complies).toBe(wills.get(event.party));
    if (event.kind === 'reasoned') {
      const { party, reason, value } = event;
      if (reason === 'gain') expect(value).toBeCloseTo(members.gain(party), 12);
      if (reason === 'loss') expect(value).toBeCloseTo(members.loss.get(party) as number, 12);
      if (reason === 'willingness') {
        chance = sigma(10 * ((members.loss.get(party) as number) - members.gain(party)));
        expect(value).toBeCloseTo(chance, 12);
      }
      if (reason === 'ability') {
        chance = members.ability(party);
        expect(value).toBeCloseTo(chance, 12);
      }
      if (reason === 'draw' && kind === 'willingness') wills.set(party, value < chance);
      if (reason === 'draw' && kind === 'ability') ables.set(party, value < chance);
      if (reason === 'gain' || reason === 'loss' || reason === 'willingness' || reason === 'ability') {
        seen[reason]++;
      }
      kind = reason;
    } else kind = '';
    members.world.take(event);
  }
  return seen;
}

const arms: [what: string, arms: string[]][] = [
  ['as shipped', []],
  ['with many audits and a low cap', ['world.compliance.audits=2.5', 'world.compliance.reputationCap=0.2']],
  ['in the dark', ['world.compliance.transparency=0.1', 'world.compliance.reputation=0.05']],
];

describe('compliance', () => {
  it.each(arms)('has the gain, loss, will and ability of equation 9, %s', async (_what, overrides) => {
    const scenario = await load(...overrides);
    const sum = { gain: 0, loss: 0, willingness: 0, ability: 0 };
    const shares = new Set<number>();
    for (let seed = 1; seed <= 10; seed++) {
      const seen = compare(scenario, seed);
      for (const key of ['gain', 'loss', 'willingness', 'ability'] as const) sum[key] += seen[key];
      for (const share of seen.shares) shares.add(share);
    }
    for (const count of Object.values(sum)) expect(count).toBeGreaterThan(20);
    // Reciprocity had something to answer.
    expect(shares.size).toBeGreaterThan(3);
  });

  it.each(arms)('draws as often as equation 9 says, %s', async (_what, overrides) => {
    const scenario = await load(
      ...overrides,
      'world.compliance.falseAlarm=0.1',
      // Half of all decisions go either way, and half of the weakest are able.
      'world.compliance.punishment=0.2',
      'world.compliance.capacityFloor=0.25',
    );
    const tally = (): { n: number; expected: number; found: number; variance: number } => ({
      n: 0,
      expected: 0,
      found: 0,
      variance: 0,
    });
    const [will, able, caught, alarm] = [tally(), tally(), tally(), tally()];
    const add = (to: ReturnType<typeof tally>, chance: number, found: boolean): void => {
      to.n++;
      to.expected += chance;
      to.variance += chance * (1 - chance);
      if (found) to.found++;
    };
    for (let seed = 1; seed <= 60; seed++) {
      const members = new Members(new Witness(scenario.file));
      let willing = Number.NaN;
      const conduct = new Map<string, string>();
      const willed = new Map<string, number>();
      const events = eventsOf(scenario, seed);
      events.forEach((event, at) => {
        members.world.take(event);
        if (event.kind === 'reasoned' && event.reason === 'willingness') {
          willing = event.value;
          willed.set(event.party, willing);
        }
        if (event.kind === 'willed') add(will, willed.get(event.party) as number, event.complies);
        if (event.kind === 'conductChanged') conduct.set(event.party, event.configuration);
        if (event.kind !== 'reported') return;
        const how = conduct.get(event.party) ?? '';
        const next = events[at + 1];
        if (/inForce\.defecting/.test(how)) {
          add(caught, members.detection, !event.complies);
          return;
        }
        if (/inForce\.sanctioned/.test(how)) return;
        add(able, members.ability(event.party), event.able);
        if (event.able) add(alarm, 0.1, next.kind === 'falselyAlarmed');
      });
    }
    for (const { n, expected, found, variance } of [will, able, caught, alarm]) {
      expect(n).toBeGreaterThan(150);
      expect(Math.abs(found - expected)).toBeLessThan(4 * Math.sqrt(variance));
    }
  });
});

describe('a sanction', () => {
  // Solenna means to defect, is always found out, and can hardly ever do what it then means to do.
  const hopeless = [
    'parties.solenna.readiness=0',
    'world.compliance.punishment=0',
    'world.compliance.reputation=0',
    'world.compliance.transparency=1',
    'world.compliance.audits=6',
    'world.compliance.falseAlarm=0',
  ];

  it('is served only in periods in which the party is able', async () => {
    const scenario = await load(...hopeless);
    const { cleanPeriods } = numbersOf(scenario.file, 'compliance');
    let [failed, served, reinstated, expected, variance] = [0, 0, 0, 0, 0];
    for (let seed = 1; seed <= 40; seed++) {
      const members = new Members(new Witness(scenario.file));
      let clean: number | undefined;
      const play = createPlay(scenario, { seed });
      play.toEnd();
      let [cannot, acts] = [0, 0];
      for (const event of eventsOf(scenario, seed)) {
        members.world.take(event);
        if (!('party' in event) || event.party !== 'solenna') continue;
        if (event.kind === 'actSeen' && event.act === 'capacity-failure') acts++;
        if (event.kind === 'reported' && !event.able) cannot++;
        if (event.kind === 'reported' && clean !== undefined) {
          const ability = members.ability('solenna');
          expected += ability;
          variance += ability * (1 - ability);
          // Sanctioned, it never hides: it complies where it is able, and is seen to fail where it is not.
          expect(event.complies).toBe(event.able);
          if (event.able) {
            clean++;
            served++;
          } else failed++;
        }
        if (event.kind === 'detected') clean = 0;
        if (event.kind === 'reinstated') {
          expect(clean).toBe(cleanPeriods);
          clean = undefined;
          reinstated++;
        }
      }
      // What it could not do counts as could not, under sanction as before.
      expect(acts).toBe(cannot);
      const row = scenario.partyIds.indexOf('solenna') * 3;
      expect(play.run.i32['compliance.count'][row + 1]).toBe(cannot);
    }
    expect(failed).toBeGreaterThan(100);
    expect(Math.abs(served - expected)).toBeLessThan(4 * Math.sqrt(variance) + 1);
    expect(reinstated).toBeLessThan(failed / 20);
  });
});
