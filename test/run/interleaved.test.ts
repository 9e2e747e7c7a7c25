import { expect, it } from 'vitest';
import { createPlay, type Play, runDigest } from '../../engine/index.ts';
import { compiled, firstMandateDocument, type Loose } from './first-mandate.ts';

/** first-mandate after a change of its document. */
function firstMandateWith(change: (document: Loose) => void) {
  const document = firstMandateDocument();
  change(document);
  return compiled(document);
}

/** Runs share what follows from numbers alone; none may see that another one is played beside it. */
it('runs that take turns in one process end as each does alone', async () => {
  const scenarios = await Promise.all([
    firstMandateWith(() => {}),
    firstMandateWith((document) => {
      document.world.trust.priorBeta = 8;
      document.utility.noise = 0.1;
    }),
    firstMandateWith((document) => {
      document.world.compliance.capacityFloor = 0.4;
      document.world.instructions = { delay: 1 };
    }),
  ]);
  const begin = () => scenarios.map((scenario, i) => createPlay(scenario, { seed: 40 + i }));
  const digests = (plays: readonly Play[]) => plays.map((play, i) => runDigest(play, 40 + i));
  const alone = begin();
  for (const play of alone) play.toEnd();
  const together = begin();
  let going = together;
  while (going.length > 0) going = going.filter((play) => play.advance() !== 'over');
  expect(new Set(digests(alone)).size).toBe(3);
  expect(digests(together)).toEqual(digests(alone));
});
