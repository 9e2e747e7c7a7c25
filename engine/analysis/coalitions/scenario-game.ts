/**
 * The membership game of a text: which states gain from being in, given who else is in. A member has the
 * utility of the text with the reliability that these members give it (model equation 2), so it falls as
 * members leave; an outsider has what it has without an agreement, and the share σ of what the agreement
 * would be worth to it if it were in: the spill-over of what the members do.
 *
 *   in:  Ω·b_i·D·ρ_i(M) − Λ·L_i − k_i·D·(1 + χ(1 − r_i)) + λ_V·(voice_i − ½) + y_i − μ_i
 *   out: d_i + σ·Ω·b_i·D·ρ_i(M)
 *
 * The margin μ_i is what a deal must give beyond no agreement before a state joins. Members that do not meet
 * the thresholds of entry into force have no agreement: everybody has d_i. A state whose red line the text
 * crosses never joins.
 */
import { depthOf, utilityOf, utilityTerms } from '../../preferences/utility.ts';
import { meetsThresholds } from '../../rules/entry-into-force.ts';
import { worthWithoutAgreement } from '../../rules/outside.ts';
import type { Run, Scenario } from '../../run/contract.ts';
import type { MembershipGame } from './membership.ts';

/** What the game of a text is made of. */
export interface TextGame {
  readonly scenario: Scenario;
  readonly option: Int32Array;
  /** What j adds to ρ_i when it is a member: party × parties + other. */
  readonly adds: Float64Array;
  /** d_i: what each party has without an agreement. */
  readonly without: ArrayLike<number>;
  /** σ: share of an agreement’s benefit that outsiders have. */
  readonly spillOver: number;
}

/** A membership game with the parties that play it. */
export interface ScenarioGame extends MembershipGame {
  /** Indices of the states that may join the treaty; player n is `parties[n]`. */
  readonly parties: Int32Array;
}

/** What each member adds to the reliability that a party expects, as a run has it now. */
export function reliabilityOfPairs(run: Run): Float64Array {
  const { partyCount, states } = run.scenario;
  const adds = new Float64Array(partyCount * partyCount);
  const alone = new Int32Array(partyCount);
  for (const member of states) {
    alone[member] = 1;
    for (const party of states) {
      if (party !== member) adds[party * partyCount + member] = run.reliability(party, alone);
    }
    alone[member] = 0;
  }
  return adds;
}

/** The same before anybody has acted: every state expects of the others what the scenario says. */
export function reliabilityOfScenario(scenario: Scenario): Float64Array {
  const { partyCount, states, weight, file } = scenario;
  const adds = new Float64Array(partyCount * partyCount);
  for (const party of states) {
    const others = 1 - weight[party];
    for (const member of states) {
      if (party === member || !(others > 0)) continue;
      adds[party * partyCount + member] = (file.utility.reliability * weight[member]) / others;
    }
  }
  return adds;
}

function isAcceptable(scenario: Scenario, party: number, option: Int32Array): boolean {
  const { acceptable, issueCount } = scenario;
  for (let k = 0; k < issueCount; k++) {
    if ((acceptable[party * issueCount + k] & (1 << option[k])) === 0) return false;
  }
  return true;
}

/**
 * Whether these members bring the treaty into force, for all of them or for one that waives the thresholds.
 */
function inEffect({ scenario }: TextGame, parties: Int32Array) {
  const { entryIntoForce, partyCount } = scenario;
  const deposited = new Int32Array(partyCount);
  return (members: Uint8Array): boolean => {
    deposited.fill(-1);
    for (let n = 0; n < parties.length; n++) {
      if (members[n] === 0) continue;
      if (entryIntoForce.waives?.[parties[n]] === 1) return true;
      deposited[parties[n]] = 0;
    }
    return meetsThresholds(entryIntoForce, deposited);
  };
}

/** σ of a scenario: what its mechanism of spill-over says, 0 without one. */
export function spillOverOf({ mechanisms }: Scenario): number {
  const placed = mechanisms.find(({ mechanism }) => mechanism.id === 'spill-over');
  return placed === undefined ? 0 : Number(placed.parameters['share']);
}

/** The membership game of the text of a run as it stands. */
export function gameOfRun(run: Run, spillOver = spillOverOf(run.scenario)): ScenarioGame {
  const { scenario } = run;
  return membershipGame({
    scenario,
    option: Int32Array.from(run.i32['text.option']),
    adds: reliabilityOfPairs(run),
    without: scenario.partyIds.map((_, party) => worthWithoutAgreement(run, party)),
    spillOver,
  });
}

/** The membership game of a text. */
export function membershipGame(text: TextGame): ScenarioGame {
  const { scenario, option, adds, spillOver } = text;
  const { partyCount, instrument, margin, benefitRate } = scenario;
  const parties = scenario.states.filter((state) => instrument[state] < 0);
  const depth = depthOf(scenario, option);
  const terms = new Float64Array(utilityTerms.length);
  const benefit = Float64Array.from(parties, (party) => benefitRate[party] * depth);
  const without = Float64Array.from(parties, (party) => text.without[party]);
  // What a member has besides the benefit.
  const rest = Float64Array.from(parties, (party) =>
    isAcceptable(scenario, party, option)
      ? utilityOf(scenario, party, option, 0, terms) - margin[party]
      : Number.NEGATIVE_INFINITY,
  );
  const reliability = (player: number, members: Uint8Array): number => {
    const row = parties[player] * partyCount;
    let sum = 0;
    for (let n = 0; n < parties.length; n++) {
      if (members[n] === 1 && n !== player) sum += adds[row + parties[n]];
    }
    return sum;
  };
  const everybody = new Uint8Array(parties.length).fill(1);
  return {
    parties,
    players: parties.length,
    inside: (player, members) => benefit[player] * reliability(player, members) + rest[player],
    outside: (player, members) =>
      without[player] + spillOver * benefit[player] * reliability(player, members),
    none: (player) => without[player],
    isInEffect: inEffect(text, parties),
    // With everybody in, and pivotal: staying out there would leave nothing to ride on.
    mostGain: (player) => benefit[player] * reliability(player, everybody) + rest[player] - without[player],
  };
}
