/**
 * The chair’s pen: each open issue takes the option nearest to the weighted mean of what the parties support,
 * the compromise model of Van den Bos (1991) and Achen (2006). The weight of a party on an issue is its
 * capability, times the attention it publicly gave the issue, times 1 + ω where it objected in the last
 * round. The chair uses only what is said at the table: it cannot see saliences, so it reads the public
 * rankings.
 */
import * as z from 'zod';
import { rankShare } from '../rules/ranking.ts';
import type { Observation, Parameters, Strategy } from '../run/contract.ts';

const parameters = z.strictObject({
  objectionWeight: z
    .number()
    .min(0)
    .max(10)
    .default(1.5)
    .describe('ω: how much more it heeds a party on an issue the party objected to'),
});

/** Share of attention that a public rank stands for; equal shares where nobody has ranked. */
function attention(observation: Observation, party: number, issue: number): number {
  const { issueCount } = observation.scenario;
  const rank = observation.rank(party, issue);
  if (rank < 0) return 1 / issueCount;
  return rankShare(rank, issueCount);
}

/** Weighted mean position of the supported options of an issue; the text’s own where nobody supports any. */
function compromise(observation: Observation, settings: Parameters, issue: number): number {
  const { partyCount, position, stride, capability } = observation.scenario;
  const { objectionWeight } = settings as z.output<typeof parameters>;
  let sum = 0;
  let total = 0;
  for (let party = 0; party < partyCount; party++) {
    const option = observation.support(party, issue);
    if (option < 0 || party === observation.seat || !observation.present(party)) continue;
    const heed = observation.objected(party, issue) ? 1 + objectionWeight : 1;
    const weight = capability[party] * attention(observation, party, issue) * heed;
    sum += weight * position[issue * stride + option];
    total += weight;
  }
  return total > 0 ? sum / total : position[issue * stride + observation.text(issue)];
}

/** The strategy of a chair without interests of its own. */
export const compromiseChair: Strategy = {
  id: 'compromise-chair',
  title: 'Compromise chair',
  summary: 'drafts the weighted mean of what the parties support',
  source: 'Van den Bos 1991; Achen 2006',
  parameters,
  facts: { stochastic: false },
  memory: 0,
  answers: {
    propose: (observation, settings, answers, at) => {
      for (let k = 0; k < observation.scenario.issueCount; k++) {
        answers[at + k] = observation.nearest(k, compromise(observation, settings, k));
      }
    },
  },
};
