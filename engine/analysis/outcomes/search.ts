/**
 * The best package under an objective, by branch and bound over issues. The objective grows with every
 * party’s gain, so the gains that a partial package can still reach bound it; a second bound is linear: it
 * weighs the parties and takes the best option of each remaining issue. The search has a budget of nodes. It
 * says whether it came to its end; if not, it gives the best package found with a bound that no package can
 * exceed.
 */
import { limits } from '../../limits.ts';
import { ln } from '../../math.ts';
import { type Game, negligible } from './game.ts';

/** What is to be made large. */
export interface Objective {
  /** Its value for gains of the parties; must grow with each. −Infinity where it does not apply. */
  value(gain: Float64Array): number;
  /** Positive weights of the linear bound. */
  readonly weights: Float64Array;
  /** The largest value that gains of this weighted sum can have. */
  fromSum(weighted: number): number;
}

/** A best package. */
export interface Best {
  /** Undefined when no package has a value. */
  readonly option: Int32Array | undefined;
  readonly value: number;
  /** No package has more than this; equal to `value` when the search is exact. */
  readonly bound: number;
  readonly exact: boolean;
}

/** Smallest gain of all, each scaled; `weights` must sum to 1 and only make the bound tighter or looser. */
export function smallestGain(scale: Float64Array, weights: Float64Array): Objective {
  return {
    value: (gain) => {
      let least = Infinity;
      for (let n = 0; n < gain.length; n++) least = Math.min(least, gain[n] * scale[n]);
      return least;
    },
    weights: weights.map((weight, n) => weight * scale[n]),
    fromSum: (weighted) => weighted,
  };
}

/**
 * Sum of the logarithms of the gains: the Nash product, which would underflow for many parties. The linear
 * bound is the inequality of the means at the gains `near`, and tight when those are the best ones.
 */
export function nashProduct(near: Float64Array): Objective {
  const n = near.length;
  let base = 0;
  for (let i = 0; i < n; i++) base += ln(near[i]);
  return {
    value: (gain) => {
      // One logarithm for many gains: their product, taken before it leaves the range of doubles.
      let sum = 0;
      let product = 1;
      for (let i = 0; i < n; i++) {
        if (gain[i] <= 0) return -Infinity;
        product *= gain[i];
        if (product > 1e-100 && product < 1e100) continue;
        sum += ln(product);
        product = 1;
      }
      return sum + ln(product);
    },
    weights: near.map((gain) => 1 / gain),
    fromSum: (weighted) => (weighted <= 0 ? -Infinity : base + n * ln(weighted / n)),
  };
}

/** Issues in the order of the search, those that matter most first, with what the bounds need. */
interface Plan {
  readonly order: readonly number[];
  /** Options of each issue in the order in which they are tried. */
  readonly options: readonly (readonly number[])[];
  /** Most that a party can still get from the issues at depth d and below: d × parties + party. */
  readonly rest: Float64Array;
  /** The same for the weighted sum. */
  readonly weightedRest: Float64Array;
}

function weightedValue(game: Game, weights: Float64Array, issue: number, option: number): number {
  let sum = 0;
  for (let n = 0; n < game.partyCount; n++) {
    sum += weights[n] * game.value[(n * game.issueCount + issue) * game.stride + option];
  }
  return sum;
}

function optionsOf(game: Game, issue: number, allowed: number): number[] {
  const options: number[] = [];
  for (let o = 0; o < game.optionCount[issue]; o++) if ((allowed & (1 << o)) !== 0) options.push(o);
  return options;
}

function plan(game: Game, allowed: Int32Array, weights: Float64Array): Plan {
  const { partyCount, issueCount, stride, value } = game;
  const weighted = Array.from({ length: issueCount }, (_, k) =>
    optionsOf(game, k, allowed[k]).map((o) => [o, weightedValue(game, weights, k, o)] as const),
  );
  const spread = weighted.map((options) => {
    const sums = options.map(([, sum]) => sum);
    return Math.max(...sums) - Math.min(...sums);
  });
  const order = spread.map((_, k) => k).sort((a, b) => spread[b] - spread[a] || a - b);
  const options = weighted.map((pairs) =>
    [...pairs].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([option]) => option),
  );
  const rest = new Float64Array((issueCount + 1) * partyCount);
  const weightedRest = new Float64Array(issueCount + 1);
  for (let depth = issueCount - 1; depth >= 0; depth--) {
    const k = order[depth];
    for (let n = 0; n < partyCount; n++) {
      let most = -Infinity;
      for (const o of options[k]) most = Math.max(most, value[(n * issueCount + k) * stride + o]);
      rest[depth * partyCount + n] = rest[(depth + 1) * partyCount + n] + most;
    }
    weightedRest[depth] = weightedRest[depth + 1] + Math.max(...weighted[k].map(([, sum]) => sum));
  }
  return { order, options, rest, weightedRest };
}

