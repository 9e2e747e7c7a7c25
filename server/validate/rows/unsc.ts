/** Row 8: power in the Security Council. */
import { Ballot, explainDecision } from '../../../engine/rules/decision.ts';
import { fractionText } from '../../../engine/rules/power/fraction.ts';
import { type ExactPower, exactPower } from '../../../engine/rules/power/indices.ts';
import type { NormalRule } from '../../../engine/scenario/normal-rule.ts';
import { shippedBody } from '../bodies.ts';
import { exactly } from '../compare.ts';
import type { Measured, ValidationRow } from '../row.ts';

/** Votes as letters, the five permanent members first: y, n, a for abstaining. */
function carried(rule: NormalRule, states: Int32Array, letters: string): string {
  const ballot = Int32Array.from(letters, (letter) =>
    letter === 'y' ? Ballot.yes : letter === 'n' ? Ballot.no : Ballot.abstain,
  );
  return explainDecision(rule, states, ballot).carried ? 'adopted' : 'not adopted';
}

async function run(): Promise<Measured[]> {
  const { decision, states } = shippedBody('security-council');
  const rule = decision as NormalRule;
  const power = exactPower(rule, states) as ExactPower;
  const [permanent, elected] = [power.members[0], power.members[14]];
  const procedure = shippedBody('security-council-procedure').decision as NormalRule;
  return [
    exactly('winning coalitions', 848, Number(power.winning)),
    exactly('coalitions', 32_768, Number(power.coalitions)),
    exactly('Banzhaf, permanent member', '106/635', fractionText(permanent.banzhaf)),
    exactly('Banzhaf, elected member', '21/1270', fractionText(elected.banzhaf)),
    exactly('Shapley–Shubik, permanent member', '421/2145', fractionText(permanent.shapleyShubik)),
    exactly('Shapley–Shubik, elected member', '4/2145', fractionText(elected.shapleyShubik)),
    exactly(
      'nine in favour, five permanent members abstaining',
      'adopted',
      carried(rule, states, 'aaaaayyyyyyyyya'),
    ),
    exactly('eight in favour', 'not adopted', carried(rule, states, 'yyyyyyyyaaaaaaa')),
    exactly(
      'fourteen in favour, one permanent member against',
      'not adopted',
      carried(rule, states, 'nyyyyyyyyyyyyyy'),
    ),
    exactly('the same on procedure', 'adopted', carried(procedure, states, 'nyyyyyyyyyyyyyy')),
  ];
}

/** The row. */
export const unscRow: ValidationRow = {
  row: 8,
  title: 'Security Council: nine votes of fifteen, five vetoes',
  citation:
    'Charter of the United Nations, art. 27; indices: exact, as in the literature since Shapley & ' +
    'Shubik 1954',
  run,
};
