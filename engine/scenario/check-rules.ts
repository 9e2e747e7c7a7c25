/** Checks of the issues, the utility model, the rules, the phases and the metrics. */
import { type Check, duplicates, sumNotOne, unknownId, votersOf } from './checks.ts';
import type { Finding, Path } from './problems.ts';
import type { IssueFile, ScenarioFile } from './schema.ts';

/** The checks of everything but the parties. */
export const ruleChecks: readonly Check[] = [
  { needs: ['issues'], find: issues },
  { needs: ['parties', 'rules'], find: decision },
  { needs: ['parties', 'rules'], find: entryIntoForce },
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

function decision(file: ScenarioFile): Finding[] {
  const voters = votersOf(file).length;
  if (voters === 0) return []; // said already, and every quorum would follow from it
  const findings: Finding[] = [];
  for (const [index, rule] of file.rules.decision.entries()) {
    const path = ['rules', 'decision', index];
    if (rule.quorum > voters) {
      const message = `the quorum is ${rule.quorum}, but only ${count(voters)} can vote`;
      findings.push({ path: [...path, 'quorum'], code: 'unreachable-quorum', message });
    }
    if (rule.rule === 'double-majority' && rule.blockingMinority > 0 && voters < fewestForBlocking) {
      const message = `a blocking minority needs ${fewestForBlocking} voting parties; there are ${voters}`;
      findings.push({ path: [...path, 'blockingMinority'], code: 'blocking-minority', message });
    }
  }
  return findings;
}

function entryIntoForce(file: ScenarioFile): Finding[] {
  const voters = votersOf(file).length;
  const { parties } = file.rules.entryIntoForce;
  if (voters === 0 || parties <= voters) return [];
  const message = `${parties} ratifications are needed, but only ${count(voters)} can ratify`;
  return [{ path: ['rules', 'entryIntoForce', 'parties'], code: 'unreachable-threshold', message }];
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
