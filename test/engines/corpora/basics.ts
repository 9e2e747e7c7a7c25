// What every digest rests on: portable functions, draws, the digest itself and the formatting of numbers.
// When the whole corpus differs on some engine, this one says whether the foundation does.

import { sha256Text } from '../../../engine/bytes.ts';
import { exp, inverseNormal, ln, logistic, pow } from '../../../engine/math.ts';
import { chainValue, createChain, mixRecord } from '../../../engine/run/digest.ts';
import { normal, runKey, streamId, uniform } from '../../../engine/run/draws.ts';
import type { Corpus } from '../corpus.ts';

const key = runKey('corpus é');
const stream = streamId('corpus');

/** One digest for each function over many keyed inputs. */
export async function computeCorpus({ isShort }: { isShort: boolean }): Promise<Corpus> {
  const count = isShort ? 400 : 20_000;
  const digests: Record<string, string> = {
    key: `${key.k0} ${key.k1}`,
    exp: digestOf((k) => exp(draw(k, 1400) - 700)),
    ln: digestOf((k) => ln(draw(k, 1e6))),
    pow: digestOf((k) => pow(draw(k, 100), draw(k, 20) - 10)),
    logistic: digestOf((k) => logistic(draw(k, 80) - 40)),
    'inverse normal': digestOf((k) => inverseNormal(draw(k, 1))),
    uniform: digestOf((k) => uniform(key, stream, 1, 0, k)),
    normal: digestOf((k) => normal(key, stream, 2, 0, k)),
    'square root': digestOf((k) => Math.sqrt(draw(k, 1e9))),
    'number formatting': sha256Text(Array.from({ length: 400 }, (_, k) => String(draw(k, 1e-6))).join(' ')),
  };
  // A short corpus takes fewer inputs, so its digests have names of their own; long engines compute both.
  const suffix = isShort ? ' (short)' : '';
  const named = Object.fromEntries(Object.entries(digests).map(([name, digest]) => [name + suffix, digest]));
  return isShort ? named : { ...named, ...(await computeCorpus({ isShort: true })) };

  function digestOf(f: (k: number) => number): string {
    const chain = createChain();
    const double = new Float64Array(1);
    const words = new Int32Array(double.buffer);
    for (let k = 0; k < count; k += 1) {
      double[0] = f(k);
      mixRecord(chain, k, 0, 0, 0, words[0] as number, words[1] as number);
    }
    return chainValue(chain);
  }
}

function draw(k: number, range: number): number {
  return uniform(key, stream, 0, 1, k) * range;
}
