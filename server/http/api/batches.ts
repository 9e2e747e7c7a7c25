/**
 * The batches of a folder: a list, the report of each, and every run of it as a record. There only when the
 * server was told of a folder.
 */
import { existsSync, lstatSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { FastifyInstance } from 'fastify';
import { valuesAt } from '../../../engine/analysis/experiment/plan.ts';
import { formatRecord, refuse } from '../../../engine/index.ts';
import { engineVersion, rulesVersion } from '../../../engine/version.ts';
import { readManifest } from '../../batch/folder.ts';
import { batchFiles } from '../../batch/names.ts';
import { type FoundRun, findRun, recordOf, scenarioOf } from '../../batch/play-again.ts';
import { type ReadFolder, readFolder } from '../../batch/reopen.ts';
import { CliError, cliCodes } from '../../cli/exit.ts';
import { escapeHtml } from '../../docs/render-html.ts';
import { completeManifest } from '../../store/query.ts';
import type { BatchRunInfo, BatchSummary } from '../../wire/messages.ts';
import { shownTime } from '../../wire/shown-time.ts';
import { sendRefusal } from '../errors.ts';

/** Names of folders, as they stand in addresses. */
const namePattern = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}$/;

const noThrow = { throwIfNoEntry: false } as const;

/** Batches that are kept read: making one again takes longer than an answer should. */
const mostKept = 8;

/**
 * What work gives; undefined where a folder is damaged, or of another engine: the command line tells more.
 */
async function ifWhole<Value>(work: () => Promise<Value> | undefined): Promise<Value | undefined> {
  try {
    return await work();
  } catch (error) {
    // A fault of the program is none of the folder.
    if (error instanceof CliError && error.exit !== cliCodes.unexpected.exit) return undefined;
    throw error;
  }
}

/** The name by which a folder that is a batch itself is shown; undefined where it is none. */
function ownName(resultsDir: string): string | undefined {
  if (!existsSync(path.join(resultsDir, batchFiles.manifest))) return undefined;
  const name = path.basename(resultsDir);
  return namePattern.test(name) ? name : 'batch';
}

/** The folder that a name stands for: the folder of results itself, or one that is in it. */
function placeOf(resultsDir: string, name: string): string {
  return name === ownName(resultsDir) ? resultsDir : path.join(resultsDir, name);
}

/** The batches of a folder: those that are in it, and the folder itself where it is one. */
export function batchesIn(resultsDir: string): BatchSummary[] {
  const own = ownName(resultsDir);
  const inside = readdirSync(resultsDir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && namePattern.test(entry.name) && entry.name !== own)
    .map((entry) => entry.name);
  return [...inside, ...(own === undefined ? [] : [own])]
    .sort((a, b) => (a < b ? -1 : 1))
    .flatMap((name): BatchSummary[] => {
      try {
        const manifest = readManifest(placeOf(resultsDir, name), name);
        if (manifest === undefined || manifest.shard !== undefined) return [];
        const { title, scenario, runs } = manifest;
        const isOther = manifest.rulesVersion !== rulesVersion || manifest.engineVersion !== engineVersion;
        const state = isOther ? 'other-version' : manifest.state;
        const played = manifest.sessions.at(-1)?.started;
        const when = typeof played === 'string' ? { played } : {};
        return [
          { name, title, scenario, state, runs: runs.played, rulesVersion: manifest.rulesVersion, ...when },
        ];
      } catch {
        return []; // not a batch, or a damaged one: the command line tells more
      }
    });
}

const stateWords: Readonly<Record<BatchSummary['state'], string>> = {
  complete: '',
  running: ', not complete yet',
  'other-version': ', played by another version of Plenary, which can open it',
};

