/**
 * Row 15: the Council of Europe’s convention on AI, by worked dates of its rule; and the CTBT’s 44 States.
 */
import { formatDay, parseDay } from '../../../engine/calendar.ts';
import { entryIntoForce } from '../../../engine/rules/entry-into-force.ts';
import type { ForceRule } from '../../../engine/scenario/normal-force.ts';
import { shippedBody } from '../bodies.ts';
import { exactly } from '../compare.ts';
import type { Measured, ValidationRow } from '../row.ts';

const day = (text: string): number => parseDay(text) as number;

/** When a treaty is in force if these deposit, the last of them on a day. */
function inForce(bodyId: string, ids: readonly string[], last: string): string {
  const { partyIds, entryIntoForce: rule } = shippedBody(bodyId);
  const made = ids.map((id, place) => ({
    party: partyIds.indexOf(id),
    day: day(last) - (place === ids.length - 1 ? 0 : 30),
  }));
  const { inForceDay } = entryIntoForce(rule as ForceRule, made);
  return inForceDay === undefined ? 'not in force' : formatDay(inForceDay);
}

async function run(): Promise<Measured[]> {
  const five = ['usa', 'euu', 'gbr', 'nor', 'isl'];
  const annex2 = shippedBody('ctbt').partyIds.filter((id) => id.startsWith('annex-2-'));
  const others = shippedBody('ctbt').partyIds.filter((id) => !id.startsWith('annex-2-'));
  const without = [...others, ...annex2.slice(1)];
  return [
    exactly('fifth deposit on 15 March 2025', '2025-07-01', inForce('cets-225', five, '2025-03-15')),
    exactly('fifth deposit on 31 March 2025', '2025-07-01', inForce('cets-225', five, '2025-03-31')),
    exactly(
      'five, none a member of the Council of Europe',
      'not in force',
      inForce('cets-225', ['usa', 'isr', 'euu', 'can', 'jpn'], '2025-03-15'),
    ),
    exactly(
      'five, three of them members, on 30 November',
      '2026-03-01',
      inForce('cets-225', five, '2025-11-30'),
    ),
    exactly('CTBT with 43 of 44 and 100 others', 'not in force', inForce('ctbt', without, '2025-01-01')),
    exactly('CTBT with all 44', '2025-06-30', inForce('ctbt', annex2, '2025-01-01')),
  ];
}

/** The row. */
export const cets225Row: ValidationRow = {
  row: 15,
  title: 'CETS 225: five ratifications, three of members, three months, first of the month; CTBT',
  citation: 'CETS 225, art. 30(3); worked dates follow from its rule; CTBT, art. XIV(1)',
  run,
};
