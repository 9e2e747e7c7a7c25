/** What was played, and how to repeat it. */

import type { Manifest } from '../../batch/folder.ts';
import { shellWord } from '../../shell-word.ts';
import { esc, figure } from '../charts/svg.ts';
import type { ReportData } from '../collect.ts';
import { heading, paragraph, type Section } from '../html.ts';

/** That times and machines of the first runs were lost. */
function rebuiltRows({ rebuilt }: Manifest): string[][] {
  if (rebuilt === undefined) return [];
  const { on, runs } = rebuilt;
  return [
    ['made anew', `on ${on}, from a log of ${runs} runs: when and where they were played is not known`],
  ];
}

function manifestSection({ batch }: ReportData): string {
  const { manifest, name } = batch;
  const count = manifest.sessions.length;
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
    ...(manifest.seeds.space === undefined
      ? []
      : [['seeds of the space', `others at each point, from ${manifest.seeds.space}`]]),
    ...(manifest.stopped === undefined
      ? []
      : [['ended after', `${manifest.stopped.replications} replications: ${manifest.stopped.why}`]]),
    ...rebuiltRows(manifest),
    ['time', `${figure(seconds)} s in ${count} session${count === 1 ? '' : 's'}`],
    ['machine', machines.join('; ')],
    ...manifest.tables.map(({ file, rows: count, sha256 }) => [file, `${count} rows, SHA-256 ${sha256}`]),
  ];
  const body = rows
    .map(([key, value]) => `<tr><th scope="row">${esc(key ?? '')}</th><td>${esc(value ?? '')}</td></tr>`)
    .join('\n');
  const file = shellWord(`${name}/experiment.yaml`);
  const lines = [
    `plenary batch ${file} --replications ${manifest.replications} --out again`,
    'plenary report again',
  ].join('\n');
  return (
    heading(2, 'manifest', 'How to repeat it') +
    paragraph(
      'The folder holds both texts; this plays it again, anywhere, and gives the same tables byte for byte:',
    ) +
    `<pre tabindex="0"><code>${esc(lines)}</code></pre>` +
    '<div class="wide" role="region" aria-label="Manifest" tabindex="0"><table>' +
    `<caption>Manifest of ${esc(name)}</caption><tbody>\n${body}\n</tbody></table></div>`
  );
}

/** The section. */
export const manifest: Section = { id: 'manifest', render: manifestSection };
