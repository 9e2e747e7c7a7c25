import { describe, expect, it } from 'vitest';
import { pledgeAndReviewRulings } from '../../engine/protocols/rulings/pledge-and-review.ts';
import { checkRulings, type Person, type Sent, type Setting, talks } from './talks.ts';

const protocol = 'pledge-and-review';

const rungs = (audits: number, reports: number): Sent => ({
  answer: { package: { audits: `level-${audits}`, reports: `level-${reports}` } },
});

/**
 * A person who accepts every text and pledges rungs as told, by round of the phase; never less than what
 * stands for it, unless told what to send.
 */
const person =
  (...pledges: readonly (number | readonly Sent[])[]): Person =>
  (question, round, { scenario, run }, seat) => {
    if (question === 'judge') return [{ answer: { verdict: 'accept' } }];
    if (question === 'object') return [{ answer: { objects: false } }];
    const wanted = pledges[Math.min(round, pledges.length - 1)]!;
    if (typeof wanted !== 'number') return wanted;
    const standing = run.i32['pledge-and-review.pledge']!;
    const keeps = scenario.file.phases[0]!.with['ratchet'] === true;
    const at = scenario.partyIds.indexOf(seat) * scenario.issueCount;
    const [audits, reports] = [0, 1].map((k) => (keeps ? Math.max(wanted, standing[at + k]!) : wanted));
    return [rungs(audits!, reports!)];
  };

const steady = { ash: person(2), birch: person(2), cedar: person(2) };

const play = (setting: Setting = {}) => talks(protocol, { people: steady, ...setting });

const off = ['phases.pledges.with.reciprocity=0'];

describe('pledge and review', () => {
  it('adopts deeper texts with the ratchet than without, on paired seeds', async () => {
    for (const seed of [1, 2, 3]) {
      const on = await talks(protocol, { seed, sets: off });
      const without = await talks(protocol, { seed, sets: [...off, 'phases.pledges.with.ratchet=false'] });
      expect([on.metric('agreed'), without.metric('agreed')]).toEqual([1, 1]);
      expect(on.metric('depth')).toBeGreaterThan(without.metric('depth'));
    }
  });

  it('adopts deeper texts with reciprocity than without, on paired seeds', async () => {
    const sets = ['phases.pledges.with.ratchet=false', 'phases.pledges.with.every=1'];
    for (const seed of [1, 2, 3]) {
      const on = await talks(protocol, { seed, sets: [...sets, 'phases.pledges.with.reciprocity=1'] });
      const without = await talks(protocol, { seed, sets: [...sets, ...off] });
      expect([on.metric('agreed'), without.metric('agreed')]).toEqual([1, 1]);
      expect(on.metric('depth')).toBeGreaterThan(without.metric('depth'));
    }
  });
});

