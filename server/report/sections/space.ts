/** The plausible values that hypotheses were tried over, and their differences there. */
import { panels, type ScatterMarks, scatter } from '../charts/scatter.ts';
import { figure, label } from '../charts/svg.ts';
import type { ReportData, SpaceFinding } from '../collect.ts';
import { heading, type Names, paragraph, type Section, table } from '../html.ts';
import { drawn, fifths, rangeOf, trendOf } from '../scatters.ts';
import { fifthColumns } from './samples.ts';

/** Ranges that are drawn, in the order in which they part points where the sign holds from others. */
const mostRanges = 8;

type Ranges = NonNullable<ReportData['batch']['job']['experiment']['space']>['ranges'];

function rangeTable(ranges: Ranges): string {
  const rows = ranges.map(({ id, title, path, between: [low, high], scale, whole }) => [
    id,
    title ?? '–',
    [path].flat().join(', '),
    label(low),
    label(high),
    `${scale === 'log' ? 'by the logarithm' : 'evenly'}${whole ? ', whole numbers' : ''}`,
  ]);
  const columns = ['range', 'what it is', 'sets', 'from', 'to', 'spread'];
  return table('Values that are plausible', columns, rows, [1, 2, 5]);
}

/** Points by what they say of the sign, each kind with a shape of its own. */
function marksOf({ share, effects }: SpaceFinding, values: ArrayLike<number>): ScatterMarks[] {
  const places = drawn(effects.map((y, i) => ({ x: values[i] as number, y, verdict: share.verdicts[i] })));
  const of = (wanted: string) => places.filter(({ verdict }) => verdict === wanted);
  const marks: ScatterMarks[] = [
    { shape: 'dot', places: of('holds') },
    { shape: 'ring', places: of('undecided') },
    { shape: 'cross', places: of('flips') },
  ];
  return marks.filter(({ places: some }) => some.length > 0);
}

function findingPart(finding: SpaceFinding, ranges: Ranges, names: Names, metric: string): string {
  const { hypothesis, effects, parameters, share } = finding;
  const { title, unit } = names(metric);
  const placesOf = (values: ArrayLike<number>) =>
    effects.map((y, i) => ({ x: values[i] as number, y })).filter(({ y }) => Number.isFinite(y));
  const rank = (name: string) => {
    const found = share.flippers.findIndex(({ parameter }) => parameter === name);
    return found < 0 ? share.flippers.length : found;
  };
  const ordered = parameters
    .map((parameter, f) => ({ ...parameter, isLog: ranges[f]?.scale === 'log', f }))
    .sort((a, b) => rank(a.name) - rank(b.name) || a.f - b.f);
  const first = ordered[0];
  if (first === undefined || placesOf(first.values).length === 0) return '';
  const range = rangeOf([...placesOf(first.values), { x: 0, y: 0 }]);
  const charts = ordered.slice(0, mostRanges).map(({ name, values, isLog }) =>
    scatter(
      {
        title: name,
        marks: marksOf(finding, values),
        trend: trendOf(placesOf(values)),
        x: { name, isLog },
        y: { name: `difference, ${unit === '' ? title : unit}`, range },
      },
      `${hypothesis}: difference in ${title} over ${name}, a point a place of the plausible space`,
    ),
  );
  const rows = ordered.map(({ name, values }) => [name, ...fifths(placesOf(values)).map(figure)]);
  return (
    heading(3, `space-points-${hypothesis}`, hypothesis) +
    panels(charts) +
    table(`${hypothesis}: mean difference by fifths of each range`, ['range', ...fifthColumns], rows)
  );
}

function spaceSection({ batch, space }: ReportData, names: Names): string {
  const { experiment } = batch.job;
  const ranges = experiment.space?.ranges;
  if (ranges === undefined) return '';
  const parts = space.map((finding) => {
    const metric = experiment.hypotheses.find(({ id }) => id === finding.hypothesis)?.metric ?? '';
    return findingPart(finding, ranges, names, metric);
  });
  const how =
    'A mark is the difference that a hypothesis is about, at one place of the plausible space: a dot where ' +
    'the sign holds, a ring where it is undecided, a cross where it turns round. The line is the mean of ' +
    'neighbours.';
  return (
    heading(2, 'space', 'Over the plausible values') +
    rangeTable(ranges) +
    (parts.join('') === '' ? '' : paragraph(how) + parts.join(''))
  );
}

/** The section. */
export const space: Section = { id: 'space', render: spaceSection };
