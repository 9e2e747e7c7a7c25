/**
 * Power indices by sampling, for bodies too large to count: coalitions by the toss of a coin and random
 * orders, from keyed draws, judged by the evaluator of decision rules itself. Always labelled an estimate.
 */
import { runKey, streamId, uniform } from '../../run/draws.ts';
import type { NormalRule } from '../../scenario/normal-rule.ts';
import { Ballot, carries, countBallots, emptyTally } from '../decision.ts';
import { membersOf } from './game.ts';

/** A share found by sampling, with its 95 % interval. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** The estimated power of one member. */
export interface MemberEstimate {
  readonly party: number;
  /** Its share of all swings; its interval is that of `penrose`, scaled. */
  readonly banzhaf: Estimate;
  readonly penrose: Estimate;
  readonly shapleyShubik: Estimate;
  readonly prevent: Estimate;
  readonly initiate: Estimate;
}

/** Estimated power in a body. */
export interface PowerEstimate {
  readonly kind: 'estimate';
  readonly samples: number;
  readonly members: readonly MemberEstimate[];
  readonly passage: Estimate;
}

const coalitionStream = streamId('power.coalition');
const orderStream = streamId('power.order');

/** Two-sided 95 % of the normal distribution. */
const z = 1.959963984540054;

/** The interval of Wilson (1927), which stays inside [0, 1]. */
function wilson(hits: number, samples: number): Estimate {
  if (samples === 0) return { value: 0, low: 0, high: 1 };
  const value = hits / samples;
  const scale = 1 + (z * z) / samples;
  const middle = (value + (z * z) / (2 * samples)) / scale;
  const half = (z / scale) * Math.sqrt((value * (1 - value)) / samples + (z * z) / (4 * samples * samples));
  return { value, low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}

function scaled({ value, low, high }: Estimate, by: number): Estimate {
  const most = (share: number) => Math.min(1, share * by);
  return { value: most(value), low: most(low), high: most(high) };
}

/** Whether votes carry when these ballots are cast. */
function judge(rule: NormalRule, states: Int32Array) {
  const tally = emptyTally();
  return (ballot: Int32Array): boolean => {
    countBallots(states, ballot, tally);
    return carries(rule, tally);
  };
}

interface Hits {
  readonly swings: Float64Array;
  readonly pivots: Float64Array;
  winning: number;
}

function sampleCoalitions(
  members: readonly number[],
  ballot: Int32Array,
  isWinning: (b: Int32Array) => boolean,
  key: ReturnType<typeof runKey>,
  samples: number,
  hits: Hits,
): void {
  for (let sample = 0; sample < samples; sample++) {
    members.forEach((party, m) => {
      ballot[party] = uniform(key, coalitionStream, m, sample, 0) < 0.5 ? Ballot.yes : Ballot.no;
    });
    const wins = isWinning(ballot);
    if (wins) hits.winning++;
    members.forEach((party, m) => {
      const cast = ballot[party];
      ballot[party] = cast === Ballot.yes ? Ballot.no : Ballot.yes;
      if (isWinning(ballot) !== wins) hits.swings[m]++;
      ballot[party] = cast;
    });
  }
}

function sampleOrders(
  members: readonly number[],
  ballot: Int32Array,
  isWinning: (b: Int32Array) => boolean,
  key: ReturnType<typeof runKey>,
  samples: number,
  hits: Hits,
): void {
  const order = members.map((_, m) => m);
  for (let sample = 0; sample < samples; sample++) {
    for (let i = order.length - 1; i > 0; i--) {
      const j = Math.floor(uniform(key, orderStream, i, sample, 0) * (i + 1));
      [order[i], order[j]] = [order[j], order[i]];
    }
    // winning only grows along the order: the first place at which the coalition wins is found by halving
    let low = 0;
    let high = order.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      order.forEach((m, place) => {
        ballot[members[m]] = place <= middle ? Ballot.yes : Ballot.no;
      });
      if (isWinning(ballot)) high = middle;
      else low = middle + 1;
    }
    if (low < order.length) hits.pivots[order[low]]++;
  }
}

/**
 * Estimates the indices of a rule.
 *
 * @param options.seed fixes the draws, by default 1
 * @param options.samples coalitions and orders drawn, by default 4000 of each
 */
export function estimatePower(
  rule: NormalRule,
  states: Int32Array,
  options: { readonly seed?: string | number; readonly samples?: number } = {},
): PowerEstimate {
  const { seed = 1, samples = 4000 } = options;
  const members = membersOf(rule, states);
  const ballot = new Int32Array(Math.max(0, ...states) + 1).fill(Ballot.no);
  const key = runKey(seed);
  const hits: Hits = {
    swings: new Float64Array(members.length),
    pivots: new Float64Array(members.length),
    winning: 0,
  };
  const isWinning = judge(rule, states);
  sampleCoalitions(members, ballot, isWinning, key, samples, hits);
  sampleOrders(members, ballot, isWinning, key, samples, hits);
  const all = hits.swings.reduce((sum, swings) => sum + swings, 0);
  const passage = wilson(hits.winning, samples);
  return {
    kind: 'estimate',
    samples,
    passage,
    members: members.map((party, m) => {
      const penrose = wilson(hits.swings[m], samples);
      return {
        party,
        penrose,
        banzhaf: scaled(penrose, all === 0 ? 0 : samples / all),
        shapleyShubik: wilson(hits.pivots[m], samples),
        // half of the coalitions that a member turns are winning ones with it, half losing ones without it
        prevent: scaled(penrose, hits.winning === 0 ? 0 : samples / (2 * hits.winning)),
        initiate: scaled(penrose, hits.winning === samples ? 0 : samples / (2 * (samples - hits.winning))),
      };
    }),
  };
}
