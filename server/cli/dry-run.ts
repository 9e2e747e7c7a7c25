/** `plenary batch --dry-run`: what would be played, what is there already, and how long it would take. */
import {
  aloneIn,
  heldBy,
  RunWalk,
  replacedIn,
  runNumber,
  type Shard,
  type Stage,
} from '../../engine/analysis/experiment/plan.ts';
import { plannedRuns } from '../batch/batch.ts';
import { missing, queueOf } from '../batch/coverage.ts';
import { framesIn } from '../batch/folder.ts';
import type { Job } from '../batch/job.ts';
import { createLocalPlayer } from '../batch/local-player.ts';
import type { Done } from '../batch/player.ts';
import { duration } from './progress.ts';
import type { Terminal } from './terminal.ts';
import { clean, wrap } from './text.ts';

const count = (n: number, thing: string) => `${n} ${thing}${n === 1 ? '' : 's'}`;

/** How many parameters a space varies, and how many of them not in every arm. */
function parametersText({ factors }: Stage): string {
  const alone = factors.filter(({ arms }) => arms !== undefined).length;
  const some = alone === 0 ? '' : `, ${alone} of which only some arms have`;
  return `${count(factors.length, 'parameter')}${some}`;
}

/** What is planned, in words. */
function planLines(job: Job, shard: Shard | undefined, planned: (stage: Stage) => number): string[] {
  return job.stages.map((stage) => {
    const { arms, places, replications } = stage;
    const parts = [count(arms.length, 'arm')];
    if (stage.factors.length > 0) parts.push(count(places, 'point'));
    parts.push(count(replications, 'replication'));
    const name = stage.id === 'runs' ? 'runs' : 'space of plausible values';
    const share =
      shard === undefined ? '' : `, of which ${planned(stage)} in shard ${shard.index + 1}/${shard.of}`;
    const over = stage.id === 'space' ? `, over ${parametersText(stage)}` : '';
    return `${name}: ${parts.join(' × ')} = ${stage.points * replications}${over}${share}`;
  });
}

/** Parameters with a declared range that the space does not vary, in words. */
function leftLines({ declared }: Job): string[] {
  if (declared === undefined || declared.left.length === 0) return [];
  return ['not varied:', ...declared.left.map(({ name, why }) => `  ${name}: ${why}`)];
}

/**
 * Parameters that an arm holds all over the space, in words: it has one value of each. And those that not
 * every arm has.
 */
function heldLines({ stages }: Job): string[] {
  return stages.flatMap((stage) => {
    if (stage.id !== 'space') return [];
    const shared = stage.factors.filter(({ arms }) => arms === undefined).length;
    const held = byTitles(stage, heldBy).map(
      ({ arms, titles }) =>
        `  ${armsText(arms)} ${shared - titles.length} of them, and ` +
        `${arms.length === 1 ? 'holds' : 'hold'} ${titles.join(', ')}`,
    );
    const alone = byTitles(stage, aloneIn).map(
      ({ arms, titles }) => `  ${armsText(arms, 'also ')} ${titles.join(', ')}`,
    );
    const replaced = byTitles(stage, replacedIn).map(
      ({ arms, titles }) =>
        `  ${arms.length === 1 ? `arm ${arms[0]} has` : `arms ${arms.join(', ')} have`} a range of ` +
        `${arms.length === 1 ? 'its' : 'their'} own in the place of ${titles.join(', ')}`,
    );
    return [...held, ...alone, ...replaced];
  });
}

/** Arms of which the same is said, in words. */
const armsText = (arms: readonly string[], how = ''): string =>
  arms.length === 1 ? `arm ${arms[0]} ${how}varies` : `arms ${arms.join(', ')} ${how}vary`;

/** Arms with the titles that something says of them: once where it says the same of several. */
function byTitles(stage: Stage, titlesOf: (stage: Stage, arm: string) => string[]) {
  const groups = new Map<string, { readonly arms: string[]; readonly titles: readonly string[] }>();
  for (const { id } of stage.arms) {
    const titles = titlesOf(stage, id);
    if (titles.length === 0) continue;
    const key = JSON.stringify(titles);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { arms: [id], titles });
    else group.arms.push(id);
  }
  return [...groups.values()];
}

/** A line at the width of a page; what does not fit goes on below, two columns further in. */
function folded(line: string): string[] {
  const [first = ''] = /^ */.exec(line) ?? [];
  return wrap(line, { first, indent: `${first}  ` });
}

/** How long runs are tried to learn what one costs. */
const trialMs = 1500;

/** Processor time that this process has had: what else the machine does is not in it. */
function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/**
 * What a run costs, and what it costs to compile a point before its first run: from points all over the plan.
 */
