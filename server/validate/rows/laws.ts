/**
 * Row 3: the General Assembly’s three roll calls on autonomous weapons, by its rule for important
 * questions.
 */
import { Ballot, explainDecision } from '../../../engine/rules/decision.ts';
import { plainRule } from '../../../engine/scenario/normal-rule.ts';
import { exactly } from '../compare.ts';
import type { Measured, ValidationRow } from '../row.ts';

/** Resolution, and its votes in favour, against, abstaining, and members that did not vote. */
const rollCalls = [
  ['78/241', 152, 4, 11, 26],
  ['79/62', 166, 3, 15, 9],
  ['80/57', 164, 6, 7, 16],
] as const;

function ballotsOf(counts: readonly (readonly [ballot: number, count: number])[]): Int32Array {
  return Int32Array.from(counts.flatMap(([ballot, count]) => Array.from({ length: count }, () => ballot)));
}

async function run(): Promise<Measured[]> {
  const rule = plainRule('two-thirds');
  return rollCalls.flatMap(([resolution, yes, no, abstain, absent]) => {
    const ballot = ballotsOf([
      [Ballot.yes, yes],
      [Ballot.no, no],
      [Ballot.abstain, abstain],
      [Ballot.absent, absent],
    ]);
    const told = explainDecision(
      rule,
      ballot.map((_, member) => member),
      ballot,
    );
    const [majority] = told.requirements;
    return [
      exactly(`${resolution}: members`, 193, ballot.length),
      exactly(`${resolution}: present and voting`, yes + no, majority.of),
      exactly(`${resolution}: in favour`, yes, majority.have),
      exactly(`${resolution}: adopted`, 'yes', told.carried ? 'yes' : 'no'),
    ];
  });
}

/** The row. */
export const lawsRow: ValidationRow = {
  row: 3,
  title: 'General Assembly on autonomous weapons: two thirds of those present and voting',
  citation:
    'Charter of the United Nations, art. 18(2); Rules of Procedure of the General Assembly, rule 86; ' +
    'roll calls on ' +
    'resolutions 78/241, 79/62 and 80/57 (United Nations; through wrobinson127/machine-politics)',
  run,
};
