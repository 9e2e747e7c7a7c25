/** The report of a batch as one page that needs nothing else: it opens from a disk, prints, and can be read aloud. */
import type { Column } from '../../engine/analysis/experiment/columns.ts';
import { runColumns } from '../../engine/analysis/experiment/columns.ts';
import { byReplicate, pairsOf } from '../../engine/analysis/experiment/judge.ts';
import {
  replicationsForDifference,
  replicationsForHalfWidth,
  runningMean,
} from '../../engine/analysis/statistics/convergence.ts';
import { shellWord } from '../shell-word.ts';
import { forest } from './charts/forest.ts';
import { heatMap } from './charts/heat-map.ts';
import { histograms, type RunLink } from './charts/histogram.ts';
import { bandLines } from './charts/lines.ts';
import { esc, figure, label, signed } from './charts/svg.ts';
import type { ReportData } from './collect.ts';
import type { JudgedHypothesis } from './data.ts';
import type { Sensitivity } from './sensitivity.ts';
import { reportStyle } from './style.ts';

/** How a report stands among other pages. */
export interface PageOptions {
  /** Address of a run, where a server can open it. */
  readonly link?: RunLink;
}

const paragraph = (text: string): string => `<p>${esc(text)}</p>`;
const heading = (level: 2 | 3, id: string, text: string): string =>
  `<h${level} id="${id}">${esc(text)}</h${level}>`;

/** A table; the first column names its row. */
function table(caption: string, columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const side = (c: number) => (c === 0 ? '' : ' class="right"');
  const head = columns.map((name, c) => `<th scope="col"${side(c)}>${esc(name)}</th>`).join('');
  const body = rows
    .map((row) => {
      const cells = row.map((cell, c) =>
        c === 0 ? `<th scope="row">${esc(cell)}</th>` : `<td class="right">${esc(cell)}</td>`,
      );
      return `<tr>${cells.join('')}</tr>`;
    })
    .join('\n');
  return (
    `<div class="wide" role="region" aria-label="${esc(caption)}" tabindex="0"><table><caption>${esc(caption)}</caption>` +
    `<thead><tr>${head}</tr></thead><tbody>\n${body}\n</tbody></table></div>`
  );
}

const interval = ({ estimate, lower, upper }: { estimate: number; lower: number; upper: number }): string =>
  `${figure(estimate)} (${figure(lower)} to ${figure(upper)})`;

const probability = (p: number): string =>
  Number.isNaN(p) ? '–' : p < 0.0001 ? '< .0001' : p.toFixed(4).replace(/^0/, '');

const percent = (share: number): string => `${Math.round(100 * share)} %`;

/** What a metric is called, and its unit. */
type Names = (metric: string) => Pick<Column, 'title' | 'unit'>;

function namesOf({ batch, stage }: ReportData): Names {
  const { columns, experiment, plain } = batch.job;
  const known = new Map(runColumns(stage, columns, experiment, plain).map((column) => [column.name, column]));
  return (metric) => known.get(metric) ?? { title: metric, unit: '' };
}

/** What a hypothesis expects, as a sentence. */
function expectation({ metric, factor, arm, against, expect }: JudgedHypothesis, names: Names): string {
  const { title } = names(metric);
  const [first, second] =
    factor === undefined ? [arm, against] : [`${factor} = ${arm}`, `${factor} = ${against}`];
  return expect === 'unchanged'
    ? `${title} is the same with ${first} as with ${second}`
    : `${title} is ${expect} with ${first} than with ${second}`;
}

