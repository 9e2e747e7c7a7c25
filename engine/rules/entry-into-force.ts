/**
 * The evaluator of entry into force: rules are data (`rules.entryIntoForce` of a scenario and the
 * rules of its
 * additional protocols) in the normal form of `scenario/normal-force.ts`, interpreted here and nowhere else.
 * It reckons in days; a run asks it through the middle of its months (`dayOfTick`), so that a delay ends in
 * the tick in whose month its last day falls.
 */
import { addMonths, firstOfNextMonth } from '../calendar.ts';
import type { ForceRule } from '../scenario/normal-force.ts';

/** Shares are decimals: one that is met to the ninth place is met. */
const slack = 1e-9;

function count(mask: Uint8Array, deposited: Int32Array): number {
  let parties = 0;
  for (let party = 0; party < mask.length; party++) {
    if (mask[party] === 1 && deposited[party] >= 0) parties++;
  }
  return parties;
}

function sum(values: Float64Array, mask: Uint8Array, deposited: Int32Array): number {
  let total = 0;
  for (let party = 0; party < mask.length; party++) {
    if (mask[party] === 1 && deposited[party] >= 0) total += values[party];
  }
  return total;
}

function isComplete(group: Uint8Array, deposited: Int32Array): boolean {
  for (let party = 0; party < group.length; party++) {
    if (group[party] === 1 && deposited[party] < 0) return false;
  }
  return true;
}

/**
 * Whether the instruments deposited so far meet every threshold of a rule.
 *
 * @param deposited by party: the day or tick of its deposit, −1 for none that stands
 */
export function meetsThresholds(rule: ForceRule, deposited: Int32Array): boolean {
  const { shareOf, all, subsets } = rule;
  if (count(rule.scope, deposited) < rule.parties) return false;
  if (rule.minWeight > 0 && sum(rule.weight, rule.counts, deposited) < rule.minWeight - slack) return false;
  if (shareOf !== undefined && sum(shareOf.shares, rule.counts, deposited) < shareOf.minShare - slack)
    return false;
  if (all !== undefined && !isComplete(all.isMember, deposited)) return false;
  for (let s = 0; s < subsets.length; s++) {
    if (count(subsets[s].isMember, deposited) < subsets[s].n) return false;
  }
  return true;
}

/** How far the thresholds of a rule are met. */
export interface Threshold {
  readonly what: string;
  readonly have: number;
  readonly need: number;
  readonly met: boolean;
}

/** Every threshold of a rule with what it has and needs; the numbers behind `meetsThresholds`. */
export function explainThresholds(rule: ForceRule, deposited: Int32Array): Threshold[] {
  const threshold = (what: string, have: number, need: number) => ({
    what,
    have,
    need,
    met: have >= need - slack,
  });
  const thresholds = [threshold('parties', count(rule.scope, deposited), rule.parties)];
  if (rule.minWeight > 0) {
    thresholds.push(threshold('weight', sum(rule.weight, rule.counts, deposited), rule.minWeight));
  }
  if (rule.shareOf !== undefined) {
    const { title, shares, minShare } = rule.shareOf;
    thresholds.push(threshold(`share of ${title}`, sum(shares, rule.counts, deposited), minShare));
  }
  for (const { title, isMember, n } of rule.subsets) {
    thresholds.push(threshold(`parties of ${title}`, count(isMember, deposited), n));
  }
  if (rule.all !== undefined) {
    const members = rule.all.isMember.reduce((total, is) => total + is, 0);
    thresholds.push(threshold(`all of ${rule.all.title}`, count(rule.all.isMember, deposited), members));
  }
  return thresholds;
}

/** A day after the delay of a rule. */
function afterDelay(rule: ForceRule, day: number): number {
  const waited = rule.delayMonths > 0 ? addMonths(day, rule.delayMonths) : day + rule.delayDays;
  return rule.firstOfMonth ? firstOfNextMonth(waited) : waited;
}

/** The day of entry into force, from the day on which the thresholds were met. */
export function forceDay(rule: ForceRule, thresholdDay: number): number {
  return Math.max(afterDelay(rule, thresholdDay), rule.notBefore ?? Number.NEGATIVE_INFINITY);
}

/**
 * The day on which a party is bound whose deposit stands when the thresholds are met or comes later.
 *
 * @param inForceDay the day of entry into force
 */
export function boundDay(rule: ForceRule, depositDay: number, inForceDay: number): number {
  return Math.max(inForceDay, rule.isLateDelayed ? afterDelay(rule, depositDay) : depositDay);
}

/** An instrument of ratification; after a withdrawal a party may deposit another one. */
export interface Deposit {
  readonly party: number;
  readonly day: number;
  /** The day from which a withdrawal or revocation has effect. */
  readonly endsDay?: number;
}

/** When a treaty enters into force, and for whom when. */
export interface Force {
  /** The day on which the thresholds were met. */
  readonly thresholdMetDay?: number;
  readonly inForceDay?: number;
  /** For each deposit, in the order given: the day from which it binds its party. */
  readonly boundDays: readonly (number | undefined)[];
}

/** The deposits that stand on a day, as `meetsThresholds` reads them. */
export function standing(deposits: readonly Deposit[], day: number, parties: number): Int32Array {
  const deposited = new Int32Array(parties).fill(-1);
  for (const deposit of deposits) {
    if (deposit.day > day || (deposit.endsDay ?? Number.POSITIVE_INFINITY) <= day) continue;
    deposited[deposit.party] = 1;
  }
  return deposited;
}

/**
 * Entry into force from dated deposits. A party that waives the thresholds is bound on the day of
 * its deposit;
 * the treaty is then in force from the first such day, for those parties alone.
 */
export function entryIntoForce(rule: ForceRule, deposits: readonly Deposit[]): Force {
  const parties = rule.counts.length;
  const days = [...new Set(deposits.map((deposit) => deposit.day))].sort((a, b) => a - b);
  const thresholdMetDay = days.find((day) => meetsThresholds(rule, standing(deposits, day, parties)));
  const met = thresholdMetDay === undefined ? undefined : forceDay(rule, thresholdMetDay);
  const boundDays = deposits.map(({ party, day, endsDay }) => {
    if (rule.waives?.[party] === 1) return day;
    if (met === undefined) return undefined;
    const bound = boundDay(rule, day, met);
    return endsDay !== undefined && endsDay <= bound ? undefined : bound;
  });
  const waived = boundDays.filter((day, d) => day !== undefined && rule.waives?.[deposits[d].party] === 1);
  const first = [...waived, met].flatMap((day) => day ?? []).sort((a, b) => a - b)[0];
  return {
    boundDays,
    ...(thresholdMetDay === undefined ? {} : { thresholdMetDay }),
    ...(first === undefined ? {} : { inForceDay: first }),
  };
}
