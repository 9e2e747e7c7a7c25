import { describe, expect, it } from 'vitest';
import { expectedUtilityChallengeRulings as rulings } from '../../engine/protocols/rulings/expected-utility-challenge.ts';
import { checkRulings, type Talks, talks } from './talks.ts';

const protocol = 'expected-utility-challenge';

// Printed by reference.py beside this file: round, party, way, by whom, what the party expects of its own
// challenge and of the other’s, its new place.
const offers = [
  [0, 'ash', 'compromise', 'elm', -0.24641449358997114, 0.6078097732721364, 0.20810515633503124],
  [0, 'birch', 'confrontation', 'dune', 0.5926527314653084, 0.5989220373632724, 0.5],
  [0, 'dune', 'confrontation', 'ash', 0.24720986631340014, 0.2477748041166498, 0.35],
  [1, 'ash', 'compromise', 'elm', -0.14148019714438054, 0.3457469878164375, 0.12294820751824509],
  [1, 'birch', 'confrontation', 'dune', 0.19985816840419823, 0.20096220083713034, 0.35],
  [1, 'dune', 'confrontation', 'ash', 0.2237018093515165, 0.2241602553356366, 0.20810515633503124],
  [2, 'ash', 'compromise', 'elm', -0.08872394588764654, 0.2060722573268714, 0.0700131339070071],
  [2, 'birch', 'confrontation', 'dune', 0.18893071396014383, 0.18983868103423374, 0.20810515633503124],
  [2, 'dune', 'confrontation', 'ash', 0.1405266988975837, 0.1405483365182456, 0.12294820751824509],
  [3, 'ash', 'confrontation', 'dune', 0.0800234204487853, 0.08007498959073645, 0.12294820751824509],
  [3, 'birch', 'confrontation', 'dune', 0.11112837256142338, 0.11133745250901184, 0.12294820751824509],
  [3, 'dune', 'compromise', 'elm', -0.07841082107618336, 0.19691168344769272, 0.07398986369345392],
] as const;

/** Weighted mean after each round, from the first on; printed by reference.py. */
const means = [0.15372081296152496, 0.10689099570011544, 0.07108303131659889, 0.05843533967185214];

interface Offer {
  readonly round: number;
  readonly party: string;
  readonly way: string;
  readonly by: string;
  readonly numbers: number[];
}

function offersOf({ events }: Talks): Offer[] {
  const found: Offer[] = [];
  for (const event of events) {
    if (event.kind === 'challenged') {
      const { round, party, way, by } = event;
      found.push({ round, party, way, by, numbers: [] });
    } else if (event.kind === 'challengeWeighed' || event.kind === 'positionMoved') {
      found.at(-1)!.numbers.push(event.value);
    }
  }
  return found;
}

const ideals = (values: readonly number[]): string[] =>
  ['ash', 'birch', 'cedar', 'dune', 'elm'].map((id, index) => `parties.${id}.ideal.years=${values[index]}`);

describe('expected-utility challenge', () => {
  it('finds the offers that independent code finds', async () => {
    const found = offersOf(await talks(protocol)).slice(0, offers.length);
    expect(found.map(({ round, party, way, by }) => [round, party, way, by])).toEqual(
      offers.map((offer) => offer.slice(0, 4)),
    );
    found.forEach(({ numbers }, index) => {
      offers[index]!.slice(4).forEach((wanted, place) => {
        expect(numbers[place]).toBeCloseTo(wanted as number, 11);
      });
    });
  });

  it('finds the means and medians that independent code finds', async () => {
    const { all } = await talks(protocol);
    const found = all('compromised').map(({ value }) => value);
    means.forEach((wanted, round) => {
      expect(found[round + 1]).toBeCloseTo(wanted, 12);
    });
    // Elm stays at 0 and has more than half the weight.
    expect(new Set(all('medianFound').map(({ value }) => value))).toEqual(new Set([0]));
  });

  it('ends elsewhere without estimated risk, and draws nothing', async () => {
    const [on, off] = await Promise.all([
      talks(protocol, { seed: 3, sets: ['phases.challenges.with.outcome=mean'] }),
      talks(protocol, {
        seed: 3,
        sets: ['phases.challenges.with.outcome=mean', 'phases.challenges.with.risk=false'],
      }),
    ]);
    expect(off!.all('compromised').at(-1)!.value).not.toBeCloseTo(on!.all('compromised').at(-1)!.value, 3);
    const other = await talks(protocol, { seed: 4, sets: ['phases.challenges.with.outcome=mean'] });
    expect(other.events).toEqual(on!.events);
  });

  it('adopts another text when the text follows the mean', async () => {
    const sets = ['phases.challenges.rounds=1'];
    const median = await talks(protocol, { sets });
    const mean = await talks(protocol, { sets: [...sets, 'phases.challenges.with.outcome=mean'] });
    expect(median.metric('depth')).toBe(0);
    expect(mean.metric('depth')).toBeGreaterThan(0);
  });
});

