import { describe, expect, it } from 'vitest';
import type { RunEvent, Scenario } from '../../engine/index.ts';
import { eventsOf, load, Witness } from './witness.ts';

// Equation 4 with corrections C1 and C2, recomputed from public events whenever a party says how far it has
// conceded or what it asks for.

/** Parameters of the reference strategy: its defaults in the model, whatever the engine takes them for. */
const [theta, trustEffect, monitoringEffect, opennessEffect] = [0.7, 1.2, 1.2, 1.2];

/** Concession of parties, which remember how far away the others were when first seen. */
class Conceding {
  readonly #initial = new Map<string, number>();
  readonly #world: Witness;
  readonly #rounds: number;
  /** Rounds in which the answer to the others mattered. */
  answered = 0;

  constructor(world: Witness) {
    this.#world = world;
    this.#rounds = world.file.phases.find((phase) => phase.id === 'bargaining')?.rounds as number;
  }

  share(of: string): number {
    const world = this.#world;
    const progress = world.phaseRound / (this.#rounds - 1);
    if (progress === 1) return 1;
    const party = world.party(of);
    const { transparency } = (world.file.world as { compliance: { transparency: number } }).compliance;
    const talks = world.file.phases.find((phase) => phase.id === 'bargaining');
    const openness = Number(talks?.with['openness']);
    const speed =
      party.concession *
      Math.exp(trustEffect * (world.meanTrust(of) - 0.5)) *
      Math.exp(monitoringEffect * (transparency - 0.5)) *
      Math.exp(-opennessEffect * openness * (1 - party.opinion));
    const distance = world.othersDistance(of);
    const initial = this.#initial.get(of) ?? distance;
    if (initial > 0) this.#initial.set(of, initial);
    const answer = initial > 0 ? Math.min(1, Math.max(0, 1 - distance / initial)) : 0;
    if (answer > 0) this.answered++;
    return party.opening + (1 - party.opening) * (theta * progress ** (1 / speed) + (1 - theta) * answer);
  }
}

/** Calls `check` with every number behind a decision of the talks and what the public knew then. */
function witness(
  scenario: Scenario,
  seed: number,
  check: (event: Extract<RunEvent, { kind: 'reasoned' }>, world: Witness, conceding: Conceding) => void,
): { world: Witness; conceding: Conceding } {
  const world = new Witness(scenario.file);
  const conceding = new Conceding(world);
  for (const event of eventsOf(scenario, seed)) {
    if (event.kind === 'reasoned' && world.phase === 'bargaining') check(event, world, conceding);
    world.take(event);
  }
  return { world, conceding };
}

const runs: [what: string, arms: string[]][] = [
  ['as shipped', []],
  // Trust far from one half, other transparencies and a longer first step.
  [
    'in a distrustful, open and closely watched world',
    [
      'world.trust.priorBeta=5',
      'world.compliance.transparency=0.9',
      'phases.bargaining.with.openness=0.8',
      'parties.norland.opening=0.1',
    ],
  ],
  // Consensus is never found, so that the talks reach their last session.
  ['to the last session', ['parties.imara.strategy.use=hardliner']],
];

describe('concession', () => {
  it.each(runs)('is F(t) of equation 4, %s', async (_what, arms) => {
    const scenario = await load(...arms);
    const seen = new Set<string>();
    const { conceding } = witness(scenario, 7, (event, world, expected) => {
      if (event.reason !== 'concession') return;
      const share = expected.share(event.party);
      expect(event.value).toBeCloseTo(share, 12);
      expect(share).toBeGreaterThanOrEqual(world.party(event.party).opening);
      seen.add(`${world.phaseRound}`);
    });
    expect(seen.size).toBeGreaterThan(3);
    expect(conceding.answered).toBeGreaterThan(10);
    if (arms.some((arm) => arm.includes('hardliner'))) expect(seen).toContain('11');
  });

  it.each(runs)('asks for the target of equation 4, %s', async (_what, arms) => {
    const scenario = await load(...arms);
    let checked = 0;
    witness(scenario, 7, (event, world, conceding) => {
      if (world.party(event.party).strategy?.use === 'hardliner') return;
      // The first look at the others' distance counts, whichever question it is for.
      if (event.reason === 'concession') conceding.share(event.party);
      if (event.reason !== 'target') return;
      const party = world.party(event.party);
      const gain = Math.max(0, world.best(event.party) - world.limit(event.party));
      const left = 1 - conceding.share(event.party);
      const target = world.limit(event.party) + left * party.patience ** (world.tick / 12) * gain;
      expect(event.value).toBeCloseTo(target, 12);
      checked++;
    });
    expect(checked).toBeGreaterThan(30);
  });

  it('keeps to red lines where they bind', async () => {
    const scenario = await load('parties.aldria.redLines={certification: {atMost: guidelines}}');
    let binding = 0;
    witness(scenario, 7, (event, world, conceding) => {
      if (event.party !== 'aldria') return;
      if (event.reason === 'concession') conceding.share(event.party);
      if (event.reason !== 'target') return;
      const limit = world.limit('aldria');
      const best = world.best('aldria');
      const left = (1 - conceding.share('aldria')) * world.party('aldria').patience ** (world.tick / 12);
      expect(event.value).toBeCloseTo(limit + left * Math.max(0, best - limit), 12);
      if (left > 0 && Math.max(best, limit) < world.best('aldria', false) - 0.001) binding++;
    });
    expect(binding).toBeGreaterThan(3);
  });

  it('accepts a text inside the red lines that is worth the target, noise included', async () => {
    const scenario = await load();
    const world = new Witness(scenario.file);
    const bars = new Map<string, number>();
    const verdicts = new Map<string, boolean>();
    let [yes, no] = [0, 0];
    for (const event of eventsOf(scenario, 7)) {
      if (event.kind === 'reasoned' && world.phase === 'bargaining') {
        if (event.reason === 'target') bars.set(event.party, event.value);
        if (event.reason === 'noise') {
          const inside = world.text.every((option, k) => world.acceptable(event.party, k).includes(option));
          const worth = world.utility(event.party) + event.value;
          verdicts.set(event.party, inside && worth >= (bars.get(event.party) as number));
        }
      }
      if (event.kind === 'accepted') {
        expect(verdicts.get(event.party), event.party).toBe(true);
        yes++;
      }
      if (event.kind === 'objected') {
        expect(verdicts.get(event.party), event.party).toBe(false);
        no++;
      }
      world.take(event);
    }
    expect(Math.min(yes, no)).toBeGreaterThan(5);
  });
});