describe('rulings on pledge and review', () => {
  checkRulings(pledgeAndReviewRulings, {
    'A state pledges an option that no other state pledges.': async () => {
      const run = await play({ people: { ...steady, ash: person(5) } });
      expect(run.all('pledged').filter(({ party }) => party === 'ash')).toMatchObject([
        { issue: 'audits', option: 'level-5', conditional: false },
        { issue: 'reports', option: 'level-5', conditional: false },
      ]);
      expect([...run.play.run.i32['pledge-and-review.pledge']!.subarray(0, 2)]).toEqual([5, 5]);
    },
    'A state wishes to raise its pledge between two reviews.': async () => {
      const run = await play({ people: { ...steady, ash: person(1, 3) } });
      const raised = run
        .all('pledged')
        .filter(({ party, option }) => party === 'ash' && option === 'level-3');
      expect(raised.map(({ round }) => round)).toEqual([1, 1]);
      expect(run.all('reviewed')[0]!.round).toBe(2);
    },
    'A state wishes to lower its pledge and the ratchet is on.': async () => {
      // The person is refused, and pledges what it did before.
      const refused = await play({ people: { ...steady, ash: person(3, [rungs(1, 1), rungs(3, 3)]) } });
      expect(refused.all('inputRefused').map(({ party }) => party)).toContain('ash');
      expect([...refused.play.run.i32['pledge-and-review.pledge']!.subarray(0, 2)]).toEqual([3, 3]);
      // A strategy that concedes towards the others would lower its pledge too; it is held.
      const held = await talks(protocol);
      expect(held.all('pledgeHeld').length).toBeGreaterThan(0);
      for (const { round, party, issue } of held.all('pledgeHeld')) {
        const later = held.all('pledged').filter((event) => event.party === party && event.issue === issue);
        expect(later.filter((event) => event.round === round)).toEqual([]);
      }
    },
    'A state wishes to lower its pledge and the ratchet is off.': async () => {
      const sets = ['phases.pledges.with.ratchet=false', ...off];
      const run = await play({ sets, people: { ...steady, ash: person(3, 1) } });
      expect(run.all('inputRefused')).toEqual([]);
      expect([...run.play.run.i32['pledge-and-review.pledge']!.subarray(0, 2)]).toEqual([1, 1]);
    },
    'The round of a review has come.': async () => {
      const people = { ...steady, ash: person(5) };
      const run = await play({ people, sets: [...off, 'phases.pledges.with.weights=capability'] });
      const [first] = run.all('reviewed');
      // Capabilities 1, .8 and .6; places 1, .4 and .4 on a ladder of six rungs.
      expect(first!.value).toBeCloseTo((1 * 1 + 0.8 * 0.4 + 0.6 * 0.4) / 2.4, 12);
      expect([...new Set(run.all('reviewed').map(({ round }) => round))]).toEqual([2, 5, 8]);
    },
    'At a review a state lies further below the others than the tolerance.': async () => {
      const people = { ash: person(5), birch: person(5), cedar: person(4) };
      const inside = await play({ people, sets: [...off, 'phases.pledges.with.tolerance=0.21'] });
      expect(inside.all('laggardNamed')).toEqual([]);
      const run = await play({ people, sets: off });
      const named = run.all('laggardNamed');
      expect(named.map(({ party, round }) => [party, round])).toEqual([
        ['cedar', 2],
        ['cedar', 5],
        ['cedar', 8],
      ]);
      for (const { value } of named) expect(value).toBeCloseTo(0.2, 12);
      // Naming has no other effect: what is pledged and adopted is the same.
      expect(run.all('pledged')).toHaveLength(inside.all('pledged').length);
      expect(run.metric('depth')).toBe(inside.metric('depth'));
    },
    'The pledges of the others have risen since the last review and reciprocity is on.': async () => {
      const riser = person(1, 1, 1, 5);
      const people = { ...steady, ash: riser, birch: riser };
      const run = await play({ people });
      // Others of cedar rise from .2 to 1; half of that, .4, takes it from .4 to .8.
      const answer = run.all('pledged').filter(({ party, conditional }) => party === 'cedar' && conditional);
      expect(answer.map(({ round, option }) => [round, option])).toEqual([
        [5, 'level-4'],
        [5, 'level-4'],
      ]);
      const without = await play({ people, sets: off });
      expect(without.all('pledged').filter(({ conditional }) => conditional)).toEqual([]);
    },
    'A conditional rise would cross a red line of the state.': async () => {
      const riser = person(1, 1, 1, 5);
      const people = { ...steady, ash: riser, birch: riser };
      const run = await play({ people, sets: ['parties.cedar.redLines={audits: {atMost: level-3}}'] });
      const answer = run.all('pledged').filter(({ party, conditional }) => party === 'cedar' && conditional);
      expect(answer.map(({ issue, option }) => [issue, option])).toEqual([
        ['audits', 'level-3'],
        ['reports', 'level-4'],
      ]);
    },
    'Pledges differ from state to state.': async () => {
      const people = { ash: person(5), birch: person(1), cedar: person(1) };
      const run = await play({ people, sets: off });
      // (1 + .2 + .2) / 3 = .47: the nearest of the rungs 0, .2, .4, … is .4.
      expect(run.all('textTabled').map(({ option }) => option)).toEqual(['level-2', 'level-2']);
      expect([...run.play.run.i32['pledge-and-review.pledge']!.subarray(0, 6)]).toEqual([5, 5, 1, 1, -1, -1]);
    },
    'A firm or an observer wishes to pledge.': async () => {
      const run = await play({ people: { ...steady, bureau: () => [rungs(0, 0)] } });
      expect(run.all('pledged').some(({ party }) => party === 'bureau')).toBe(false);
      expect(run.all('answered').some(({ party }) => party === 'bureau')).toBe(false);
    },
  });
});