function listPage(batches: readonly BatchSummary[], style: string): string {
  const items = batches.map(({ name, title, scenario, state, runs, played, rulesVersion: rules }) => {
    const when = played === undefined ? '' : `, played ${shownTime(played)}`;
    const facts = `${scenario}, ${runs} runs, rules ${rules}${when}${stateWords[state]}`;
    const link = `<a href="/batches/${name}/">${escapeHtml(title)}</a>`;
    const head = state === 'complete' ? link : escapeHtml(title);
    return `<li>${head} <span class="soft">${escapeHtml(`${name}: ${facts}`)}</span></li>`;
  });
  const list =
    items.length === 0 ? '<p>There is no batch in the folder yet.</p>' : `<ul>${items.join('\n')}</ul>`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Batches – Plenary</title><style>${style}</style></head>
<body><nav class="pages" aria-label="Pages"><ul><li><a href="/">Plenary</a></li></ul></nav>
<main id="content"><h1>Batches</h1>${list}</main></body></html>
`;
}

/** Where a run stands in its batch. */
function infoOf(batch: string, { job }: ReadFolder, found: FoundRun): BatchRunInfo {
  const { stage, run, point, place, seed } = found;
  const { id, title } = point.arm;
  return {
    batch,
    title: job.experiment.title,
    stage: stage.id,
    run,
    arm: { id, title },
    factors: valuesAt(stage, point),
    replicate: place.replicate,
    seed,
  };
}

/** A run as addresses name it: its number, with `space:` before it for one of the plausible space. */
function runNamed(folder: ReadFolder, word: string): FoundRun | undefined {
  const match = /^(space:)?(\d{1,15})$/.exec(word);
  if (match === null) return undefined;
  return findRun(folder, match[1] === undefined ? 'runs' : 'space', Number(match[2]));
}

/** What a server says of batches that was told of no folder: the list is empty, and a page says why. */
export async function noBatchRoutes(
  app: FastifyInstance,
  { tablesOnly }: { readonly tablesOnly: boolean },
): Promise<void> {
  const hint = tablesOnly
    ? 'A server of tables only shows none: a run of a batch shows every brief.'
    : 'Start it with “plenary serve --results FOLDER”, which shows the batches in the folder.';
  const why = 'This server was not told of a folder with batches.';
  app.get('/api/batches', async () => []);
  for (const place of ['/batches', '/batches/*']) {
    app.get(place, async (_request, reply) =>
      sendRefusal(reply, { ...refuse('unknown-address', why), hint }),
    );
  }
}

/** GET /batches/, /batches/NAME/, /api/batches, /api/batches/NAME/runs/RUN and its /record. */
export async function batchRoutes(
  app: FastifyInstance,
  { resultsDir }: { readonly resultsDir: string },
): Promise<void> {
  const kept = new Map<string, { readonly stamp: string; readonly folder: Promise<ReadFolder> }>();

  /**
   * The folder of a name; undefined when there is none. A batch that went on since, or took up other texts,
   * is read anew.
   */
  function folderOf(name: string): Promise<ReadFolder> | undefined {
    const place = placeOf(resultsDir, name);
    // As in the list: a link may lead anywhere.
    const isOwn = place === resultsDir;
    if (!namePattern.test(name) || !(isOwn || lstatSync(place, noThrow)?.isDirectory())) return undefined;
    const manifest = readManifest(place, name);
    if (manifest?.state !== 'complete' || manifest.shard !== undefined) return undefined;
    const stamp = JSON.stringify([manifest.key, manifest.runs, manifest.replications, manifest.texts]);
    const known = kept.get(name);
    if (known?.stamp === stamp) return known.folder;
    const folder = completeManifest(place, name).then(() => readFolder(place, resultsDir));
    folder.catch(() => kept.delete(name));
    kept.set(name, { stamp, folder });
    if (kept.size > mostKept) kept.delete(kept.keys().next().value as string);
    return folder;
  }

  app.get('/api/batches', async () => batchesIn(resultsDir));
  app.get('/batches', async (_request, reply) => reply.redirect('/batches/', 308));
  app.get('/batches/', async (_request, reply) => {
    const { reportStyle } = await import('../../report/style.ts');
    return reply.type('text/html; charset=utf-8').send(listPage(batchesIn(resultsDir), reportStyle));
  });
  app.get<{ Params: { name: string } }>('/batches/:name/', async (request, reply) => {
    const { name } = request.params;
    const { collectReport } = await import('../../report/collect.ts');
    const { reportPage } = await import('../../report/page.ts');
    const data = await ifWhole(() => folderOf(name)?.then(collectReport));
    if (data === undefined) return sendRefusal(reply, refuse('unknown-batch'));
    const page = reportPage(data, { link: (run) => `/#/batch/${name}/${run}` });
    return reply.type('text/html; charset=utf-8').send(page);
  });
  app.get<{ Params: { name: string; run: string } }>(
    '/api/batches/:name/runs/:run',
    async (request, reply) => {
      const { name, run } = request.params;
      const folder = await ifWhole(() => folderOf(name));
      if (folder === undefined) return sendRefusal(reply, refuse('unknown-batch'));
      const found = runNamed(folder, run);
      return found === undefined ? sendRefusal(reply, refuse('unknown-run')) : infoOf(name, folder, found);
    },
  );
  app.get<{ Params: { name: string; run: string }; Querystring: { full?: string } }>(
    '/api/batches/:name/runs/:run/record',
    async (request, reply) => {
      const { name, run } = request.params;
      const folder = await ifWhole(() => folderOf(name));
      if (folder === undefined) return sendRefusal(reply, refuse('unknown-batch'));
      const found = runNamed(folder, run);
      const loaded = found === undefined ? undefined : await scenarioOf(folder, found);
      if (found === undefined || loaded?.ok !== true) return sendRefusal(reply, refuse('unknown-run'));
      const record = recordOf(loaded.value, found, request.query.full === '1');
      return reply
        .type('application/json; charset=utf-8')
        .header('content-disposition', `attachment; filename="${name}-${found.run}.plenary.json"`)
        .send(formatRecord(record));
    },
  );
}
