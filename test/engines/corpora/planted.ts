// Functions that ECMAScript leaves to the implementation. Engines do differ here: the test expects it, and so
// shows that the comparison can fail.

import type { Corpus } from '../corpus.ts';

/** A value that no engine has to share with another. */
export async function computeCorpus(): Promise<Corpus> {
  let sum = 0;
  for (let i = 1; i < 2000; i += 1) sum = (sum + Math.exp(i / 300) + Math.sin(i) + i ** 0.3) % 1000;
  return { 'functions of the implementation': String(sum) };
}
