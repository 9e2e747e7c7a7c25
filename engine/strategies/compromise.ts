/**
 * The pen of whoever drafts for all: each open issue takes the option nearest to the weighted mean of what
 * the parties support, the compromise model of Van den Bos (1991) and Achen (2006). The weight of a party on
 * an issue is its capability, times the attention it publicly gave the issue, times 1 + ω where it objected
 * in the last round. The pen uses only what is said at the table: it cannot see saliences, so it reads the
 * public rankings. In a group only those who sit in it count.
 */
import { limits } from '../limits.ts';
import { rankShare } from '../rules/ranking.ts';
import type { Observation } from '../run/contract.ts';

/** ω unless a chair says otherwise (MODEL part 4.1, equation 5). */
export const defaultObjectionWeight = 1.5;

/**
 * Share of attention that each public rank stands for, and equal shares where nobody has ranked; weighted sum
 * of the supported positions of each issue, and the weights behind it; overwritten each time.
 */
const shares = new Float64Array(limits.issues);
const sums = new Float64Array(limits.issues);
const totals = new Float64Array(limits.issues);

/** Adds what a party supports on every issue. */
function addParty(observation: Observation, objectionWeight: number, party: number): void {
  const { issueCount, position, stride } = observation.scenario;
  const capability = observation.scenario.capability[party];
  const equalShare = 1 / issueCount;
  for (let k = 0; k < issueCount; k++) {
    const option = observation.support(party, k);
    if (option < 0) continue;
    const heed = observation.objected(party, k) ? 1 + objectionWeight : 1;
    const rank = observation.rank(party, k);
    const weight = capability * (rank < 0 ? equalShare : shares[rank]) * heed;
    sums[k] += weight * position[k * stride + option];
    totals[k] += weight;
  }
}

/**
 * Writes the compromise on every issue as the answer to a question for a package: the option nearest to the
 * weighted mean of what is supported, the text’s own where nobody supports any.
 */
export function compromise(
  observation: Observation,
  objectionWeight: number,
  answers: Int32Array,
  at: number,
): void {
  const { partyCount, issueCount, position, stride } = observation.scenario;
  sums.fill(0);
  totals.fill(0);
  for (let rank = 0; rank < issueCount; rank++) shares[rank] = rankShare(rank, issueCount);
  for (let party = 0; party < partyCount; party++) {
    if (party === observation.seat || !observation.present(party) || !observation.sits(party)) continue;
    addParty(observation, objectionWeight, party);
  }
  for (let k = 0; k < issueCount; k++) {
    const mean = totals[k] > 0 ? sums[k] / totals[k] : position[k * stride + observation.text(k)];
    answers[at + k] = observation.nearest(k, mean);
  }
}
