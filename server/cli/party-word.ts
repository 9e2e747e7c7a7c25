/** Finds parties as people name them. */
import type { Scenario } from '../../engine/run/contract.ts';
import { CliError } from './exit.ts';

/** The index of a party named by its id, its code or its name. */
export async function partyNamed(scenario: Scenario, word: string): Promise<number> {
  const wanted = word.toLowerCase();
  const found = scenario.file.parties.findIndex(
    ({ id, code, name }) => id === wanted || code.toLowerCase() === wanted || name.toLowerCase() === wanted,
  );
  if (found >= 0) return found;
  const { didYouMean } = await import('../../engine/scenario/suggest.ts');
  throw new CliError('seat-unknown', `the scenario has no party ${word}`, {
    hint: didYouMean(word, [...scenario.partyIds]),
    exit: 2,
  });
}
