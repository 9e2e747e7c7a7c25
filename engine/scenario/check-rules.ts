/** Checks of the issues, the utility model, the rules, the phases and the metrics. */
import { parseDay } from '../calendar.ts';
import { type Check, duplicates, sumNotOne, unknownId, votersOf } from './checks.ts';
import { headsIn, type NormalRule, normalRule, type RuleContext, unreachable } from './normal-rule.ts';
import type { Finding, Path } from './problems.ts';
import type { DecisionRuleFile, ForceRuleFile } from './rule-schema.ts';
import type { IssueFile, ScenarioFile } from './schema.ts';

/** The checks of the rules themselves, which a body without a scenario has too. */
export const bodyChecks: readonly Check[] = [
  { needs: ['parties', 'rules', 'groups', 'tables'], find: decisions },
  { needs: ['parties', 'rules', 'groups', 'tables'], find: forces },
];

/** The checks of everything but the parties. */
export const ruleChecks: readonly Check[] = [
  { needs: ['issues'], find: issues },
  ...bodyChecks,
  { needs: ['calendar'], find: calendar },
  { needs: ['phases'], find: ({ phases }) => duplicates(phases, ['phases'], 'id') },
  { needs: ['phases', 'ticks'], find: horizon },
  { needs: ['metrics'], find: ({ metrics }) => duplicates(metrics, ['metrics'], 'id') },
];

function issues(file: ScenarioFile): Finding[] {
  const depths = file.issues.map((issue) => issue.depth);
  return [
    ...duplicates(file.issues, ['issues'], 'id'),
    ...sumNotOne(['issues'], depths, 'the depths of the issues'),
    ...file.issues.flatMap((issue, index) => ladder(issue, ['issues', index])),
  ];
}

function ladder(issue: IssueFile, path: Path): Finding[] {
  const findings = duplicates(issue.options, [...path, 'options'], 'id');
  const ids = issue.options.map((option) => option.id);
  if (issue.reversion !== undefined && !ids.includes(issue.reversion)) {
    findings.push(unknownId([...path, 'reversion'], issue.reversion, `option of ${issue.id}`, ids));
  }
  if (issue.options.every((option) => option.position === undefined)) return findings;
  let below: number | undefined;
  for (const [index, { position }] of issue.options.entries()) {
    const place = [...path, 'options', index, 'position'];
    if (position === undefined) {
      const message = 'the position is missing, and other options of the issue have one';
      const hint = 'Give all options of an issue a position, or none.';
      findings.push({ path: place, code: 'missing-key', message, hint });
    } else if (below !== undefined && position <= below) {
      const message = `the position ${position} is not above that of the option before it, ${below}`;
      findings.push({ path: place, code: 'order-wrong', message });
    }
    below = position ?? below;
  }
  return findings;
}

/** Fewest voting parties for which a blocking minority means anything (MODEL, correction C3). */
const fewestForBlocking = 12;

/** What rules refer to, from a file whose parties, groups and tables have the right shape. */
export function contextOf(file: ScenarioFile): RuleContext {
  const place = new Map(file.parties.map(({ id }, index) => [id, index]));
  const mask = (ids: readonly string[]) => {
    const members = new Uint8Array(file.parties.length);
    for (const id of ids) {
      const index = place.get(id);
      if (index !== undefined) members[index] = 1;
    }
    return members;
  };
  return {
    partyCount: file.parties.length,
    states: Int32Array.from(file.parties.flatMap(({ kind }, index) => (kind === 'state' ? [index] : []))),
    weight: Float64Array.from(file.parties, (party) => party.weight),
    groups: file.groups.map(({ id, title, members }) => ({ id, title, isMember: mask(members) })),
    tables: file.tables.map(({ id, title, unit, values }) => ({
      ...{ id, title, unit },
      values: Float64Array.from(file.parties, (party) => values[party.id] ?? 0),
    })),
  };
}

/** Every decision rule of a file, with its place. */
function decisionRules({ rules }: ScenarioFile): [DecisionRuleFile, Path][] {
  return [
    ...rules.decision.map((rule, index): [DecisionRuleFile, Path] => [rule, ['rules', 'decision', index]]),
    [rules.procedure, ['rules', 'procedure']],
    ...Object.entries(rules.named).map(([id, rule]): [DecisionRuleFile, Path] => [
      rule,
      ['rules', 'named', id],
    ]),
  ];
}

function decisions(file: ScenarioFile): Finding[] {
  if (votersOf(file).length === 0) return []; // said already, and every quorum would follow from it
  const context = contextOf(file);
  return decisionRules(file).flatMap(([rule, path]) => {
    const names = ruleNames(file, rule, path);
    return names.length > 0 ? names : decision(rule, normalRule(rule, context), context, path);
  });
}

function groupNamed(file: ScenarioFile, id: string | undefined, path: Path): Finding[] {
  const known = file.groups.map((group) => group.id);
  if (id === undefined || known.includes(id)) return [];
  return [unknownId(path, id, 'group', known)];
}

