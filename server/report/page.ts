/**
 * The report of a batch as one page that needs nothing else: it opens from a disk, prints, can be read aloud.
 */
import { runColumns } from '../../engine/analysis/experiment/columns.ts';
import type { RunLink } from './charts/histogram.ts';
import { esc } from './charts/svg.ts';
import type { ReportData } from './collect.ts';
import type { Names } from './html.ts';
import { answers } from './sections/answers.ts';
import { sections } from './sections/index.ts';
import { reportStyle } from './style.ts';

/** How a report stands among other pages. */
export interface PageOptions {
  /** Address of a run, where a server can open it. */
  readonly link?: RunLink;
}

function namesOf({ batch, stage }: ReportData): Names {
  const { columns, experiment, plain } = batch.job;
  const known = new Map(runColumns(stage, columns, experiment, plain).map((column) => [column.name, column]));
  return (metric) => known.get(metric) ?? { title: metric, unit: '' };
}

/** The page. */
export function reportPage(data: ReportData, { link = () => undefined }: PageOptions = {}): string {
  const { job, manifest, name } = data.batch;
  const { experiment } = job;
  const names = namesOf(data);
  const rendered = sections.map(({ render }) => render(data, names, link)).filter((text) => text !== '');
  const contents = [...rendered.join('').matchAll(/<h2 id="([^"]+)">(.*?)<\/h2>/g)]
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
${answers.render(data, names, link)}
<nav class="parts" aria-label="On this page"><ul>${contents}</ul></nav>
${rendered.join('\n')}
</main>
<footer>Made by Plenary ${esc(manifest.engineVersion)} from the folder ${esc(name)}.</footer>
</body>
</html>
`;
}