async function trial(
  stage: Stage,
  play: (from: number, to: number) => Promise<Done>,
): Promise<{ readonly runMs: number; readonly compileMs: number }> {
  // The first runs of a process cost many times what later ones do.
  for (const warmMs = cpuMs(); cpuMs() - warmMs < trialMs; ) await play(0, 16);
  const startedMs = cpuMs();
  const step = Math.max(1, Math.floor(stage.points / 24));
  let compiled = 0;
  let compileMs = 0;
  let runs = 0;
  let runMs = 0;
  for (let point = 0; point < stage.points && cpuMs() - startedMs < trialMs; point += step) {
    const from = runNumber(stage, point, 0);
    const beforeMs = cpuMs();
    await play(from, from + 1);
    const betweenMs = cpuMs();
    const { packed } = await play(from, from + 4);
    compiled++;
    compileMs += betweenMs - beforeMs;
    runs += packed.head.count;
    runMs += cpuMs() - betweenMs;
  }
  const each = runs === 0 ? 0 : runMs / runs;
  return { runMs: each, compileMs: compiled === 0 ? 0 : Math.max(0, compileMs / compiled - each) };
}

/** What is asked about. */
export interface DryRun {
  readonly job: Job;
  readonly shard?: Shard;
  /** The text of the registration that the batch was checked against. */
  readonly registration?: string;
  readonly workers: number;
  /** The folder that the batch would go into. */
  readonly name: string | undefined;
}

/** What of a part remains: its runs, and the points they are of. */
interface Remaining {
  readonly stage: Stage;
  readonly planned: number;
  readonly left: number;
  readonly points: number;
}

async function remainingOf(asked: DryRun, folder: string): Promise<Remaining[]> {
  const { job, shard, name } = asked;
  const frames = name === undefined ? [] : await framesIn(name, folder, asked);
  return job.stages.map((stage) => {
    const stretches = missing(
      stage,
      frames.filter((frame) => frame.stage === stage.id),
    );
    const points = new Set<number>();
    for (const stretch of stretches) {
      for (const walk = new RunWalk(stage, stretch, shard); walk.next(); ) points.add(walk.point);
    }
    const { left } = queueOf(stage, stretches, shard);
    return { stage, planned: plannedRuns(stage, shard), left, points: points.size };
  });
}

/** Says what would be played, and how long it would take. */
export async function dryRun(asked: DryRun, terminal: Terminal): Promise<number> {
  const { job, shard, workers, name } = asked;
  const remaining = await remainingOf(asked, terminal.folder);
  const sum = (of: (part: Remaining) => number) => remaining.reduce((total, part) => total + of(part), 0);
  const left = sum((part) => part.left);
  const played = sum((part) => part.planned) - left;
  const { columns } = job;
  const inCourse = columns.series.length === 0 ? '' : `, ${columns.series.length} in its course`;
  const lines = [
    clean(job.experiment.title),
    ...planLines(job, shard, (stage) => plannedRuns(stage, shard)),
    ...heldLines(job),
    ...leftLines(job),
    `${columns.metrics.length} metrics a run${inCourse}`,
    ...(played === 0 ? [] : [`${played} of them are in ${clean(name ?? '')}; ${left} remain`]),
  ];
  if (left === 0) lines.push('nothing is left to play: the batch would write its tables');
  else {
    const { seconds, bytes } = await estimate(asked, remaining);
    const threads = `${workers} worker${workers === 1 ? '' : 's'}`;
    const rest = played === 0 ? '' : ' for what remains';
    const growth = played === 0 ? 'the log takes' : 'the log grows by';
    lines.push(
      `about ${duration(seconds)}${rest} with ${threads} on an idle machine; ${growth} ${megabytes(bytes)}`,
    );
  }
  terminal.out(`${[...lines, 'nothing was played into a folder'].flatMap(folded).join('\n')}\n`);
  return 0;
}

/** Seconds and bytes that the rest takes, from trials all over the plan. */
async function estimate({ job, shard, workers }: DryRun, remaining: readonly Remaining[]) {
  const player = createLocalPlayer(job, shard);
  let seconds = 0;
  let bytes = 0;
  for (const { stage, left, points } of remaining) {
    if (left === 0) continue;
    const { runMs, compileMs } = await trial(stage, (from, to) =>
      player.play({ stage: stage.id, stretch: { from, to, above: 0, below: stage.replications } }),
    );
    seconds += (runMs * left) / 1000 / workers + (compileMs * points) / 1000;
    const moments = job.columns.series.length === 0 ? 0 : job.plain.file.ticks;
    bytes += left * (job.columns.metrics.length * 8 + 40 + moments * (job.columns.series.length * 8 + 4));
  }
  return { seconds, bytes };
}

const megabytes = (bytes: number): string =>
  bytes < 1e6
    ? `${Math.ceil(bytes / 1000)} kB`
    : bytes < 1e9
      ? `${Math.ceil(bytes / 1e6)} MB`
      : `${(bytes / 1e9).toFixed(1)} GB`;