/** Changes one option at a time while that helps: a good package to start from. */
function climb(game: Game, allowed: Int32Array, objective: Objective, base: Float64Array, from: Int32Array) {
  const { partyCount, issueCount, stride, value } = game;
  const option = Int32Array.from(from);
  const gain = new Float64Array(partyCount);
  for (let n = 0; n < partyCount; n++) {
    gain[n] = game.constant[n] - base[n];
    for (let k = 0; k < issueCount; k++) gain[n] += value[(n * issueCount + k) * stride + option[k]];
  }
  let best = objective.value(gain);
  const tried = new Float64Array(partyCount);
  for (let pass = 0, isBetter = true; isBetter && pass < 50; pass++) {
    isBetter = false;
    for (let k = 0; k < issueCount; k++) {
      for (const o of optionsOf(game, k, allowed[k])) {
        for (let n = 0; n < partyCount; n++) {
          const at = (n * issueCount + k) * stride;
          tried[n] = gain[n] + value[at + o] - value[at + option[k]];
        }
        const reached = objective.value(tried);
        if (!(reached > best + negligible)) continue;
        best = reached;
        option[k] = o;
        gain.set(tried);
        isBetter = true;
      }
    }
  }
  return { option, best };
}

/**
 * Looks for the package with the largest objective.
 *
 * @param allowed bits of the options of each issue
 * @param base what gains are counted from, by party
 * @param start a package to begin with, inside `allowed`
 */
export function searchBest(
  game: Game,
  allowed: Int32Array,
  objective: Objective,
  base: Float64Array,
  start?: Int32Array,
): Best {
  const { partyCount, issueCount, stride, value } = game;
  if (allowed.some((bits, k) => optionsOf(game, k, bits).length === 0)) {
    return { option: undefined, value: -Infinity, bound: -Infinity, exact: true };
  }
  const { order, options, rest, weightedRest } = plan(game, allowed, objective.weights);
  const first = start ?? Int32Array.from(options, (tried) => tried[0]);
  const climbed = climb(game, allowed, objective, base, first);
  let best = climbed.best;
  let found: Int32Array | undefined = best > -Infinity ? climbed.option : undefined;
  let nodes = 0;
  let open = -Infinity;
  const chosen = new Int32Array(issueCount);
  const gains = Array.from({ length: issueCount + 1 }, () => new Float64Array(partyCount));
  for (let n = 0; n < partyCount; n++) gains[0][n] = game.constant[n] - base[n];
  const reach = new Float64Array(partyCount);

  const boundAt = (depth: number): number => {
    let weighted = weightedRest[depth];
    for (let n = 0; n < partyCount; n++) {
      reach[n] = gains[depth][n] + rest[depth * partyCount + n];
      weighted += objective.weights[n] * gains[depth][n];
    }
    return Math.min(objective.value(reach), objective.fromSum(weighted));
  };

  const visit = (depth: number): void => {
    const bound = boundAt(depth);
    if (!(bound > best + negligible)) return;
    if (nodes >= limits.searchNodes) {
      open = Math.max(open, bound);
      return;
    }
    nodes++;
    if (depth === issueCount) {
      best = objective.value(gains[depth]);
      found = Int32Array.from(chosen);
      return;
    }
    const k = order[depth];
    for (const o of options[k]) {
      chosen[k] = o;
      for (let n = 0; n < partyCount; n++) {
        gains[depth + 1][n] = gains[depth][n] + value[(n * issueCount + k) * stride + o];
      }
      visit(depth + 1);
    }
  };
  visit(0);
  const bound = Math.max(best, open);
  return { option: found, value: best, bound, exact: open <= best + negligible };
}

/**
 * Weights of the parties, summing to 1, under which the best weighted sum is smallest: they make the linear
 * bound of `smallestGain` tight. A few steps of multiplicative weights; any result is a valid bound.
 */
export function balancingWeights(
  game: Game,
  allowed: Int32Array,
  base: Float64Array,
  scale: Float64Array,
): Float64Array {
  const { partyCount, issueCount, stride, value } = game;
  const weights = new Float64Array(partyCount).fill(1 / partyCount);
  let best = Float64Array.from(weights);
  let lowest = Infinity;
  const gain = new Float64Array(partyCount);
  const scaled = new Float64Array(partyCount);
  for (let step = 0; step < 300; step++) {
    let bound = 0;
    for (let n = 0; n < partyCount; n++) {
      scaled[n] = weights[n] * scale[n];
      gain[n] = (game.constant[n] - base[n]) * scale[n];
      bound += scaled[n] * (game.constant[n] - base[n]);
    }
    for (let k = 0; k < issueCount; k++) {
      let most = -Infinity;
      let chosen = -1;
      for (let o = 0; o < game.optionCount[k]; o++) {
        if ((allowed[k] & (1 << o)) === 0) continue;
        const sum = weightedValue(game, scaled, k, o);
        if (sum <= most) continue;
        most = sum;
        chosen = o;
      }
      bound += most;
      for (let n = 0; n < partyCount; n++) {
        gain[n] += value[(n * issueCount + k) * stride + chosen] * scale[n];
      }
    }
    if (bound < lowest) {
      lowest = bound;
      best = Float64Array.from(weights);
    }
    // Whoever gets more than the others counts less in the next step.
    let largest = 0;
    for (let n = 0; n < partyCount; n++) largest = Math.max(largest, Math.abs(gain[n] - bound));
    if (largest === 0) break;
    const rate = 0.5 / (largest * Math.sqrt(1 + step));
    let total = 0;
    for (let n = 0; n < partyCount; n++) {
      weights[n] *= 1 - rate * (gain[n] - bound);
      total += weights[n];
    }
    for (let n = 0; n < partyCount; n++) weights[n] /= total;
  }
  return best;
}
