import { describe, expect, it } from 'vitest';
import type { ValidationRow } from '../../server/validate/row.ts';
import { cets225Row } from '../../server/validate/rows/cets225.ts';
import { eu27Row } from '../../server/validate/rows/eu27.ts';
import { kyotoRow } from '../../server/validate/rows/kyoto.ts';
import { lawsRow } from '../../server/validate/rows/laws.ts';
import { parisRow } from '../../server/validate/rows/paris.ts';
import { unscRow } from '../../server/validate/rows/unsc.ts';

/** Each row, and how many figures it has at least. */
const rows: readonly [ValidationRow, number][] = [
  [parisRow, 11],
  [lawsRow, 12],
  [unscRow, 10],
  [eu27Row, 14],
  [kyotoRow, 9],
  [cets225Row, 6],
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