function verdictItem(finding: JudgedHypothesis, data: ReportData, names: Names): string {
  const { difference, verdict, effect, adjusted, why, id } = finding;
  const { n, leftOut, varianceReduction } = difference;
  const found = `${signed(difference.estimate)} (98 % interval ${signed(difference.lower)} to ${signed(difference.upper)})`;
  const facts = [
    `${n} pairs${leftOut > 0 ? `, ${leftOut} left out for want of a value` : ''}`,
    ...(Number.isFinite(effect.estimate)
      ? [`${signed(effect.estimate)} standard deviations of the difference`]
      : []),
    `p ${probability(adjusted)} after Holm’s correction`,
    ...(Number.isFinite(varianceReduction)
      ? [`a pair is worth ${label(varianceReduction)} independent pairs`]
      : []),
  ];
  const space = data.space.find(({ hypothesis }) => hypothesis === id);
  const flipper = space?.share.flippers[0];
  const spread =
    space === undefined
      ? ''
      : `<p>Over the plausible values the sign holds at ${percent(space.share.holds.estimate)} of ${space.share.n} points ` +
        `(95 % interval ${percent(space.share.holds.lower)} to ${percent(space.share.holds.upper)}), is undecided at ` +
        `${percent(space.share.undecided.estimate)} and turns round at ${percent(space.share.flips.estimate)}.` +
        `${flipper === undefined || flipper.p > 0.05 ? '' : ` What parts them most is ${esc(flipper.parameter)}: it holds more often ${flipper.holds} ${label(flipper.threshold)}.`}</p>`;
  return (
    `<li><p class="verdict ${verdict}">${verdict}</p><div><p><strong>${esc(expectation(finding, names))}</strong></p>` +
    `<p>${esc(found)}</p>${spread}<p class="soft">${esc(facts.join(' · '))}</p><p class="soft">${esc(why)}</p></div></li>`
  );
}

function answers(data: ReportData, names: Names): string {
  const { hypotheses } = data;
  if (hypotheses.length === 0)
    return paragraph('The experiment states no hypothesis: what follows describes its runs.');
  const counts = (['supported', 'contradicted', 'undecided'] as const)
    .map((verdict) => ({ verdict, count: hypotheses.filter((entry) => entry.verdict === verdict).length }))
    .filter(({ count }) => count > 0)
    .map(({ verdict, count }) => `${count} ${verdict}`);
  const items = hypotheses.map((finding) => verdictItem(finding, data, names)).join('\n');
  return `<p class="summary">Of ${hypotheses.length} hypotheses: ${counts.join(', ')}.</p><ul class="verdicts">${items}</ul>`;
}

function registrationNotice({ registration }: ReportData): string {
  switch (registration.state) {
    case 'none':
      return '<p class="notice">Not pre-registered: hypotheses and runs were not frozen by <code>plenary prereg</code>.</p>';
    case 'matched': {
      const { registered, digest } = registration.registration;
      return `<p class="notice">As pre-registered on ${esc(registered)} under ${esc(digest)}.</p>`;
    }
    case 'differs':
      return `<p class="notice">Not as pre-registered: ${esc(registration.why.join('; '))}.</p>`;
  }
}

function effectsSection(data: ReportData, names: Names): string {
  const { arms } = data.stage;
  const reference = arms[0];
  if (arms.length < 2 || reference === undefined) return '';
  const charts = data.metrics.map(({ metric, effects }) => {
    const { title, unit } = names(metric);
    const rows = effects.map(({ arm, difference }) => ({ name: arm, estimate: difference }));
    return (
      heading(3, `effect-${metric}`, title) +
      forest(rows, unit, `${title}: difference of each arm from ${reference.id}`)
    );
  });
  const list = arms.map(({ id, title }) => `<li><strong>${esc(id)}</strong> ${esc(title)}</li>`).join('');
  return (
    heading(2, 'effects', `Effects: each arm less ${reference.id}`) +
    `<ul>${list}</ul>${paragraph('Means of the differences seed by seed, with 98 % intervals (Student).')}${charts.join('')}`
  );
}

/** Points that a table lists. */
const mostPoints = 60;

function meansSection(data: ReportData, names: Names): string {
  const { stage, metrics } = data;
  const columns = [
    'arm',
    ...stage.factors.map(({ id }) => id),
    ...metrics.map(({ metric }) => names(metric).title),
  ];
  const rows = Array.from({ length: Math.min(stage.points, mostPoints) }, (_, point) => {
    const { arm, cells } = stage.point(point);
    const means = metrics.map(({ means: all }) => {
      const mean = all[point]?.mean;
      return mean === undefined || mean.n === 0 ? '–' : interval(mean);
    });
    return [arm.id, ...cells.map((cell) => (typeof cell === 'number' ? label(cell) : cell)), ...means];
  });
  const rest = stage.points - rows.length;
  const more = rest > 0 ? paragraph(`${rest} more points are in the table of runs.`) : '';
  return (
    heading(2, 'means', 'Means') +
    table(`Means with 95 % intervals over ${stage.replications} runs a point`, columns, rows) +
    more
  );
}

