/**
 * Publics at home: the constituencies that a state declares, or one public for all of it where it declares
 * none. Compiled to arrays with a fixed number of places for each party.
 */
import { limits } from '../limits.ts';
import type { PartyFile, ScenarioFile } from './schema.ts';

/** The publics of a scenario: party × `stride` + place. Parties without a vote have none. */
export interface Publics {
  readonly stride: number;
  /** How many each party has. */
  readonly count: Int32Array;
  /** Share of the country, summing to 1. */
  readonly weight: Float64Array;
  /** Support for an agreement at the start, in [0, 1]. */
  readonly opinion: Float64Array;
  /** How far each holds to what it thinks by itself; NaN where the scenario leaves it to the mechanism. */
  readonly stubbornness: Float64Array;
  /** How much of what a treaty gives the country reaches each; below 0 it loses what the country gains. */
  readonly exposure: Float64Array;
  /** Support below which each blocks ratification; 0 for those without a veto. */
  readonly vetoBelow: Float64Array;
}

type Constituency = NonNullable<PartyFile['constituencies']>[number];

/** The publics of a scenario file. */
export function placePublics(file: ScenarioFile): Publics {
  const stride = limits.constituencies;
  const length = file.parties.length * stride;
  const count = new Int32Array(file.parties.length);
  const weight = new Float64Array(length);
  const opinion = new Float64Array(length);
  const stubbornness = new Float64Array(length).fill(Number.NaN);
  const exposure = new Float64Array(length);
  const vetoBelow = new Float64Array(length);
  file.parties.forEach((party, i) => {
    if (party.kind !== 'state') return;
    const whole: Pick<Constituency, 'weight' | 'opinion'> & Partial<Constituency> = {
      weight: 1,
      opinion: party.opinion,
    };
    const publics = party.constituencies ?? [whole];
    count[i] = publics.length;
    publics.forEach((given, v) => {
      const at = i * stride + v;
      weight[at] = given.weight;
      opinion[at] = given.opinion;
      stubbornness[at] = given.stubbornness ?? Number.NaN;
      exposure[at] = given.exposure ?? 1;
      vetoBelow[at] = given.vetoBelow ?? 0;
    });
  });
  return { stride, count, weight, opinion, stubbornness, exposure, vetoBelow };
}

/** Support for an agreement in a whole country: the mean over its publics. */
export function meanOpinion(
  { stride, count, weight }: Publics,
  opinion: Float64Array,
  party: number,
): number {
  let sum = 0;
  for (let at = party * stride; at < party * stride + count[party]; at++) sum += weight[at] * opinion[at];
  return sum;
}

/** o_i of every party at the start: of a country with constituencies their mean. */
export function openingOpinions(file: ScenarioFile, publics: Publics): Float64Array {
  return Float64Array.from(file.parties, (party, i) =>
    party.kind === 'state' && party.constituencies !== undefined
      ? meanOpinion(publics, publics.opinion, i)
      : party.opinion,
  );
}
