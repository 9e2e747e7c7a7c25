import { describe, expect, it } from 'vitest';
import type { ValidationRow } from '../../server/validate/row.ts';
import { barrett } from '../../server/validate/rows/barrett.ts';
import { cets225 } from '../../server/validate/rows/cets225.ts';
import { eu27 } from '../../server/validate/rows/eu27.ts';
import { kyoto } from '../../server/validate/rows/kyoto.ts';
import { laws } from '../../server/validate/rows/laws.ts';
import { linear } from '../../server/validate/rows/linear-benefit.ts';
import { paris } from '../../server/validate/rows/paris.ts';
import { unsc } from '../../server/validate/rows/unsc.ts';

/** Each row, and how many figures it has at least. */
const rows: readonly [ValidationRow, number][] = [
  [paris, 11],
  [laws, 12],
  [unsc, 10],
  [eu27, 14],
  [kyoto, 9],
  [cets225, 6],
  [barrett, 20],
  [linear, 16],
];

describe('the published figures of rules', () => {
  it.each(rows.map(([row, fewest]) => [row.row, row.title, row, fewest] as const))(
    'row %i: %s',
    async (_number, _title, row, fewest) => {
      const measured = await row.run({});
      expect(measured.length).toBeGreaterThanOrEqual(fewest);
      expect(
        measured.filter(({ ok }) => !ok),
        row.citation,
      ).toEqual([]);
    },
  );
});
