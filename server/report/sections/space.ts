/**
 * The space of plausible values: what was varied in it, how far and on what authority, and the differences
 * that hypotheses are about at its points.
 */
import { tellingFlippers } from '../../../engine/analysis/statistics/flippers.ts';
import { placeIn } from '../../../engine/scenario/overrides.ts';
import { rangeText } from '../../../engine/scenario/plausible.ts';
import { partOf } from '../../../engine/scenario/problems.ts';
import { panels, type ScatterMarks, scatter } from '../charts/scatter.ts';
import { figure, label } from '../charts/svg.ts';
import type { ReportData, SpaceFinding } from '../collect.ts';
import { heading, type Names, paragraph, type Section, table } from '../html.ts';
import { drawn, fifths, rangeOf, trendOf } from '../scatters.ts';
import { fifthColumns } from './samples.ts';

/**
 * Ranges that are drawn for a hypothesis. Of more than these only those that tell where its sign holds: a
 * cloud for each of many parameters that make no difference hides the few that do.
 */
const mostRanges = 8;

type Job = ReportData['batch']['job'];
type Ranges = NonNullable<Job['experiment']['space']>['ranges'];

/** What a range sets, when it is not what it is called: the first path, and how many more. */
function setsText(title: string, paths: readonly string[], arms: readonly string[] | undefined): string {
  const [first = '', ...more] = paths;
  const where = more.length > 0 ? `${first} and ${more.length} more` : first === title ? '' : first;
  return arms === undefined ? where : `${where} in ${arms.join(', ')} alone`.trim();
}

/** What the scenario has where a range stands; nothing where it says nothing there. */
function valueNow(document: unknown, path: string): string {
  const steps = placeIn(path, document) ?? [];
  const value = steps.reduce<unknown>((here, step) => partOf(here, step), document);
  return typeof value === 'number' ? label(value) : '–';
}

function rangeTable(ranges: Ranges, { declared, document }: Job): string {
  const rows = ranges.map(({ id, title = id, path, between, scale, whole, arms }) => {
    const known = declared?.parameters.find(
      ({ name, arms: own }) => name === title && String(own) === String(arms),
    );
    const range = rangeText(scale === 'log' ? { between, scale } : { between });
    return [
      title,
      setsText(title, [path].flat(), arms),
      known === undefined
        ? valueNow(document, [path].flat()[0] ?? '')
        : label(known.value) + (arms === undefined ? '' : ` (${arms[0]})`),
      whole ? `${range}, whole numbers` : range,
      known?.unit ?? '',
      known?.source ?? 'the experiment',
    ];
  });
  const columns = ['parameter', 'sets', 'as it stands', 'plausible', 'unit', 'source'];
  return table('What was varied, all of it at once, in a Latin hypercube', columns, rows, [1, 3, 4, 5]);
}

/** Parameters that the space does not vary, and why. */
function leftTable({ declared, experiment }: Job): string {
  const left = declared?.left ?? [];
  const out = experiment.space?.leaveOut ?? [];
  const title = 'What was left as it stands';
  return (
    (left.length === 0
      ? ''
      : table(
          title,
          ['parameter', 'because'],
          left.map(({ name, why }) => [name, why]),
          [0, 1],
        )) + (out.length === 0 ? '' : paragraph(`The experiment leaves out: ${out.join(', ')}.`))
  );
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

/** What a comparison does not vary in both of its arms. */
function variedList({ parameters, alone, unvaried }: SpaceFinding): string {
  return (
    (alone.length === 0
      ? ''
      : paragraph(
          `Of the ${parameters.length} parameters that the comparison varies, these vary in one arm alone, ` +
            'as the other sets them, takes them out or does not have them: ' +
            `${alone.map(({ arm, titles }) => `${titles.join(', ')} in ${arm}`).join('; ')}.`,
        )) + (unvaried.length === 0 ? '' : paragraph(`In neither arm vary: ${unvaried.join(', ')}.`))
  );
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
    .map((parameter) => ({ ...parameter, isLog: ranges[parameter.range]?.scale === 'log' }))
    .sort((a, b) => rank(a.name) - rank(b.name) || a.range - b.range);
  const telling = new Set(tellingFlippers(share).map(({ parameter }) => parameter));
  const shown = (
    ordered.length <= mostRanges ? ordered : ordered.filter(({ name }) => telling.has(name))
  ).slice(0, mostRanges);
  const top = heading(3, `space-points-${hypothesis}`, hypothesis) + variedList(finding);
  const first = shown[0];
  if (first === undefined || placesOf(first.values).length === 0)
    return variedList(finding) === '' ? '' : top;
  const range = rangeOf([...placesOf(first.values), { x: 0, y: 0 }]);
  const charts = shown.map(({ name, values, isLog }) =>
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
  const rows = shown.map(({ name, values }) => [name, ...fifths(placesOf(values)).map(figure)]);
  return (
    top +
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
    'the sign holds, a ring where it is undecided, a cross where it is contradicted (a cross at ' +
    '0 is a point where no pair differs). The line is the mean ' +
    `of neighbours. Of more than ${mostRanges} parameters only those are drawn that tell where a sign holds.`;
  return (
    heading(2, 'space', 'The space of plausible values') +
    rangeTable(ranges, batch.job) +
    leftTable(batch.job) +
    (parts.join('') === '' ? '' : paragraph(how) + parts.join(''))
  );
}

/** The section. */
export const space: Section = { id: 'space', render: spaceSection };
