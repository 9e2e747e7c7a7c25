/** Row 13: Kyoto, where the rounding of shares shows, and the two amendments with dates of their own. */
import { formatDay, parseDay } from '../../../engine/calendar.ts';
import {
  type Deposit,
  entryIntoForce,
  explainThresholds,
  standing,
} from '../../../engine/rules/entry-into-force.ts';
import { type Body, bodyOf } from '../../../engine/scenario/body.ts';
import type { ForceRule } from '../../../engine/scenario/normal-force.ts';
import { shippedBody } from '../bodies.ts';
import { exactly, within } from '../compare.ts';
import { annexI1990 } from '../data/kyoto-emissions.ts';
import type { Measured, ValidationRow } from '../row.ts';

const day = (text: string): number => parseDay(text) as number;

/** Annex I parties that had not ratified when the Russian Federation did. */
const outside = ['aus', 'lie', 'mco', 'usa'];

/** Deposits before Russia’s, on one day, and Russia’s on 18 November 2004. */
function deposits({ partyIds }: Body): Deposit[] {
  return partyIds.flatMap((id, party): Deposit[] => {
    if (outside.includes(id)) return [];
    return [{ party, day: id === 'rus' ? day('2004-11-18') : day('2004-01-01') }];
  });
}

function shareOn(body: Body, date: string): number {
  const rule = body.entryIntoForce as ForceRule;
  const held = standing(deposits(body), day(date), body.partyIds.length);
  return explainThresholds(rule, held)[1].have * 100;
}

/** An amendment that only counts instruments: so many, the last on a day. */
function amendment(count: number, last: string, rule: object): string {
  const parties = Array.from({ length: count }, (_, place) => `party-${place + 1}`);
  const read = bodyOf({
    id: 'amendment',
    title: 'Amendment',
    parties,
    entryIntoForce: { parties: count, ...rule },
  });
  if (!read.ok) throw new Error(read.problems.map(({ message }) => message).join('; '));
  const made = parties.map((_, party) => ({ party, day: party === 0 ? day(last) : day('2013-01-01') }));
  const { inForceDay } = entryIntoForce(read.value.entryIntoForce as ForceRule, made);
  return inForceDay === undefined ? 'never' : formatDay(inForceDay);
}

async function run(): Promise<Measured[]> {
  const exact = shippedBody('kyoto-protocol');
  const rounded = shippedBody('kyoto-protocol-rounded');
  const force = entryIntoForce(exact.entryIntoForce as ForceRule, deposits(exact));
  const total = Object.values(annexI1990).reduce((sum, emissions) => sum + emissions, 0);
  return [
    exactly('Annex I emissions of 1990, Gg', 13_728_306, total),
    within('before Russia, sum of rounded shares, per cent', 44.2, shareOn(rounded, '2004-11-17'), 1e-9),
    within('with Russia, sum of rounded shares, per cent', 61.6, shareOn(rounded, '2004-11-18'), 1e-9),
    within('before Russia, exact, per cent', 44.385, shareOn(exact, '2004-11-17'), 5e-4),
    within('with Russia, exact, per cent', 61.785, shareOn(exact, '2004-11-18'), 5e-4),
    exactly('thresholds met', '2004-11-18', formatDay(force.thresholdMetDay as number)),
    exactly('in force', '2005-02-16', formatDay(force.inForceDay as number)),
    exactly('Doha Amendment in force', '2020-12-31', amendment(144, '2020-10-02', { delay: { days: 90 } })),
    exactly(
      'Kigali Amendment in force',
      '2019-01-01',
      amendment(20, '2017-11-17', { delay: { days: 90 }, notBefore: '2019-01-01' }),
    ),
  ];
}

/** The row. */
export const kyotoRow: ValidationRow = {
  row: 13,
  title: 'Kyoto Protocol: 55 parties, 55 % of Annex I emissions, ninetieth day; Doha and Kigali',
  citation:
    'Kyoto Protocol, art. 25; FCCC/CP/1997/7/Add.1; UNFCCC status of ratification; Doha Amendment (144 ' +
    'instruments); Kigali Amendment, art. IV (20 instruments, not before 1 January 2019)',
  run,
};
