import { expect, test } from 'vitest';
import { type ActName, acts, createPlay, type Play } from '../../engine/index.ts';
import { compiled, firstMandateDocument, type Loose } from './first-mandate.ts';

/** First-mandate in which only the named acts move trust. */
async function trusting(weights: Partial<Record<ActName, number>>) {
  const document: Loose = firstMandateDocument();
  const all = Object.fromEntries(acts.map((act) => [act, weights[act] ?? 0]));
  document.world.trust = { ...document.world.trust, acts: all };
  return compiled(document);
}

/** Both counts of every pair, bit by bit. */
function countsOf(play: Play): string {
  const { 'trust.alpha': alpha, 'trust.beta': beta } = play.run.f64;
  return [...new BigUint64Array(Float64Array.from([...alpha!, ...beta!]).buffer)].join();
}

const ceremonies: ActName[] = ['signature', 'communique'];

test('signatures and communiqués of weight 0 leave every bit of trust as it was', async () => {
  for (const act of ceremonies) {
    const unchanged: boolean[] = [];
    for (const weight of [0, 0.5]) {
      const play = createPlay(await trusting({ [act]: weight }), { seed: 7, keepRecords: true });
      const before = countsOf(play);
      play.toEnd();
      unchanged.push(countsOf(play) === before);
    }
    expect(unchanged, act).toEqual([true, false]);
  }
});

test('every act moves trust by its weight and by nothing else', async () => {
  for (const [index, act] of acts.entries()) {
    for (const weight of [0, 1]) {
      const play = createPlay(await trusting({ [act]: weight }), { seed: 7 });
      const before = countsOf(play);
      for (let other = 0; other < acts.length; other++) if (other !== index) play.run.act(2, other);
      expect(countsOf(play), `not ${act}`).toBe(before);
      play.run.act(2, index);
      expect(countsOf(play) !== before, `${act} of weight ${weight}`).toBe(weight > 0);
    }
  }
});

test('the scenario as it ships gives signature and communiqué no weight', async () => {
  const scenario = await compiled(firstMandateDocument());
  const placed = scenario.mechanisms.find(({ mechanism }) => mechanism.id === 'trust');
  expect(placed?.parameters['acts']).toMatchObject({ signature: 0, communique: 0 });
});
