/** An answer as an Arrow file (Feather 2), for tools that read columns. */
import {
  bool,
  type Column,
  columnFromValues,
  type DataType,
  float64,
  tableFromColumns,
  tableToIPC,
  utf8,
} from '@uwdata/flechette';
import type { Answer, PlainValue } from './query.ts';

/** Rows of a piece of a column. */
const pieceRows = 65_536;

/** Values of one column, as they come: numbers take eight bytes each, however many there are. */
interface Gathered {
  add(value: PlainValue): void;
  finish(): Column<unknown>;
}

function gather(): Gathered {
  /** Numbers so far, NaN where there is none; left when a value of another kind comes. */
  let numbers: Float64Array[] | undefined = [];
  /** Whether a number that is NaN is one, and not a gap: places of all pieces. */
  const realNaN = new Set<number>();
  let others: PlainValue[] = [];
  let count = 0;

  function* all(): Generator<PlainValue> {
    if (numbers === undefined) {
      yield* others;
      return;
    }
    for (let i = 0; i < count; i++) {
      const value = numbers[Math.floor(i / pieceRows)]?.[i % pieceRows] ?? Number.NaN;
      yield Number.isNaN(value) && !realNaN.has(i) ? null : value;
    }
  }

  return {
    add: (value) => {
      if (numbers !== undefined && value !== null && typeof value !== 'number') {
        others = [...all()];
        numbers = undefined;
      }
      if (numbers === undefined) others.push(value);
      else {
        if (count % pieceRows === 0) numbers.push(new Float64Array(pieceRows));
        const piece = numbers[numbers.length - 1] as Float64Array;
        piece[count % pieceRows] = value === null ? Number.NaN : (value as number);
        if (Number.isNaN(value)) realNaN.add(count);
      }
      count++;
    },
    finish: () => {
      const isNumeric = numbers !== undefined && count > 0;
      const isBoolean = numbers === undefined && others.every((v) => v === null || typeof v === 'boolean');
      const type: DataType = isNumeric ? float64() : isBoolean ? bool() : utf8();
      const isText = !isNumeric && !isBoolean;
      return columnFromValues((visit) => {
        for (const value of all()) visit(isText && value !== null ? String(value) : value);
      }, type);
    },
  };
}

/** The bytes of an Arrow file. Columns of numbers are doubles; nulls stay nulls. */
export async function answerToArrow({ columns, rows }: Answer): Promise<Uint8Array> {
  const gathered = columns.map(gather);
  for await (const some of rows) {
    for (const row of some) for (let c = 0; c < row.length; c++) gathered[c]?.add(row[c] ?? null);
  }
  const built = columns.map((name, c): [string, Column<unknown>] => [
    name,
    (gathered[c] as Gathered).finish(),
  ]);
  const bytes = tableToIPC(tableFromColumns(built), { format: 'file' });
  if (bytes === null) throw new Error('the table could not be written as Arrow');
  return bytes;
}
