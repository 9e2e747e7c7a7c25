/**
 * `npm run bench`: the figures the project wants to reach, measured. It asserts nothing: machines differ and
 * this one may be busy. Speeds are CPU time of one core; ratios are of one process, taken in turns; start-up
 * is by the clock, and judged by the median of many starts: the quickest one stands beside it.
 */
import { readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Scenario } from '../../engine/index.ts';
import { measureFirstLoad, measureStart } from './built.ts';
import { type ConferenceSize, conference } from './conference.ts';
import { loadDocument, loadScenario } from './engine.ts';
import { type Measured, summarise } from './measure.ts';
import { measureCouncilPower } from './power.ts';
import { measureRuns, measureScenarios } from './runs.ts';
import { measureTransitions } from './transitions.ts';
import { measureWhatWouldItTake } from './what-would-it-take.ts';

/** Figures to reach. */
const goals = {
  transitionRatio: 100,
  runs: 3000,
  runsWithEvents: 1500,
  digestShare: 0.1,
  conferenceMilliseconds: 40,
  conferenceGrowth: 2,
  afterMilliseconds: 60,
  smallRuns: 1500,
  versionMilliseconds: 500,
  runMilliseconds: 500,
  firstLoadBytes: 200_000,
  councilPowerMilliseconds: 1000,
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
  const { least, median, repetitions } = measured;
  const spread = `${quartiles(measured, number)}; the quickest of ${repetitions} ${number(least)}`;
  return { ...row, measured: `${number(median)} ms`, spread, isMet: median <= goal };
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

function atMost(what: string, measured: Measured, unit: string, goal?: number): Row {
  const show = (value: number) => value.toFixed(unit === '' ? 2 : 1);
  const row = { what, measured: `${show(measured.median)} ${unit}`, spread: quartiles(measured, show) };
  if (goal === undefined) return { ...row, goal: '' };
  return { ...row, goal: `at most ${goal} ${unit}`.trim(), isMet: measured.median <= goal };
}

async function conferenceOf(size: ConferenceSize): Promise<Scenario> {
  const loaded = await loadDocument(conference(size));
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  return loaded.value;
}

/** Conferences of several sizes; the horizon leaves a month after the talks, or ten years where said. */
async function conferenceRows(): Promise<Row[]> {
  const talks = { issues: 20, rounds: 40, ticks: 45 };
  const taken = measureScenarios({
    quarter: { scenario: await conferenceOf({ ...talks, parties: 48 }), runsPerBlock: 16 },
    half: { scenario: await conferenceOf({ ...talks, parties: 96 }), runsPerBlock: 8 },
    whole: { scenario: await conferenceOf({ ...talks, parties: 193 }), runsPerBlock: 4 },
    after: { scenario: await conferenceOf({ ...talks, parties: 193, ticks: 165 }), runsPerBlock: 4 },
    small: {
      scenario: await conferenceOf({ parties: 20, issues: 5, rounds: 24, ticks: 60 }),
      runsPerBlock: 100,
    },
  });
  const milliseconds = (seconds: readonly number[]) => summarise(seconds.map((each) => 1000 * each));
  const growth = (from: readonly number[], to: readonly number[], parties: number) =>
    summarise(to.map((each, i) => Math.log(each / from[i]) / Math.log(parties)));
  const { conferenceMilliseconds, conferenceGrowth: power, afterMilliseconds, smallRuns } = goals;
  return [
    atMost('193 parties, 20 issues, 40 rounds', milliseconds(taken.whole), 'ms', conferenceMilliseconds),
    atMost('  with 96 parties', milliseconds(taken.half), 'ms'),
    atMost('  with 48 parties', milliseconds(taken.quarter), 'ms'),
    atMost('  grows from 48 to 96 parties with power', growth(taken.quarter, taken.half, 2), '', power),
    atMost('  and to 193 with power', growth(taken.half, taken.whole, 193 / 96), '', power),
    atMost('  and 120 ticks after the talks', milliseconds(taken.after), 'ms', afterMilliseconds),
    atLeast(
      '20 parties, 5 issues, 24 rounds, 60 ticks',
      summarise(taken.small.map((each) => 1 / each)),
      'runs/s',
      smallRuns,
    ),
  ];
}

/** A scenario from its file. */
async function scenarioIn(file: string): Promise<Scenario> {
  const loaded = await loadScenario(readFileSync(path.resolve(import.meta.dirname, file), 'utf8'));
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  return loaded.value;
}

async function measureAll(): Promise<Row[]> {
  const asBuilt = await scenarioIn('first-mandate-as-built.yaml');
  const runs = measureRuns(asBuilt);
  const whole = measureRuns(await scenarioIn('../../scenarios/first-mandate/scenario.yaml'));
  const conferences = await conferenceRows();
  const transitions = measureTransitions(asBuilt);
  const [version, run] = measureStart([['--version'], ['run', 'first-mandate']]);
  const { digestShare } = runs;
  const take = await measureWhatWouldItTake();
  return [
    atLeast('first-mandate as first built, nobody listening', runs.bare, 'runs/s', goals.runs),
    atLeast('  typed events kept', runs.withEvents, 'runs/s', goals.runsWithEvents),
    {
      what: `  share of the digest (${number(runs.recordsPerRun)} records a run)`,
      measured: percent(digestShare.median),
      spread: quartiles(digestShare, percent),
      goal: `at most ${percent(goals.digestShare)}`,
      isMet: digestShare.median <= goals.digestShare,
    },
    atLeast('first-mandate with all that it has by now', whole.bare, 'runs/s'),
    atLeast(`  typed events kept (${number(whole.recordsPerRun)} records a run)`, whole.withEvents, 'runs/s'),
    ...conferences,
    atLeast('state machine, tables', transitions.tables, 'events/s'),
    atLeast('state machine, xstate actor.send', transitions.actor, 'events/s'),
    atLeast('state machine, xstate transition()', transitions.pure, 'events/s'),
    atLeast('  tables over actor.send', transitions.overActor, 'times', goals.transitionRatio),
    atLeast('  tables over transition()', transitions.overPure, 'times', goals.transitionRatio),
    startRow(
      'power of the 27 members of the Council, exact',
      measureCouncilPower(),
      goals.councilPowerMilliseconds,
    ),
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
