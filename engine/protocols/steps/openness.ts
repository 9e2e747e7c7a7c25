/** How much of the talks the public at home sees, which every protocol with a table of its own says. */
import * as z from 'zod';
import { plausible } from '../../scenario/plausible.ts';

/**
 * The parameter of how open the table is, a share in [0, 1].
 *
 * @param usual what it is where a scenario does not say
 * @param between lowest and highest plausible value
 */
export function opennessParameter(usual: number, between: readonly [number, number]) {
  return z
    .number()
    .min(0)
    .max(1)
    .default(usual)
    .describe('how open the table is to the public at home')
    .meta(plausible(between, 'share'));
}
