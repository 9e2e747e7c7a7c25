/** Row 10: power in the Council of the European Union, and votes at the edge of its blocking minority. */
import { Ballot, explainDecision } from '../../../engine/rules/decision.ts';
import { toNumber } from '../../../engine/rules/power/fraction.ts';
import { type ExactPower, exactPower } from '../../../engine/rules/power/indices.ts';
import type { NormalRule } from '../../../engine/scenario/normal-rule.ts';
import { shippedBody } from '../bodies.ts';
import { exactly, within } from '../compare.ts';
import { enumeratedShapleyShubik, enumeratedSwings } from '../data/council-figures.ts';
import type { Measured, ValidationRow } from '../row.ts';

async function run(): Promise<Measured[]> {
  const { decision, states, partyIds } = shippedBody('eu-council');
  const rule = decision as NormalRule;
  const power = exactPower(rule, states) as ExactPower;
  const of = (id: string) => power.members[partyIds.indexOf(id)];
  const vote = (what: string, published: string, isFor: (id: string, place: number) => boolean) => {
    const ballot = Int32Array.from(partyIds, (id, place) => (isFor(id, place) ? Ballot.yes : Ballot.no));
    return exactly(
      what,
      published,
      explainDecision(rule, states, ballot).carried ? 'adopted' : 'not adopted',
    );
  };
  const wrongSwings = power.members.filter(
    ({ party, swings }) => Number(swings) !== enumeratedSwings[partyIds[party]],
  );
  const gaps = power.members.map(({ party, shapleyShubik }) =>
    Math.abs(toNumber(shapleyShubik) - (enumeratedShapleyShubik[partyIds[party]] ?? Number.NaN)),
  );
  const against =
    (...ids: string[]) =>
    (id: string) =>
      !ids.includes(id);
  return [
    exactly('winning coalitions', 17_729_938, Number(power.winning)),
    exactly('coalitions', 134_217_728, Number(power.coalitions)),
    within('chance that a proposal passes', 0.132098, toNumber(power.passage), 1e-6),
    exactly('swings, Germany', 14_062_886, Number(of('de').swings)),
    within('Banzhaf, Germany', 0.120377, toNumber(of('de').banzhaf), 1e-6),
    within('Shapley–Shubik, Germany', 0.17556, toNumber(of('de').shapleyShubik), 1e-6),
    within('Banzhaf, Malta', 0.017313, toNumber(of('mt').banzhaf), 1e-6),
    within('Shapley–Shubik, Malta', 0.008623, toNumber(of('mt').shapleyShubik), 1e-6),
    exactly('members whose swings differ from the enumeration', 0, wrongSwings.length),
    within('largest difference of a Shapley–Shubik index', 0, Math.max(...gaps), 1e-8),
    vote('all but Germany, France, Italy', 'adopted', against('de', 'fr', 'it')),
    vote('all but Germany, France, Italy, Hungary', 'not adopted', against('de', 'fr', 'it', 'hu')),
    vote('the fifteen smallest', 'not adopted', (_id, place) => place >= 12),
    vote('the eight largest', 'not adopted', (_id, place) => place < 8),
  ];
}

/** The row. */
export const eu27Row: ValidationRow = {
  row: 10,
  title: 'Council of the European Union: 55 % of members, 65 % of population, four to block',
  citation:
    'Treaty on European Union, art. 16(4); Treaty on the Functioning of the European Union, art. ' +
    '238; population ' +
    'shares of 2025: Agence Europe 13544/22; indices: enumeration of all 2^27 coalitions',
  run,
};
