/** The state of governance at the end of a run, one row a line. */
import type { RunView } from '../../../engine/analysis/fold.ts';
import { type GovernanceState, governanceOf } from '../../../engine/analysis/governance.ts';
import type { Style } from '../terminal.ts';
import { pad, wrap } from '../text.ts';

const titleWidth = 21;
const verdictWidth = 14;

/** What a row came to: its numbers against their thresholds, and what success or failure looks like. */
function words({ row, measures, verdict, missing }: GovernanceState): string {
  if (missing !== undefined) return missing;
  const numbers = measures
    .filter(({ value }) => !Number.isNaN(value))
    .map(({ value, threshold }) => `${value.toFixed(2)} (success from ${threshold.toFixed(2)})`);
  const pole = verdict === 'mixed' ? [] : [verdict === 'success' ? row.success : row.failure];
  return [numbers.join(', '), ...pole].join(': ');
}

/** The rows; none where the scenario lets none be measured. */
export function governanceLines(view: RunView, style: Style): string[] {
  const states = governanceOf(view);
  if (states.every(({ measures }) => measures.length === 0)) return [];
  return states.flatMap((state) => {
    const verdict = pad(state.verdict ?? 'not measured', verdictWidth);
    const [first, ...rest] = wrap(words(state), { indent: ' '.repeat(titleWidth + verdictWidth) });
    const start = pad(state.row.title, titleWidth);
    return [start + style.strong(verdict) + first.trimStart(), ...rest];
  });
}