function distributionsSection(data: ReportData, names: Names, link: RunLink): string {
  const charts = data.metrics.map(({ metric, distributions }) => {
    const { title, unit } = names(metric);
    const chart = histograms(distributions, unit, `${title}: how the runs lie in each arm`, link);
    return heading(3, `distribution-${metric}`, title) + (chart ?? paragraph('It applies to no run.'));
  });
  const hint =
    data.batch.manifest.shard === undefined
      ? `Every bar names one of its runs: \`plenary rerun ${shellWord(data.batch.name)} RUN\` plays it again.`
      : '';
  return heading(2, 'distributions', 'Distributions') + paragraph(hint) + charts.join('');
}

function heatSection(data: ReportData, names: Names): string {
  const { stage, metrics, batch } = data;
  const [first, second] = stage.factors;
  const arm = stage.arms[0]?.id ?? '';
  if (batch.job.experiment.design.kind !== 'grid' || first === undefined) return '';
  const pages = metrics.slice(0, 4).map(({ metric, means }) => {
    const { title, unit } = names(metric);
    if (second !== undefined && stage.factors.length === 2) {
      const values = Array.from({ length: stage.places }, (_, place) => {
        return means[place * stage.arms.length]?.mean.estimate ?? Number.NaN;
      });
      const levels = (factor: typeof first) =>
        factor.levels.map(({ cell }) => (typeof cell === 'number' ? label(cell) : cell));
      const map = {
        across: { name: second.id, levels: levels(second) },
        down: { name: first.id, levels: levels(first) },
        values,
      };
      return (
        heading(3, `map-${metric}`, title) +
        heatMap(map, `${title} by ${first.id} and ${second.id} in the arm ${arm}`)
      );
    }
    if (stage.factors.length !== 1 || !first.isNumeric) return '';
    const lines = stage.arms.map(({ id }, a) => ({
      name: id,
      points: first.levels.map(({ cell }, place) => {
        const mean = means[place * stage.arms.length + a]?.mean;
        const estimate = mean?.estimate ?? Number.NaN;
        return {
          x: Number(cell),
          value: estimate,
          lower: mean?.lower ?? estimate,
          upper: mean?.upper ?? estimate,
        };
      }),
    }));
    const chart = bandLines(lines, { name: `${title} over ${first.id}`, x: first.id, y: unit });
    return heading(3, `map-${metric}`, title) + (chart ?? '');
  });
  return pages.join('') === '' ? '' : heading(2, 'factors', 'Over the factors') + pages.join('');
}

function timesSection({ times }: ReportData, names: Names): string {
  const parts = times.map(({ metric, arms, lines, horizon, test }) => {
    const { title } = names(metric);
    const chart = bandLines(lines, {
      name: `${title}: share of runs in which it has not come yet`,
      x: 'ticks',
      y: 'share still waiting',
      range: [0, 1],
    });
    const rows = arms.map(({ arm, n, came, median, restricted }) => [
      arm,
      `${came} of ${n}`,
      interval(median),
      interval(restricted),
    ]);
    const tested =
      test === undefined
        ? ''
        : paragraph(
            `Log-rank test of equal times: χ² = ${figure(test.chiSquare)} with ${test.degreesOfFreedom} degrees of freedom, p ${probability(test.p)}. ` +
              'It treats runs as independent, though arms share their seeds.',
          );
    return (
      heading(3, `time-${metric}`, title) +
      (chart ?? paragraph('It never came.')) +
      table(
        `Times in ticks; one that did not come within ${horizon} is censored there`,
        ['arm', 'came', 'median', 'restricted mean'],
        rows,
      ) +
      tested
    );
  });
  return parts.length === 0 ? '' : heading(2, 'times', 'Times') + parts.join('');
}

function coursesSection({ courses }: ReportData, names: Names): string {
  const parts = courses.map(({ metric, every, lines }) => {
    const { title, unit } = names(metric);
    const chart = bandLines(lines, { name: `${title} by ${every}`, x: `${every}s`, y: unit });
    return heading(3, `course-${metric}`, title) + (chart ?? paragraph('It applies to no moment.'));
  });
  if (parts.length === 0) return '';
  return (
    heading(2, 'courses', 'In the course of the runs') +
    paragraph('Means, and the band in which the middle 80 % of the runs lie.') +
    parts.join('')
  );
}