/** A table by its name; it must have a number for every one of the parties that it is asked about. */
function tableNamed(
  file: ScenarioFile,
  id: string | undefined,
  path: Path,
  asked: readonly string[],
): Finding[] {
  if (id === undefined) return [];
  const table = file.tables.find((candidate) => candidate.id === id);
  if (table === undefined)
    return [
      unknownId(
        path,
        id,
        'table',
        file.tables.map((one) => one.id),
      ),
    ];
  const gaps = asked.filter((party) => !Object.hasOwn(table.values, party));
  if (gaps.length === 0) return [];
  const shown =
    gaps.length > 5 ? `${gaps.slice(0, 5).join(', ')} and ${gaps.length - 5} more` : gaps.join(', ');
  const message = `the table ${id} has no number for ${shown}`;
  return [{ path, code: 'table-gap', message }];
}

function voterIds(file: ScenarioFile, group: string | undefined): string[] {
  const members = file.groups.find((candidate) => candidate.id === group)?.members;
  const ids = votersOf(file).map((party) => party.id);
  return members === undefined ? ids : ids.filter((id) => members.includes(id));
}

function ruleNames(file: ScenarioFile, rule: DecisionRuleFile, path: Path): Finding[] {
  const weights = 'weights' in rule ? rule.weights : undefined;
  return [
    ...groupNamed(file, rule.voters, [...path, 'voters']),
    ...rule.vetoes.flatMap((id, index) => groupNamed(file, id, [...path, 'vetoes', index])),
    ...rule.chambers.flatMap(({ group }, index) =>
      groupNamed(file, group, [...path, 'chambers', index, 'group']),
    ),
    ...tableNamed(file, weights, [...path, 'weights'], voterIds(file, rule.voters)),
  ];
}

function decision(file: DecisionRuleFile, rule: NormalRule, context: RuleContext, path: Path): Finding[] {
  const findings: Finding[] = [];
  const voters = headsIn(context.states, rule.voters);
  if (voters === 0) {
    const message = `the group ${file.voters} holds no party that votes`;
    return [{ path: [...path, 'voters'], code: 'empty-group', message }];
  }
  if (file.quorum > voters) {
    const message = `the quorum is ${file.quorum}, but only ${count(voters)} can vote`;
    findings.push({ path: [...path, 'quorum'], code: 'unreachable-quorum', message });
  }
  for (const [index, veto] of rule.vetoes.entries()) {
    if (headsIn(context.states, veto.isMember) > 0) continue;
    const message = `the group ${file.vetoes[index]} holds no party that votes, so nobody has this veto`;
    findings.push({ path: [...path, 'vetoes', index], code: 'empty-group', message });
  }
  if (file.rule === 'double-majority' && file.blockingMinority > 0 && voters < fewestForBlocking) {
    const message = `a blocking minority needs ${fewestForBlocking} voting parties; there are ${voters}`;
    findings.push({ path: [...path, 'blockingMinority'], code: 'blocking-minority', message });
  }
  const failing = unreachable(rule, context.states);
  if (failing !== undefined) {
    const message = `no vote can carry: even if all are in favour, it is not so that ${failing.what}`;
    findings.push({ path, code: 'unreachable-rule', message });
  }
  return findings;
}

/** Every rule of entry into force of a file: its place, and the states that may ratify what it is about. */
function forceRules(file: ScenarioFile): [ForceRuleFile, Path, string[]][] {
  const { entryIntoForce, additionalProtocols } = file.rules;
  const outside = new Set(additionalProtocols.flatMap(({ joins }) => voterIds(file, joins)));
  const inside = voterIds(file, undefined).filter((id) => !outside.has(id));
  return [
    [entryIntoForce, ['rules', 'entryIntoForce'], inside],
    ...additionalProtocols.map((protocol, index): [ForceRuleFile, Path, string[]] => [
      protocol.entryIntoForce,
      ['rules', 'additionalProtocols', index, 'entryIntoForce'],
      voterIds(file, protocol.joins),
    ]),
  ];
}

function forces(file: ScenarioFile): Finding[] {
  const { additionalProtocols } = file.rules;
  if (votersOf(file).length === 0) return [];
  const base = ['rules', 'additionalProtocols'];
  const joins = additionalProtocols.flatMap(({ joins: group }, index) => {
    const path = [...base, index, 'joins'];
    const unknown = groupNamed(file, group, path);
    if (unknown.length > 0 || voterIds(file, group).length > 0) return unknown;
    return [
      { path, code: 'empty-group', message: `the group ${group} holds no state that could join` } as const,
    ];
  });
  const rules = joins.length > 0 ? [] : forceRules(file);
  return [
    ...duplicates(additionalProtocols, base, 'id'),
    ...joins,
    ...rules.flatMap(([rule, path, eligible]) => {
      const names = forceNames(file, rule, path, eligible);
      return names.length > 0 ? names : entryIntoForce(file, rule, path, eligible);
    }),
  ];
}