describe('rulings on expected-utility challenges', () => {
  checkRulings(rulings, {
    'A party expects to gain by challenging another, and expects the other to gain more by challenging it.':
      async () => {
        const run = await talks(protocol);
        const confrontations = offersOf(run).filter(({ way }) => way === 'confrontation');
        expect(confrontations.length).toBeGreaterThan(5);
        for (const { numbers } of confrontations) {
          const [own, other] = numbers;
          expect(own).toBeGreaterThan(0);
          expect(other).toBeGreaterThan(own!);
        }
        // Dune takes the place of ash, 0.35, and birch that of dune, 0.5.
        expect(confrontations.slice(0, 2).map(({ numbers }) => numbers[2])).toEqual([0.5, 0.35]);
      },
    'A party expects to lose by challenging another that would gain more than it loses.': async () => {
      const [first] = offersOf(await talks(protocol));
      const [own, other, place] = first!.numbers as [number, number, number];
      expect([own < 0, other > -own]).toEqual([true, true]);
      expect(place).toBeCloseTo(0.35 + (0 - 0.35) * (-own / other), 14);
    },
    'A party could answer a confrontation and a compromise.': async () => {
      // Birch and dune could meet cedar as well; of ash, dune and elm the nearest to birch is dune.
      const first = offersOf(await talks(protocol)).slice(0, 3);
      expect(first.map(({ party, way, by }) => [party, way, by])).toEqual([
        ['ash', 'compromise', 'elm'],
        ['birch', 'confrontation', 'dune'],
        ['dune', 'confrontation', 'ash'],
      ]);
    },
    'A party could answer several compromises.': async () => {
      // Ash, at 0.35, could meet cedar, which is nearer; elm pulls to a smaller weighted position.
      const [first] = offersOf(await talks(protocol));
      expect([first!.party, first!.way, first!.by]).toEqual(['ash', 'compromise', 'elm']);
    },
    'Several parties give way in a round.': async () => {
      // Birch goes to 0.5, where dune stood before the round, not to 0.35, where dune goes in it.
      const [, birch, dune] = offersOf(await talks(protocol));
      expect([birch!.by, birch!.numbers[2], dune!.numbers[2]]).toEqual(['dune', 0.5, 0.35]);
    },
    'Positions draw together over the rounds.': async () => {
      const { play, all } = await talks(protocol);
      expect(play.run.f64['expected-utility-challenge.range']![0]).toBe(0.9);
      const places = new Set(
        all('positionMoved')
          .filter(({ round }) => round === 7)
          .map(({ value }) => value),
      );
      expect(Math.max(...places)).toBeLessThan(0.1);
    },
    'All parties hold the same position on an issue.': async () => {
      const run = await talks(protocol, { sets: ideals([0.5, 0.5, 0.5, 0.5, 0.5]) });
      expect(offersOf(run)).toEqual([]);
      expect(run.all('roundStarted').filter(({ phase }) => phase === 'challenges')).toHaveLength(1);
    },
    'Nobody gives way any more.': async () => {
      const run = await talks(protocol, { sets: ideals([0.4, 0.4, 0.4, 0.4, 0.4]) });
      expect(run.all('medianFound').at(-1)!.value).toBe(0.4);
      expect(run.all('textTabled').at(-1)!.option).toBe('in-6');
    },
  });
});
