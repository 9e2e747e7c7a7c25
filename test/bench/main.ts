/**
 * `npm run bench`: the figures the project wants to reach, measured. It asserts nothing: machines differ and
 * this one may be busy. Speeds are CPU time of one core; ratios are of one process, taken in turns; start-up
 * is by the clock.
 */
import { readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { loadScenario } from '../../engine/index.ts';
import { measureFirstLoad, measureStart } from './built.ts';
import type { Measured } from './measure.ts';
import { measureRuns } from './runs.ts';
import { measureTransitions } from './transitions.ts';
import { measureWhatWouldItTake } from './what-would-it-take.ts';

/** Figures to reach. */
const goals = {
  transitionRatio: 100,
  runs: 3000,
  runsWithEvents: 1500,
  digestShare: 0.1,
  versionMilliseconds: 500,
  runMilliseconds: 500,
  firstLoadBytes: 200_000,
  whatWouldItTakeMilliseconds: 100,
};

interface Row {
  readonly what: string;
  readonly measured: string;
  /** Quartiles, or what else there is to say. */
  readonly spread: string;
  readonly goal: string;
  readonly isMet?: boolean;
}

const number = (value: number) => Math.round(value).toLocaleString('en-GB');
const percent = (value: number) => `${(100 * value).toFixed(1)} %`;
const quartiles = ({ low, high }: Measured, show: (value: number) => string) =>
  `${show(low)} to ${show(high)}`;

function atLeast(what: string, measured: Measured, unit: string, goal?: number): Row {
  const row = { what, measured: `${number(measured.median)} ${unit}`, spread: quartiles(measured, number) };
  if (goal === undefined) return { ...row, goal: '' };
  return { ...row, goal: `at least ${number(goal)}`, isMet: measured.median >= goal };
}

function startRow(what: string, measured: Measured | undefined, goal: number): Row {
  const row = { what, goal: `at most ${number(goal)} ms` };
  if (measured === undefined) return { ...row, measured: 'not built', spread: '' };
  const spread = quartiles(measured, number);
  return { ...row, measured: `${number(measured.median)} ms`, spread, isMet: measured.median <= goal };
}

function takeRow(what: string, measured: Measured): Row {
  const show = (value: number) => value.toFixed(2);
  const isMet = measured.median <= goals.whatWouldItTakeMilliseconds;
  const goal = `at most ${goals.whatWouldItTakeMilliseconds} ms`;
  return { what, measured: `${show(measured.median)} ms`, spread: quartiles(measured, show), goal, isMet };
}

function firstLoadRow(): Row {
  const row = {
    what: 'viewer, first load compressed',
    goal: `at most ${number(goals.firstLoadBytes / 1000)} kB`,
  };
  const load = measureFirstLoad();
  if (load === undefined) return { ...row, measured: 'not built', spread: '' };
  const spread = `${load.files} files, ${number(load.bytes / 1000)} kB as they are`;
  const isMet = load.gzipBytes <= goals.firstLoadBytes;
  return { ...row, measured: `${number(load.gzipBytes / 1000)} kB`, spread, isMet };
}

async function measureAll(): Promise<Row[]> {
  const text = readFileSync(
    path.resolve(import.meta.dirname, '../../scenarios/first-mandate/scenario.yaml'),
    'utf8',
  );
  const loaded = await loadScenario(text);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  const runs = measureRuns(loaded.value);
  const transitions = measureTransitions(loaded.value);
  const [version, run] = measureStart([['--version'], ['run', 'first-mandate']]);
  const { digestShare } = runs;
  const take = await measureWhatWouldItTake();
  return [
    atLeast('first-mandate, nobody listening', runs.bare, 'runs/s', goals.runs),
    atLeast('first-mandate, typed events kept', runs.withEvents, 'runs/s', goals.runsWithEvents),
    {
      what: `  share of the digest (${number(runs.recordsPerRun)} records a run)`,
      measured: percent(digestShare.median),
      spread: quartiles(digestShare, percent),
      goal: `at most ${percent(goals.digestShare)}`,
      isMet: digestShare.median <= goals.digestShare,
    },
    atLeast('state machine, tables', transitions.tables, 'events/s'),
    atLeast('state machine, xstate actor.send', transitions.actor, 'events/s'),
    atLeast('state machine, xstate transition()', transitions.pure, 'events/s'),
    atLeast('  tables over actor.send', transitions.overActor, 'times', goals.transitionRatio),
    atLeast('  tables over transition()', transitions.overPure, 'times', goals.transitionRatio),
    takeRow(`what would it take? ${take.out} of 20 parties, 12 issues`, take.all),
    takeRow('  for one whom nothing brings in', take.hardest),
    startRow('plenary --version', version, goals.versionMilliseconds),
    startRow('plenary run first-mandate', run, goals.runMilliseconds),
    firstLoadRow(),
  ];
}

function print(rows: readonly Row[]): void {
  const verdict = ({ isMet }: Row) => (isMet === undefined ? '' : isMet ? 'met' : 'NOT MET');
  const head = ['', 'median', 'middle half', 'to reach', ''];
  const lines = [head, ...rows.map((row) => [row.what, row.measured, row.spread, row.goal, verdict(row)])];
  const widths = head.map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  for (const line of lines)
    console.log(
      line
        .map((cell, column) => cell.padEnd(widths[column]))
        .join('  ')
        .trimEnd(),
    );
  const load = os.loadavg()[0].toFixed(1);
  console.log(`\nNode ${process.version}, ${os.cpus().length} cores, load ${load}.`);
  console.log('A wide middle half means that the machine was busy: ratios then say more than speeds.');
}

print(await measureAll());
