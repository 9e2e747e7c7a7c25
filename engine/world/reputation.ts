/**
 * The update of a Beta reputation, apart from the mechanism so that screens can replay it from events without
 * loading the engine. The formula stands in `trust.ts`.
 */
import { oncePer } from '../remember.ts';
import { type ActName, acts, adverseActs } from '../run/acts.ts';

/** What the update needs of the mechanism’s parameters; acts without a weight have the default one. */
export interface TrustSettings {
  readonly forgetting: number;
  readonly acts: Readonly<Partial<Record<ActName, number | undefined>>>;
}

/**
 * Weights of acts that a scenario may leave out. Leaving is a broken expectation, but announced and allowed;
 * so is an excuse, which ends; a failure that was hidden is worse than one that was told. An objection to a
 * reservation says nothing of the objector’s own reliability. Proposals of the model.
 */
export const defaultWeights: Readonly<Partial<Record<ActName, number>>> = {
  withdrawal: 0.5,
  escape: 0.1,
  concealment: 1,
  objection: 0,
};

/** Weights of the acts by their index: what each adds to α, and what to β. */
const weightsOf = oncePer((settings: TrustSettings) => {
  const weight = (name: ActName) => settings.acts[name] ?? defaultWeights[name] ?? 0;
  return {
    speaksFor: Float64Array.from(acts, (name) => (adverseActs.has(name) ? 0 : weight(name))),
    speaksAgainst: Float64Array.from(acts, (name) => (adverseActs.has(name) ? weight(name) : 0)),
  };
});

/**
 * Trust in one party after an act of it was seen; the pure update that screens replay from events.
 *
 * @param value receives T = α / (α + β) of the pairs that moved
 * @returns whether anything moved
 */
export function updateTrust(
  alpha: Float64Array,
  beta: Float64Array,
  parties: number,
  actor: number,
  act: number,
  settings: TrustSettings,
  value?: Float64Array,
): boolean {
  const { forgetting } = settings;
  const { speaksFor, speaksAgainst } = weightsOf(settings);
  const forActor = speaksFor[act];
  const againstActor = speaksAgainst[act];
  if (!(forActor > 0 || againstActor > 0)) return false;
  // Who has seen the same trusts the same, and most have: what was worked out for one holds for the next.
  let seenFor = Number.NaN;
  let seenAgainst = Number.NaN;
  let forIt = 0;
  let againstIt = 0;
  let trust = 0;
  for (let observer = 0; observer < parties; observer++) {
    if (observer === actor) continue;
    const pair = observer * parties + actor;
    if (alpha[pair] !== seenFor || beta[pair] !== seenAgainst) {
      seenFor = alpha[pair];
      seenAgainst = beta[pair];
      forIt = 1 + forgetting * (seenFor - 1) + forActor;
      againstIt = 1 + forgetting * (seenAgainst - 1) + againstActor;
      trust = forIt / (forIt + againstIt);
    }
    alpha[pair] = forIt;
    beta[pair] = againstIt;
    if (value !== undefined) value[pair] = trust;
  }
  return true;
}
