/** Exact power in the Council of the European Union: 27 members, all indices. */
import { exactPower } from '../../engine/rules/power/indices.ts';
import type { NormalRule } from '../../engine/scenario/normal-rule.ts';
import { shippedBody } from '../../server/validate/bodies.ts';
import { cpuSeconds, type Measured, summarise } from './measure.ts';

/** CPU milliseconds for all indices of the 27 members, the first and slowest time included. */
export function measureCouncilPower(): Measured {
  const { decision, states } = shippedBody('eu-council');
  const once = (): number =>
    1000 *
    cpuSeconds(() => {
      if (exactPower(decision as NormalRule, states)?.winning !== 17_729_938n)
        throw new Error('the count is wrong');
    });
  return summarise(Array.from({ length: 15 }, once));
}