function sensitivityTable(found: Sensitivity, names: Names): string {
  const { title } = names(found.metric);
  const name = heading(3, `sensitivity-${found.metric}`, title);
  switch (found.kind) {
    case 'morris': {
      const rows = found.factors.map(({ name: factor, effect }) => [
        factor,
        interval(effect.muStar),
        interval(effect.mu),
        figure(effect.sigma),
      ]);
      return (
        name +
        table(
          'Elementary effects (Morris), for the whole range of each factor',
          ['factor', 'μ*', 'μ', 'σ'],
          rows,
        )
      );
    }
    case 'sobol': {
      const rows = found.indices.factors.map(({ first, total }, f) => [
        found.names[f] ?? '',
        interval(first),
        interval(total),
      ]);
      return (
        name +
        table(
          'Shares of the variance (Sobol), with bootstrap intervals',
          ['factor', 'alone', 'with others'],
          rows,
        )
      );
    }
    case 'regression': {
      const { coefficients, rSquared, errors, n } = found.model;
      const rows = coefficients.map((entry) => [
        entry.name,
        interval(entry),
        figure(entry.standardised),
        probability(entry.p),
      ]);
      const how = errors === 'clustered' ? 'errors clustered by seed' : 'robust errors (HC3)';
      return (
        name +
        table(
          `Linear model over ${n} runs, R² = ${figure(rSquared)}, ${how}`,
          ['factor', 'coefficient', 'standardised', 'p'],
          rows,
        )
      );
    }
  }
}

function sensitivitySection(data: ReportData, names: Names): string {
  const { sensitivity, space } = data;
  const spread = space.flatMap(({ hypothesis, share }) => {
    if (share.flippers.length === 0) return [];
    const rows = share.flippers.map((flipper) => [
      flipper.parameter,
      figure(flipper.separation),
      probability(flipper.p),
      `${flipper.holds} ${label(flipper.threshold)}`,
      percent(flipper.shareBelow.estimate),
      percent(flipper.shareAbove.estimate),
    ]);
    const against = share.contrast === 'flips' ? 'where it turns round' : 'where it does not hold';
    const columns = ['parameter', 'separation', 'p', 'holds', 'holds below', 'holds above'];
    return [
      heading(3, `space-${hypothesis}`, hypothesis) +
        table(`What parts points where the sign holds from those ${against}`, columns, rows),
    ];
  });
  if (sensitivity.length + spread.length === 0) return '';
  return (
    heading(2, 'sensitivity', 'Sensitivity') +
    sensitivity.map((found) => sensitivityTable(found, names)).join('') +
    spread.join('')
  );
}

function convergenceSection(data: ReportData, names: Names): string {
  const { measured, hypotheses, metrics } = data;
  const lines = hypotheses.map((hypothesis) => {
    const pairs = pairsOf(measured.stage, hypothesis);
    const first = byReplicate(
      measured,
      hypothesis.metric,
      pairs.map(({ arm }) => arm),
    );
    const second = byReplicate(
      measured,
      hypothesis.metric,
      pairs.map(({ against }) => against),
    );
    const running = runningMean(first.map((value, i) => value - (second[i] as number)));
    const scale = Math.abs(hypothesis.difference.estimate) || 1;
    return {
      name: hypothesis.id,
      points: running
        .filter(({ n }) => n >= 10)
        .map(({ n, mean, halfWidth }) => ({
          x: n,
          value: mean / scale,
          lower: (mean - halfWidth) / scale,
          upper: (mean + halfWidth) / scale,
        })),
    };
  });
  const chart = bandLines(
    lines.filter(({ points }) => points.length > 1),
    {
      name: 'Differences as runs are added, in units of the final difference',
      x: 'pairs',
      y: 'of the final difference',
      range: [-1, 3],
    },
  );
  const rows = hypotheses.map(({ id, difference }) => {
    const { deviation, estimate } = difference;
    const known = deviation > 0 && estimate !== 0;
    const detect = known
      ? replicationsForDifference({ difference: Math.abs(estimate), deviation, level: 0.98 }, 0.9)
      : Number.NaN;
    const tenth = known ? replicationsForHalfWidth(deviation, Math.abs(estimate) / 10) : Number.NaN;
    const count = (value: number) => (Number.isFinite(value) ? String(value) : '–');
    return [id, count(difference.n), count(detect), count(tenth)];
  });
  const means = metrics.map(({ metric, means: all }) => {
    const widest = Math.max(...all.map(({ mean }) => (mean.n > 1 ? (mean.upper - mean.lower) / 2 : 0)));
    return [names(metric).title, figure(widest)];
  });
  return (
    heading(2, 'convergence', 'Are there enough runs?') +
    (chart ?? '') +
    (rows.length === 0
      ? ''
      : table(
          'How many replications a hypothesis needs, judged by these runs',
          ['hypothesis', 'pairs', 'to find it (power .9)', 'to know it within a tenth'],
          rows,
        )) +
    table('The widest 95 % interval of a mean', ['metric', '±'], means)
  );
}

