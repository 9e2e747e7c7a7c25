/**
 * The pen of whoever drafts for all: each open issue takes the option nearest to the weighted mean of what
 * the parties support, the compromise model of Van den Bos (1991) and Achen (2006). The weight of a party on
 * an issue is its capability, times the attention it publicly gave the issue, times 1 + ω where it objected
 * in the last round. The pen uses only what is said at the table: it cannot see saliences, so it reads the
 * public rankings. In a group only those who sit in it count.
 */
import { rankShare } from '../rules/ranking.ts';
import type { Observation } from '../run/contract.ts';

/** ω unless a chair says otherwise (MODEL part 4.1, equation 5). */
export const defaultObjectionWeight = 1.5;

/** Share of attention that a public rank stands for; equal shares where nobody has ranked. */
function attention(observation: Observation, party: number, issue: number): number {
  const { issueCount } = observation.scenario;
  const rank = observation.rank(party, issue);
  if (rank < 0) return 1 / issueCount;
  return rankShare(rank, issueCount);
}

/** Weighted mean position of the supported options of an issue; the text’s own where nobody supports any. */
function meanPosition(observation: Observation, objectionWeight: number, issue: number): number {
  const { partyCount, position, stride, capability } = observation.scenario;
  let sum = 0;
  let total = 0;
  for (let party = 0; party < partyCount; party++) {
    const option = observation.support(party, issue);
    if (option < 0 || party === observation.seat || !observation.present(party)) continue;
    if (!observation.sits(party)) continue;
    const heed = observation.objected(party, issue) ? 1 + objectionWeight : 1;
    const weight = capability[party] * attention(observation, party, issue) * heed;
    sum += weight * position[issue * stride + option];
    total += weight;
  }
  return total > 0 ? sum / total : position[issue * stride + observation.text(issue)];
}

/** Writes the compromise on every issue as the answer to a question for a package. */
export function compromise(
  observation: Observation,
  objectionWeight: number,
  answers: Int32Array,
  at: number,
): void {
  for (let k = 0; k < observation.scenario.issueCount; k++) {
    answers[at + k] = observation.nearest(k, meanPosition(observation, objectionWeight, k));
  }
}
