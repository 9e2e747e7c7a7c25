/**
 * The second utility model, `utility.model: scores`: a package is worth the sum of what its options score for
 * a party, and no agreement is worth its reservation value. The scorable games of negotiation courses (Raiffa
 * 1982; Susskind 1985) are written so.
 *
 * It fills the same tables as the spatial model of `utility.ts`, with the score as a negative loss and every
 * other term 0: whatever uses utilities works with both, and nothing in a run asks which one it is.
 */
import type { IssueFile, PartyFile, ScenarioFile } from '../scenario/schema.ts';

function scoreOf(party: PartyFile, issue: string, option: string): number {
  return party.scores?.[issue]?.[option] ?? 0;
}

/** The tables of `PreferenceTables` and the utilities of no agreement, from the scores. */
export function tabulateScores(file: ScenarioFile, stride: number) {
  const { parties, issues } = file;
  const loss = new Float64Array(parties.length * issues.length * stride);
  parties.forEach((party, i) => {
    issues.forEach((issue, k) => {
      issue.options.forEach((option, o) => {
        loss[(i * issues.length + k) * stride + o] = 0 - scoreOf(party, issue.id, option.id);
      });
    });
  });
  return {
    loss,
    benefitRate: new Float64Array(parties.length),
    costRate: new Float64Array(parties.length),
    voiceTerm: new Float64Array(parties.length),
    transfer: new Float64Array(parties.length),
    reversionUtility: Float64Array.from(parties, (party) => party.reservation ?? 0),
  };
}

/** Place of an option on its ladder. */
function placeOf(issue: IssueFile, option: number): number {
  return issue.options[option].position ?? option / (issue.options.length - 1);
}

/** The ideal point and the saliences that follow from scores, where the file does not give them. */
export function fromScores(party: PartyFile, issues: readonly IssueFile[]): PartyFile {
  const ideal: Record<string, number> = {};
  const range: Record<string, number> = {};
  let total = 0;
  for (const issue of issues) {
    const scores = issue.options.map((option) => scoreOf(party, issue.id, option.id));
    const most = Math.max(...scores);
    ideal[issue.id] = placeOf(issue, scores.indexOf(most));
    range[issue.id] = most - Math.min(...scores);
    total += range[issue.id];
  }
  const salience = Object.fromEntries(
    issues.map(({ id }) => [id, total > 0 ? range[id] / total : 1 / issues.length]),
  );
  return {
    ...party,
    ideal: Object.keys(party.ideal).length > 0 ? party.ideal : ideal,
    salience: Object.keys(party.salience).length > 0 ? party.salience : salience,
  };
}