function manifestSection({ batch }: ReportData): string {
  const { manifest, name } = batch;
  const seconds = manifest.sessions.reduce((sum, session) => sum + session.seconds, 0);
  const machines = [
    ...new Set(
      manifest.sessions.map(
        ({ machine }) => `${machine.cpu}, ${machine.cores} cores, ${machine.platform}, Node ${machine.node}`,
      ),
    ),
  ];
  const rows = [
    ['scenario', `${manifest.scenario}, ${manifest.scenarioDigest}`],
    ['experiment', manifest.texts.experiment],
    ['key of the results', manifest.key],
    ['engine', `${manifest.engineVersion}, rules ${manifest.rulesVersion}`],
    ['runs', `${manifest.runs.played} of ${manifest.runs.planned}, ${manifest.runs.failed} without a result`],
    ['seeds', `${manifest.seeds.policy}, from ${manifest.seeds.first}`],
    ...(manifest.stopped === undefined
      ? []
      : [['ended after', `${manifest.stopped.replications} replications: ${manifest.stopped.why}`]]),
    [
      'time',
      `${figure(seconds)} s in ${manifest.sessions.length} session${manifest.sessions.length === 1 ? '' : 's'}`,
    ],
    ['machine', machines.join('; ')],
    ...manifest.tables.map(({ file, rows: count, sha256 }) => [file, `${count} rows, SHA-256 ${sha256}`]),
  ];
  const body = rows
    .map(([key, value]) => `<tr><th scope="row">${esc(key ?? '')}</th><td>${esc(value ?? '')}</td></tr>`)
    .join('\n');
  const word = shellWord(name);
  return (
    heading(2, 'manifest', 'How to repeat it') +
    paragraph(
      'The folder holds both texts; this plays it again, anywhere, and gives the same tables byte for byte:',
    ) +
    `<pre tabindex="0"><code>${esc(`plenary batch ${shellWord(`${name}/experiment.yaml`)} --replications ${manifest.replications} --out again\nplenary report again`)}</code></pre>` +
    `<div class="wide" role="region" aria-label="Manifest" tabindex="0"><table><caption>Manifest of ${esc(word)}</caption><tbody>\n${body}\n</tbody></table></div>`
  );
}

/** The page. */
export function reportPage(data: ReportData, { link = () => undefined }: PageOptions = {}): string {
  const { experiment } = data.batch.job;
  const names = namesOf(data);
  const sections = [
    registrationNotice(data),
    effectsSection(data, names),
    meansSection(data, names),
    distributionsSection(data, names, link),
    heatSection(data, names),
    timesSection(data, names),
    coursesSection(data, names),
    sensitivitySection(data, names),
    convergenceSection(data, names),
    manifestSection(data),
  ].filter((section) => section !== '');
  const contents = [...sections.join('').matchAll(/<h2 id="([^"]+)">(.*?)<\/h2>/g)]
    .map(([, id, text]) => `<li><a href="#${id}">${text}</a></li>`)
    .join('');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${esc(experiment.title)} – Plenary report</title>
<style>${reportStyle}</style>
</head>
<body>
<a class="skip" href="#content">Skip to the text</a>
<main id="content">
<h1>${esc(experiment.title)}</h1>
<p class="summary">${esc(experiment.question)}</p>
${answers(data, names)}
<nav class="parts" aria-label="On this page"><ul>${contents}</ul></nav>
${sections.join('\n')}
</main>
<footer>Made by Plenary ${esc(data.batch.manifest.engineVersion)} from the folder ${esc(data.batch.name)}.</footer>
</body>
</html>
`;
}
