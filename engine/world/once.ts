/** What a mechanism works out once of a scenario and its parameters, and shares between runs. */
import type { Parameters, Scenario } from '../run/contract.ts';

/**
 * Remembers what `workOut` gives for a scenario and parameters: ids as indices, tables as arrays. It holds
 * nothing of a run.
 *
 * @example `const ledgerOf = once((scenario, parameters) => ({ income: incomes(scenario, parameters) }))`
 */
export function once<Known>(
  workOut: (scenario: Scenario, parameters: Parameters) => Known,
): (scenario: Scenario, parameters: Parameters) => Known {
  const entries = new WeakMap<Parameters, { readonly digest: string; readonly known: Known }>();
  return (scenario, parameters) => {
    const found = entries.get(parameters);
    if (found !== undefined && found.digest === scenario.digest) return found.known;
    const known = workOut(scenario, parameters);
    entries.set(parameters, { digest: scenario.digest, known });
    return known;
  };
}