function forceNames(
  file: ScenarioFile,
  rule: ForceRuleFile,
  path: Path,
  eligible: readonly string[],
): Finding[] {
  const { shareOf } = rule;
  const inGroup = new Set(voterIds(file, shareOf?.group));
  const asked = eligible.filter((id) => inGroup.has(id));
  return [
    ...(['countScope', 'all', 'organisations', 'waivers'] as const).flatMap((key) =>
      groupNamed(file, rule[key], [...path, key]),
    ),
    ...rule.subsetMin.flatMap(({ group }, index) =>
      groupNamed(file, group, [...path, 'subsetMin', index, 'group']),
    ),
    ...groupNamed(file, shareOf?.group, [...path, 'shareOf', 'group']),
    ...tableNamed(file, shareOf?.table, [...path, 'shareOf', 'table'], asked),
  ];
}

function entryIntoForce(
  file: ScenarioFile,
  rule: ForceRuleFile,
  path: Path,
  eligible: readonly string[],
): Finding[] {
  const findings: Finding[] = [];
  const among = (group: string) => voterIds(file, group).filter((id) => eligible.includes(id)).length;
  const reachable = (most: number, needed: number, what: string, place: Path) => {
    if (needed <= most) return;
    const message = `${needed} ${what} are needed, but only ${count(most)} can ratify`;
    findings.push({ path: place, code: 'unreachable-threshold', message });
  };
  const scope = rule.countScope === undefined ? eligible.length : among(rule.countScope);
  reachable(scope, rule.parties, 'ratifications', [...path, 'parties']);
  for (const [index, { group, n }] of rule.subsetMin.entries()) {
    reachable(among(group), n, `ratifications of ${group}`, [...path, 'subsetMin', index, 'n']);
  }
  const members =
    rule.all === undefined ? [] : (file.groups.find(({ id }) => id === rule.all)?.members ?? []);
  const unable = members.filter((id) => !eligible.includes(id));
  if (unable.length > 0) {
    const message = `all of ${rule.all} must ratify, and ${unable.join(', ')} cannot`;
    findings.push({ path: [...path, 'all'], code: 'unreachable-threshold', message });
  }
  return [...findings, ...shareReachable(file, rule, path, eligible), ...dates(file, rule, path)];
}

/** A share of a total that is larger than the table: even if all ratify, it may not be met. */
function shareReachable(
  file: ScenarioFile,
  { shareOf }: ForceRuleFile,
  path: Path,
  eligible: readonly string[],
): Finding[] {
  const table = file.tables.find(({ id }) => id === shareOf?.table);
  if (shareOf === undefined || table === undefined) return [];
  const inside = voterIds(file, shareOf.group).filter((id) => eligible.includes(id));
  let sum = 0;
  for (const id of inside) sum += table.values[id] ?? 0;
  const total = shareOf.total ?? sum;
  if (total > 0 && sum / total >= shareOf.minShare - 1e-9) return [];
  const percent = (share: number) => Math.round(share * 1000) / 10;
  const have = total > 0 ? percent(sum / total) : 0;
  const needed = percent(shareOf.minShare);
  const message = `${needed} % of ${shareOf.table} are needed; all who can ratify have ${have} %`;
  return [{ path: [...path, 'shareOf', 'minShare'], code: 'unreachable-threshold', message }];
}

function dates(file: ScenarioFile, { delay, notBefore }: ForceRuleFile, path: Path): Finding[] {
  const findings: Finding[] = [];
  if (delay.days > 0 && delay.months > 0) {
    const message = 'the delay is told in days and in months';
    const hint = 'Keep one of the two.';
    findings.push({ path: [...path, 'delay'], code: 'bad-value', message, hint });
  }
  if (notBefore === undefined) return findings;
  const place = [...path, 'notBefore'];
  if (parseDay(notBefore) === undefined) findings.push(noSuchDay(notBefore, place));
  else if (file.calendar === undefined) {
    const message = `a day, ${notBefore}, says nothing in a scenario without a calendar`;
    const hint = 'Add `calendar: {start: …}` at the top of the file.';
    findings.push({ path: place, code: 'missing-key', message, hint });
  }
  return findings;
}

function noSuchDay(day: string, path: Path): Finding {
  return { path, code: 'bad-value', message: `there is no day ${day}`, hint: 'Write year, month and day.' };
}

function calendar({ calendar: stated }: ScenarioFile): Finding[] {
  if (stated === undefined || parseDay(stated.start) !== undefined) return [];
  return [noSuchDay(stated.start, ['calendar', 'start'])];
}

function count(voters: number): string {
  return voters === 1 ? '1 state' : `${voters} states`;
}

/**
 * Phases may end before their last round, so the sum over all phases says little. But when the phases before
 * the last one alone can take more ticks than the run has, the last may never be reached.
 */
function horizon({ phases, ticks }: ScenarioFile): Finding[] {
  let needed = 0;
  for (const phase of phases.slice(0, -1)) needed += phase.rounds * phase.ticks;
  if (needed <= ticks) return [];
  const message = `the phases before the last can take ${needed} ticks, and the run has ${ticks}`;
  return [{ path: ['ticks'], code: 'horizon-short', message }];
}
