/**
 * What a package is worth and how evenly: measures over the gains g of the parties, counted from their limits
 * (Raiffa 1982; Nash 1950; Kalai and Smorodinsky 1975; Jain, Chiu and Hawe 1984). G is the gain of a party’s
 * own best package.
 */
import { exp, ln } from '../../math.ts';
import { negligible } from './game.ts';

/** Sum of the gains. */
export function jointGains(gain: Float64Array): number {
  let sum = 0;
  for (let n = 0; n < gain.length; n++) sum += gain[n];
  return sum;
}

/** Smallest gain: how much slack the party has whose limit binds. */
export function smallest(gain: Float64Array): number {
  let least = Infinity;
  for (let n = 0; n < gain.length; n++) least = Math.min(least, gain[n]);
  return least;
}

/** Geometric mean of the gains, 0 when somebody has none. */
export function nashMean(gain: Float64Array): number {
  let sum = 0;
  for (let n = 0; n < gain.length; n++) {
    if (gain[n] <= 0) return 0;
    sum += ln(gain[n]);
  }
  return exp(sum / gain.length);
}

/** Largest difference between two parties’ shares of their largest possible gain, max |g_i/G_i − g_j/G_j|. */
export function kalaiSmorodinskyDistance(gain: Float64Array, ideal: Float64Array): number {
  let least = Infinity;
  let most = -Infinity;
  for (let n = 0; n < gain.length; n++) {
    const share = shareOf(gain[n], ideal[n]);
    least = Math.min(least, share);
    most = Math.max(most, share);
  }
  return most - least;
}

/** Share of its largest possible gain that a party gets; 0 for one that can gain nothing. */
export function shareOf(gain: number, ideal: number): number {
  return ideal > negligible ? gain / ideal : 0;
}

/** Gini coefficient of the gains in [0, 1), 0 when all are equal; NaN when they do not add up to a gain. */
export function gini(gain: Float64Array): number {
  const sum = jointGains(gain);
  if (!(sum > 0) || smallest(gain) < 0) return Number.NaN;
  let differences = 0;
  for (let i = 0; i < gain.length; i++) {
    for (let j = 0; j < gain.length; j++) differences += Math.abs(gain[i] - gain[j]);
  }
  return differences / (2 * gain.length * sum);
}

/** Jain’s index (Σg)²/(n Σg²) in [1/n, 1], 1 when all gains are equal; NaN where somebody loses. */
export function jain(gain: Float64Array): number {
  let squares = 0;
  for (let n = 0; n < gain.length; n++) squares += gain[n] * gain[n];
  if (squares === 0 || smallest(gain) < 0) return Number.NaN;
  const sum = jointGains(gain);
  return (sum * sum) / (gain.length * squares);
}

/** Parties that get a smaller share of their largest possible gain than some other party. */
export function envyCount(gain: Float64Array, ideal: Float64Array): number {
  let most = -Infinity;
  for (let n = 0; n < gain.length; n++) most = Math.max(most, shareOf(gain[n], ideal[n]));
  let count = 0;
  for (let n = 0; n < gain.length; n++) if (shareOf(gain[n], ideal[n]) < most - negligible) count++;
  return count;
}
