/** Rules in words: what a decision rule asks for, what abstention and absence do, when a treaty binds. */
import { formatDay } from '../calendar.ts';
import type { ForceRule } from '../scenario/normal-force.ts';
import type { NormalRule, Requirement } from '../scenario/normal-rule.ts';

const percent = (share: number): string => `${Math.round(share * 1e4) / 100} %`;

/** A decision rule in sentences. */
export interface RuleWords {
  /** What must be so, one entry each. */
  readonly asks: readonly string[];
  readonly abstention: string;
  readonly absence: string;
  readonly veto?: string;
}

/** What an abstention or an absence does under the requirements of a rule. */
function treatmentWords(rule: NormalRule, which: 'abstention' | 'absence'): string {
  const { requirements } = rule;
  const isCounted = (requirement: Requirement) => requirement[which] === 'counts-as-no';
  if (requirements.every(isCounted)) return 'is as good as a vote against';
  const isNeeded = (requirement: Requirement) => requirement.least > 0;
  const ignored = requirements.some(isNeeded)
    ? 'is no vote against, but no vote in favour either'
    : rule.rule === 'consensus' || rule.rule === 'unanimity'
      ? 'does not stand in its way'
      : 'is not counted';
  if (!requirements.some(isCounted)) return ignored;
  const where = requirements.filter(isCounted).map(({ what }) => `“${what}”`);
  return `is not counted, except for ${where.join(' and ')}, where it is as good as a vote against`;
}

function quorumWords({ quorum, quorumShare }: NormalRule): string[] {
  const number = quorum > 0 ? [`${quorum} are present`] : [];
  const share = quorumShare > 0 ? [`${percent(quorumShare)} of those who vote are present`] : [];
  return [...number, ...share];
}

/** A decision rule in words, for pages and for `plenary rules`. */
export function ruleWords(rule: NormalRule): RuleWords {
  const groups = rule.vetoes.map(({ title }) => title);
  return {
    asks: [...quorumWords(rule), ...rule.requirements.map(({ what }) => what)],
    abstention: treatmentWords(rule, 'abstention'),
    absence: treatmentWords(rule, 'absence'),
    ...(groups.length === 0
      ? {}
      : { veto: `One vote against from ${groups.join(' or ')} blocks; abstention and absence do not.` }),
  };
}

function delayWords({ delayDays, delayMonths, firstOfMonth }: ForceRule): string {
  const months = `${delayMonths} ${delayMonths === 1 ? 'month' : 'months'}`;
  const waited = delayMonths > 0 ? months : delayDays > 0 ? `${delayDays} days` : '';
  if (waited === '') return firstOfMonth ? 'on the first day of the next month' : 'at once';
  return firstOfMonth ? `on the first day of the month after ${waited}` : `after ${waited}`;
}

/** What a rule of entry into force asks for, one entry each, and when it binds whom. */
export function forceWords(rule: ForceRule): { asks: readonly string[]; binds: readonly string[] } {
  const { shareOf, all, notBefore, isLateDelayed, waives } = rule;
  const asks = [`${rule.parties} ${rule.parties === 1 ? 'party has' : 'parties have'} ratified`];
  if (rule.minWeight > 0) asks.push(`they carry ${percent(rule.minWeight)} of the weight`);
  if (shareOf !== undefined) asks.push(`they carry ${percent(shareOf.minShare)} of ${shareOf.title}`);
  for (const { title, n } of rule.subsets) asks.push(`at least ${n} of ${title} are among them`);
  if (all !== undefined) asks.push(`all of ${all.title} are among them`);
  const delay = delayWords(rule);
  const binds = [`It enters into force ${delay}.`];
  if (notBefore !== undefined) binds.push(`It does not enter into force before ${formatDay(notBefore)}.`);
  const late = isLateDelayed ? delay : 'at once';
  binds.push(`A party that ratifies later is bound ${late}${late === 'at once' ? '' : ' from its deposit'}.`);
  if (waives !== undefined)
    binds.push('A party that waives the conditions is bound at its own ratification.');
  return { asks, binds };
}
