/** An answer as an Arrow file (Feather 2), for tools that read columns. */
import { bool, float64, tableFromArrays, tableToIPC, utf8 } from '@uwdata/flechette';
import type { Answer } from './query.ts';

/** The bytes of an Arrow file. Columns of numbers are doubles; nulls stay nulls. */
export function answerToArrow({ columns, rows }: Answer): Uint8Array {
  const built = columns.map((column, c) => {
    const values = rows.map((row) => row[c]);
    const kinds = new Set(values.flatMap((value) => (value === null ? [] : [typeof value])));
    const [kind] = kinds.size === 1 ? kinds : ['string'];
    if (kind === 'number') return { column, values, type: float64() };
    if (kind === 'boolean') return { column, values, type: bool() };
    return { column, values: values.map((value) => (value === null ? null : String(value))), type: utf8() };
  });
  const arrays = Object.fromEntries(built.map(({ column, values }) => [column, values]));
  const types = Object.fromEntries(built.map(({ column, type }) => [column, type]));
  const bytes = tableToIPC(tableFromArrays(arrays, { types }), { format: 'file' });
  if (bytes === null) throw new Error('the table could not be written as Arrow');
  return bytes;
}
