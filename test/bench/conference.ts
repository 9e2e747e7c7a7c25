/**
 * Conferences of any size, to measure how runs grow with it: a single text under a chair, trust, ratification
 * and compliance as in first-mandate, with parties and issues drawn from one seed. Some delegations never
 * give way, so that consensus is not found and every round of bargaining is held; the last session adopts by
 * two thirds.
 */
import { runKey, uniform } from './engine.ts';

/** How large a conference is. */
export interface ConferenceSize {
  readonly parties: number;
  readonly issues: number;
  /** Rounds of bargaining. */
  readonly rounds: number;
  /** Ticks of the run: the talks take one a round, and what is left is the life of the treaty. */
  readonly ticks: number;
}

/** Delegations of a conference that are no states: an eighth of them, the chair included. */
const observersIn = (parties: number) => Math.max(1, Math.floor(parties / 8));
/** Among this many states is one that never gives way. */
const statesPerHardliner = 12;
/** Ticks that pass before the first round of bargaining. */
const ticksBefore = 4;

const letter = (place: number) => String.fromCharCode(65 + place);
const codeOf = (i: number) =>
  letter(Math.floor(i / 676) % 26) + letter(Math.floor(i / 26) % 26) + letter(i % 26);
const name = (prefix: string, i: number) => `${prefix}-${String(i).padStart(3, '0')}`;

/** Numbers in (0, 1) that follow from the place they are asked for, and from nothing else. */
function drawer() {
  const key = runKey('conference');
  return (stream: number, entity: number, k = 0): number => uniform(key, stream, entity, 0, k);
}

/** Positive shares that sum to 1. */
function shares(count: number, draw: (i: number) => number): number[] {
  const parts = Array.from({ length: count }, (_, i) => 0.2 + draw(i));
  const sum = parts.reduce((total, part) => total + part, 0);
  return parts.map((part) => part / sum);
}

/** A scenario document of this size; documents of equal size are equal. */
export function conference({ parties, issues, rounds, ticks }: ConferenceSize): object {
  const draw = drawer();
  const issueIds = Array.from({ length: issues }, (_, k) => name('issue', k));
  const table = (values: readonly number[]) => Object.fromEntries(issueIds.map((id, k) => [id, values[k]]));
  const states = parties - observersIn(parties);
  const weights = shares(states, (i) => 4 * draw(0, i));
  const party = (i: number) => {
    const isState = i < states;
    return {
      id: name(isState ? 'state' : 'guest', i),
      code: codeOf(i),
      name: `${isState ? 'State' : 'Guest'} ${i}`,
      kind: isState ? 'state' : 'organisation',
      weight: isState ? weights[i] : 0,
      capability: i === parties - 1 ? 0 : 0.1 + draw(1, i),
      readiness: 0.3 + 0.6 * draw(2, i),
      benefit: 0.9 + 0.6 * draw(3, i),
      cost: 0.15 + 0.2 * draw(4, i),
      patience: 0.8 + 0.15 * draw(5, i),
      margin: 0.05 * draw(6, i),
      concession: 0.4 + 1.2 * draw(7, i),
      opening: 0.02 + 0.08 * draw(8, i),
      opinion: 0.3 + 0.6 * draw(9, i),
      bar: 0.2 + 0.6 * draw(10, i),
      lobbying: isState ? 0 : 0.01,
      ideal: table(Array.from(issueIds, (_, k) => draw(20, i, k))),
      salience: table(shares(issues, (k) => draw(21, i, k))),
      ...(i === parties - 1 ? { strategy: { use: 'compromise-chair' } } : {}),
      ...(isState && i % statesPerHardliner === 0 ? { strategy: { use: 'hardliner' } } : {}),
    };
  };
  const depths = shares(issues, (k) => draw(22, k));
  const issue = (id: string, k: number) => ({
    id,
    title: `Issue ${k}`,
    article: `Article on issue ${k}`,
    depth: depths[k],
    options: Array.from({ length: 4 + (k % 3) }, (_, o) => ({
      id: name('option', o),
      title: `Option ${o}`,
      sentence: `Each Party shall go to rung ${o} of issue ${k}.`,
    })),
  });
  const phase = (id: string, protocol: string, most: number, more: object = {}) => ({
    id,
    protocol,
    rounds: most,
    ...more,
  });
  return {
    format: 1,
    id: 'conference',
    title: `A conference of ${parties} parties`,
    summary: `${parties} parties negotiate ${issues} issues for ${rounds} rounds.`,
    ticks,
    parties: Array.from({ length: parties }, (_, i) => party(i)),
    issues: issueIds.map(issue),
    chair: name('guest', parties - 1),
    rules: {
      decision: [{ rule: 'consensus' }, { rule: 'two-thirds' }],
      entryIntoForce: { parties: Math.max(1, Math.floor(states / 4)) },
    },
    phases: [
      phase('identify', 'stakeholder-mapping', 1, { with: { invite: 'all' } }),
      phase('mandate', 'executive-orders', ticksBefore - 2),
      phase('agenda', 'agenda-setting', 1, { with: { threshold: 0 } }),
      phase('bargaining', 'single-text', rounds),
      phase('adoption', 'adoption', 1, { ticks: 0 }),
      phase('signature', 'treaty-life', 1),
      phase('implementation', 'treaty-life', Math.max(1, ticks), { with: { joining: 'accession' } }),
    ],
    world: { mandates: {}, trust: {}, ratification: {}, compliance: {} },
  };
}
