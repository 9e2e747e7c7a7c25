/**
 * How strong monitoring is: what the parameters of compliance say, and what the operational systems of the
 * agreement add to it.
 *
 *   q = .15 + .75·τ                     chance that an audit finds a party that does not comply
 *   q' = q + (1 − q)·e_registries        registries find a share of what audits miss
 *   q_e = 1 − (1 − q')^(ν·(1 + e_oversight))
 */
import { pow } from '../math.ts';
import { Effect } from '../rules/operational-systems.ts';
import type { Run } from '../run/contract.ts';

/** What monitoring needs of the parameters of compliance. */
export interface MonitoringSettings {
  readonly transparency: number;
  readonly audits: number;
  readonly falseAlarm: number;
  readonly capacitySlope: number;
  readonly latency?: number | undefined;
}

/** q: the chance that one audit finds a party that does not comply (model, equation 9). */
export function detectionByAudit(transparency: number): number {
  return 0.15 + 0.75 * transparency;
}

/** What the operational systems do, by `Effect`; nothing where there are none. */
function effectOf(run: Run, effect: number): number {
  const effects = run.f64['operations.effect'];
  return effects === undefined ? 0 : effects[effect];
}

/** q_e: the chance that a period’s audits look at a party. */
export function detection(run: Run, settings: MonitoringSettings): number {
  const q = detectionByAudit(settings.transparency);
  const found = q + (1 - q) * effectOf(run, Effect.detection);
  return 1 - pow(1 - found, settings.audits * (1 + effectOf(run, Effect.audits)));
}

/** Chance that a period accuses a complying party. */
export function falseAlarm(run: Run, settings: MonitoringSettings): number {
  return settings.falseAlarm * (1 - effectOf(run, Effect.falseAlarm));
}

/** Readiness that depth adds to what an agreement needs. */
export function capacitySlope(run: Run, settings: MonitoringSettings): number {
  return settings.capacitySlope * (1 - effectOf(run, Effect.capacity));
}

/** Ticks from the end of a period to the report on it. */
export function latency(run: Run, settings: MonitoringSettings): number {
  const { latency: given = 0 } = settings;
  return given <= 1 ? given : 1 + Math.round((given - 1) * (1 - effectOf(run, Effect.latency)));
}
