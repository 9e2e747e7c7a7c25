/** How far the others trusted each party from round to round, and by which acts that moved. */
import { type ActName, acts } from '../../engine/run/acts.ts';
import type { RunEvent } from '../../engine/run/events.ts';
import type { ScenarioView } from '../../engine/run/visibility.ts';
import { type TrustSettings, updateTrust } from '../../engine/world/reputation.ts';

/** An act that moved trust in the party that did it. */
export interface Movement {
  readonly round: number;
  readonly party: string;
  readonly act: ActName;
  /** Change of the others’ mean trust in the party. */
  readonly by: number;
}

/** Mean trust of the others in each party at the end of a round. */
export interface TrustPoint {
  readonly round: number;
  /** In (0, 1), by party. */
  readonly trust: Readonly<Record<string, number>>;
}

/** The history of trust. */
export interface TrustHistory {
  readonly points: readonly TrustPoint[];
  readonly movements: readonly Movement[];
}

/** Follows trust through the events; empty where a scenario has no trust mechanism. */
export function trustHistory(scenario: ScenarioView, events: readonly RunEvent[]): TrustHistory {
  const settings = scenario.world.trust as
    | (TrustSettings & { readonly priorAlpha: number; readonly priorBeta: number })
    | undefined;
  if (settings === undefined) return { points: [], movements: [] };
  const count = scenario.parties.length;
  const alpha = new Float64Array(count * count).fill(settings.priorAlpha);
  const beta = new Float64Array(count * count).fill(settings.priorBeta);
  const meanIn = (actor: number): number => {
    let sum = 0;
    for (let observer = 0; observer < count; observer++) {
      const pair = observer * count + actor;
      if (observer !== actor) sum += alpha[pair] / (alpha[pair] + beta[pair]);
    }
    return sum / Math.max(1, count - 1);
  };
  const now = scenario.parties.map((_, party) => meanIn(party));
  const points: TrustPoint[] = [];
  const movements: Movement[] = [];
  const close = (round: number): void => {
    points.push({
      round,
      trust: Object.fromEntries(scenario.parties.map(({ id }, i) => [id, now[i]])),
    });
  };
  let round = 0;
  for (const event of events) {
    if (event.kind === 'roundStarted') {
      if (event.round > 0) close(round);
      round = event.round;
    }
    if (event.kind !== 'actSeen') continue;
    const actor = scenario.parties.findIndex(({ id }) => id === event.party);
    if (!updateTrust(alpha, beta, count, actor, acts.indexOf(event.act), settings)) continue;
    const then = meanIn(actor);
    movements.push({ round, party: event.party, act: event.act, by: then - now[actor] });
    now[actor] = then;
  }
  if (events.length > 0) close(round);
  return { points, movements };
}
