/**
 * Mandates that mind the home: a capital tells its delegation to bring nothing that would not be ratified
 * (Putnam 1988: the win-set at home bounds what can be agreed abroad). What a deal must give beyond no
 * agreement is then at least what makes z_i reach `slack`:
 *
 *   μ_i = max(margin_i, (slack + bar_i − opinion·(o_i − ½) − lobby_i)/stakes)
 *
 * with the weights of `ratification`. It follows opinion, bar and lobbies month by month until a text is
 * adopted. Without it delegations know nothing of home, and a small win-set shows only in ratification.
 *
 * A state whose win-set shrinks should get no worse an agreement (Schelling’s conjecture). At the table it is
 * so; but hands that are tied too tightly leave it: a delegation without hope walks out, the text goes on
 * without it, and it comes back to a worse one or is outvoted. `test/analysis/win-sets.test.ts` shows both.
 */
import * as z from 'zod';
import type { Mechanism, Parameters, Run } from '../run/contract.ts';
import { EventKind, Reason } from '../run/events.ts';
import { plausible } from '../scenario/plausible.ts';
import type { Finding } from '../scenario/problems.ts';
import type { ScenarioFile } from '../scenario/schema.ts';
import { gainAskedAtHome } from './ratification.ts';

const parameters = z.strictObject({
  slack: z
    .number()
    .min(-10)
    .max(10)
    .default(0)
    .describe('how much must speak for a text at home, in units of z; at 0 as much as speaks against it')
    .meta(plausible([-1, 1], 'z')),
});

/** A gain beyond any that utilities can have. */
const unattainable = 1e9;

/** Sets what the deal must give, and tells the limit that follows where it has changed. */
function setLimits(run: Run, slack: number, isFirst: boolean): void {
  const { states, reversionUtility } = run.scenario;
  const margin = run.f64['party.margin'];
  const given = run.f64['home-limits.given'];
  for (let s = 0; s < states.length; s++) {
    const party = states[s];
    // what no package gives is asked for all the same, but as a number that can be reckoned with
    const asked = Math.min(Math.max(given[party], gainAskedAtHome(run, party, slack)), unattainable);
    if (asked === margin[party] && !isFirst) continue;
    margin[party] = asked;
    run.emitNumber(EventKind.reasoned, party, reversionUtility[party] + asked, Reason.limit);
  }
}

function check(_parameters: Parameters, { world }: ScenarioFile): Finding[] {
  if ((world as Record<string, unknown>)['ratification'] !== undefined) return [];
  const message = 'home limits ask what would be ratified, and nothing is ratified here';
  return [{ path: [], code: 'missing-key', message, hint: 'Add `world: {ratification: {}}`.' }];
}

/** The mechanism of mandates that mind the home. */
export const homeLimits: Mechanism = {
  id: 'home-limits',
  title: 'Mandates that mind the home',
  summary: 'delegations ask for a text that their home would ratify: the win-set bounds the mandate',
  source: 'Putnam 1988; Schelling 1960 (the power to bind oneself)',
  parameters,
  slices: [
    {
      name: 'home-limits.given',
      type: 'f64',
      per: 'party',
      visible: 'own',
      doc: 'what a deal must give by the scenario alone',
    },
  ],
  moves: ['margin'],
  check,
  begin: (run, settings) => {
    run.f64['home-limits.given'].set(run.f64['party.margin']);
    setLimits(run, (settings as z.output<typeof parameters>).slack, true);
  },
  onTick: (run, settings) => {
    if (run.i32['treaty.adoptedTick'][0] >= 0) return;
    setLimits(run, (settings as z.output<typeof parameters>).slack, false);
  },
};
