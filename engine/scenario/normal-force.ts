/** The one form of a rule of entry into force: names looked up, dates as day numbers. */
import { parseDay } from '../calendar.ts';
import type { RuleContext } from './normal-rule.ts';
import type { ForceRuleFile } from './rule-schema.ts';

/** A share of a table that must have ratified. */
export interface TableShare {
  readonly title: string;
  /** Each party’s share of the total, rounded where the rule says so; 0 outside the group. */
  readonly shares: Float64Array;
  readonly minShare: number;
}

/** A rule of entry into force in its normal form. Masks are by party. */
export interface ForceRule {
  readonly parties: number;
  /** 1 for each party whose instrument counts towards the number and towards the shares. */
  readonly counts: Uint8Array;
  /** 1 for each party whose instrument counts towards the number. */
  readonly scope: Uint8Array;
  /** Voting weights and the share of them that must have ratified; 0 when it asks for none. */
  readonly weight: Float64Array;
  readonly minWeight: number;
  readonly shareOf?: TableShare | undefined;
  readonly subsets: readonly { readonly title: string; readonly isMember: Uint8Array; readonly n: number }[];
  /** The group that must be complete. */
  readonly all?: { readonly title: string; readonly isMember: Uint8Array } | undefined;
  readonly delayDays: number;
  readonly delayMonths: number;
  readonly firstOfMonth: boolean;
  /** Day before which it does not enter into force. */
  readonly notBefore?: number | undefined;
  readonly isLateDelayed: boolean;
  /** 1 for parties that waive the thresholds. */
  readonly waives?: Uint8Array | undefined;
}

/** An additional protocol: who may join it, and its own rule. */
export interface AdditionalProtocol {
  readonly id: string;
  readonly title: string;
  readonly joins: Uint8Array;
  readonly rule: ForceRule;
}

function roundedShare(share: number, policy: 'none' | '1dp'): number {
  // a tenth of a per cent: the shares of the tables annexed to treaties are published so
  return policy === '1dp' ? Math.round(share * 1000) / 1000 : share;
}

function tableShare(
  file: NonNullable<ForceRuleFile['shareOf']>,
  counts: Uint8Array,
  context: RuleContext,
): TableShare | undefined {
  const table = context.tables.find((entry) => entry.id === file.table);
  if (table === undefined) return undefined;
  const group = context.groups.find((entry) => entry.id === file.group)?.isMember;
  const inside = (party: number) => counts[party] === 1 && (group?.[party] ?? 1) === 1;
  let sum = 0;
  table.values.forEach((value, party) => {
    if (inside(party)) sum += value;
  });
  const total = file.total ?? sum;
  const shares = table.values.map((value, party) =>
    inside(party) && total > 0 ? roundedShare(value / total, file.roundShares) : 0,
  );
  return { title: table.title, shares, minShare: file.minShare };
}

/**
 * A rule of a scenario file in its normal form.
 *
 * @param eligible 1 for each party that may join: what others deposit does not count
 */
export function normalForce(file: ForceRuleFile, eligible: Uint8Array, context: RuleContext): ForceRule {
  const group = (id: string | undefined) => context.groups.find((entry) => entry.id === id);
  const organisations = file.reioCounts ? undefined : group(file.organisations)?.isMember;
  // an organisation’s instrument on top of its members’ would count the same emissions twice
  const counts = eligible.map((is, party) => (organisations?.[party] === 1 ? 0 : is));
  const countScope = group(file.countScope)?.isMember;
  const all = group(file.all);
  return {
    parties: file.parties,
    counts,
    scope: counts.map((is, party) => is & (countScope?.[party] ?? 1)),
    weight: context.weight,
    minWeight: file.weight,
    shareOf: file.shareOf === undefined ? undefined : tableShare(file.shareOf, counts, context),
    subsets: file.subsetMin.flatMap(({ group: id, n }) => {
      const found = group(id);
      return found === undefined ? [] : [{ title: found.title, isMember: found.isMember, n }];
    }),
    all: all === undefined ? undefined : { title: all.title, isMember: all.isMember },
    delayDays: file.delay.days,
    delayMonths: file.delay.months,
    firstOfMonth: file.delay.firstOfMonth,
    notBefore: file.notBefore === undefined ? undefined : parseDay(file.notBefore),
    isLateDelayed: file.lateParty === 'sameDelay',
    waives: group(file.waivers)?.isMember,
  };
}
