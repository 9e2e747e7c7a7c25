/** The signs as a page for a terminal. */
import { table, wrap } from '../../cli/text.ts';
import { fixed } from '../forecast/report.ts';
import type { MeasuredSign, Sample, SignResult, SignVerdict } from './sign.ts';

/** The side of the 99 % interval that the verdict looks at. */
function boundOf({ expect, difference: { lower, upper } }: MeasuredSign): string {
  if (expect === 'higher') return `≥ ${fixed(lower, 3)}`;
  return expect === 'lower' ? `≤ ${fixed(upper, 3)}` : `${fixed(lower, 3)} to ${fixed(upper, 3)}`;
}

const columns = [
  { title: '  metric, expected' },
  { title: 'from', wraps: true },
  { title: 'to', wraps: true },
  { title: 'before', align: 'right' },
  { title: 'after', align: 'right' },
  { title: '99 % bound', align: 'right' },
  { title: '' },
] as const;

/** One lever. */
export function signLines(result: SignResult): string[] {
  const rows = result.measured.map((one) => [
    `  ${one.metric} ${one.expect}`,
    one.from,
    one.to,
    fixed(one.before, 3),
    fixed(one.after, 3),
    boundOf(one),
    one.verdict,
  ]);
  const held = result.fixed === 'nothing' ? '' : `Held fixed: ${result.fixed}. `;
  return [
    ...wrap(`${result.verdict.toUpperCase()}: ${result.title}`, { indent: '  ', first: '' }),
    ...table(columns, rows),
    ...wrap(`${held}Prototype: ${result.prototype}.`, { indent: '  ' }),
    ...(result.note === '' ? [] : wrap(result.note, { indent: '  ' })),
    '',
  ];
}

const countOf = (results: readonly { readonly verdict: SignVerdict }[], verdict: SignVerdict): number =>
  results.filter((result) => result.verdict === verdict).length;

/** What came of all levers. */
export function closingLines(results: readonly SignResult[], { worlds, seeds }: Sample): string[] {
  const all = results.flatMap(({ measured }) => measured);
  const tally = (of: readonly { readonly verdict: SignVerdict }[]) =>
    `${countOf(of, 'holds')} of ${of.length} hold, ${countOf(of, 'refuted')} refuted, ` +
    `${countOf(of, 'undecided')} undecided`;
  return [
    ...wrap(`levers: ${tally(results)}; comparisons: ${tally(all)}`),
    ...wrap(
      `Each comparison: ${worlds * seeds} pairs of runs, ${seeds} common seeds in each of ${worlds} drawn ` +
        'worlds; one-sided 99 % bounds of the mean over worlds. A lever holds when all of its comparisons ' +
        'do, and is refuted when one of them is, by a difference the other way or by none at all.',
    ),
  ];
}
