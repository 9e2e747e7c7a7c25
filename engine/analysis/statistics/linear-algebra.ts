/** The little linear algebra that regression and tests need. Matrices are lists of columns. */

/** Sum of products of two columns from row `from`. */
function dot(a: ArrayLike<number>, b: ArrayLike<number>, from = 0): number {
  let total = 0;
  for (let i = from; i < a.length; i++) total += a[i] * b[i];
  return total;
}

/** What a least-squares fit needs to know of its columns. */
export interface Decomposition {
  /** Columns that count, in order; the others depend on columns before them to within rounding. */
  readonly kept: readonly number[];
  /** Coefficients of the kept columns for a right-hand side. */
  solve(right: ArrayLike<number>): Float64Array;
  /** (XᵀX)⁻¹ of the kept columns. */
  readonly inverse: readonly Float64Array[];
  /** Diagonal of the projection on the columns, one for each row: the leverage of a row. */
  readonly leverage: Float64Array;
}

/** A column is dependent when this little of its length is left after the columns before it. */
const dependent = 1e-9;

/**
 * QR by Householder reflections: G. H. Golub & C. F. Van Loan, Matrix Computations, 4th ed. 2013, section
 * 5.2.1, which never squares the condition of the columns.
 */
export function decompose(columns: readonly Float64Array[]): Decomposition {
  const rows = columns[0]?.length ?? 0;
  const kept: number[] = [];
  const reflections: Float64Array[] = [];
  const triangle: Float64Array[] = [];
  for (const [c, column] of columns.entries()) {
    const work = Float64Array.from(column);
    const length = Math.sqrt(dot(work, work));
    for (const [k, reflection] of reflections.entries()) reflect(work, reflection, k);
    const at = kept.length;
    if (at >= rows) continue;
    const rest = Math.sqrt(dot(work, work, at));
    if (!(rest > dependent * length)) continue;
    const corner = work[at] >= 0 ? -rest : rest;
    const reflection = Float64Array.from(work);
    reflection.fill(0, 0, at);
    reflection[at] -= corner;
    const scale = Math.sqrt(dot(reflection, reflection, at));
    for (let i = at; i < rows; i++) reflection[i] /= scale;
    reflections.push(reflection);
    triangle.push(Float64Array.from({ length: at + 1 }, (_, i) => (i === at ? corner : work[i])));
    kept.push(c);
  }
  const solve = (right: ArrayLike<number>): Float64Array => {
    const work = Float64Array.from(right);
    for (const [k, reflection] of reflections.entries()) reflect(work, reflection, k);
    return backSubstitute(triangle, work);
  };
  const inverseTriangle = triangle.map((_, k) =>
    backSubstitute(
      triangle,
      Float64Array.from({ length: kept.length }, (_unused, i) => (i === k ? 1 : 0)),
    ),
  );
  // Row i of R⁻¹ times row j of it.
  const inverse = triangle.map((_, i) =>
    Float64Array.from({ length: kept.length }, (_unused, j) => {
      let total = 0;
      for (const column of inverseTriangle) total += column[i] * column[j];
      return total;
    }),
  );
  return { kept, solve, inverse, leverage: leverageOf(reflections, rows) };
}

function reflect(work: Float64Array, reflection: Float64Array, from: number): void {
  const twice = 2 * dot(reflection, work, from);
  for (let i = from; i < work.length; i++) work[i] -= twice * reflection[i];
}

/** Solves R x = b for an upper triangle given by columns. */
function backSubstitute(triangle: readonly Float64Array[], right: Float64Array): Float64Array {
  const solution = new Float64Array(triangle.length);
  for (let i = triangle.length - 1; i >= 0; i--) {
    let rest = right[i];
    for (let j = i + 1; j < triangle.length; j++) rest -= triangle[j][i] * solution[j];
    solution[i] = rest / triangle[i][i];
  }
  return solution;
}

/** Squared lengths of the rows of Q’s first columns, which are reflections of unit vectors. */
function leverageOf(reflections: readonly Float64Array[], rows: number): Float64Array {
  const leverage = new Float64Array(rows);
  for (let k = 0; k < reflections.length; k++) {
    const column = new Float64Array(rows);
    column[k] = 1;
    for (let r = reflections.length - 1; r >= 0; r--) reflect(column, reflections[r], r);
    for (let i = 0; i < rows; i++) leverage[i] += column[i] * column[i];
  }
  return leverage;
}
