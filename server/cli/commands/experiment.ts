/** `plenary experiment`: the arms of an experiment on the same seeds, and what they say of its hypotheses. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Experiment, Hypothesis } from '../../../engine/analysis/experiment/schema.ts';
import type { Mean } from '../../../engine/analysis/statistics/mean.ts';
import type { PairedDifference, Verdict } from '../../../engine/analysis/statistics/paired.ts';
import type { Scenario } from '../../../engine/run/contract.ts';
import { shippedScenarios } from '../../places.ts';
import { loadText } from '../../prepared.ts';
import { argument, type CommandSpec, flag, type Invocation, shared, textOption } from '../command.ts';
import { CliError } from '../exit.ts';
import { openWriter, readText, type Writer, whileWriting } from '../files.ts';
import { createProgress, rowsWritten } from '../progress.ts';
import { findSource, tellProblems } from '../scenario-source.ts';
import type { Terminal } from '../terminal.ts';
import { clean, safeJson, table, wrap } from '../text.ts';

/** An experiment that was found and checked, with its arms compiled. */
interface Found {
  readonly experiment: Experiment;
  readonly arms: readonly { readonly id: string; readonly title: string; readonly scenario: Scenario }[];
  readonly metrics: readonly string[];
}

/** The values of a metric by arm and run. */
type Values = readonly (readonly Float64Array[])[];

/** Level of the intervals that decide: each bound errs with 1 %. */
const level = 0.98;

/** The result of one hypothesis. */
interface Finding extends Hypothesis {
  readonly difference: PairedDifference;
  readonly verdict: Verdict;
}

function experimentFile(word: string, terminal: Terminal): string {
  const shipped = path.join(shippedScenarios(), word, 'experiment.yaml');
  if (/^[a-z][a-z0-9-]*$/.test(word) && existsSync(shipped)) return shipped;
  const file = path.resolve(terminal.folder, word);
  const inside = path.join(file, 'experiment.yaml');
  if (existsSync(inside)) return inside;
  if (existsSync(file)) return file;
  const hint = 'Name a scenario that has an experiment.yaml, or the path of such a file.';
  throw new CliError('file-missing', `there is no experiment ${word}`, { hint });
}

/** The scenario beside the experiment’s file, or the shipped one of that id. */
function scenarioWord(file: string, experiment: Experiment): string {
  const beside = path.join(path.dirname(file), 'scenario.yaml');
  return existsSync(beside) ? beside : experiment.scenario;
}

async function find(invocation: Invocation): Promise<Found> {
  const { terminal } = invocation;
  const file = experimentFile(argument(invocation, 0), terminal);
  const { parseExperiment } = await import('../../../engine/analysis/experiment/parse.ts');
  const { metricIds } = await import('../../../engine/analysis/metrics.ts');
  const engine = await import('../../../engine/load.ts');
  const text = readText(file, { folder: terminal.folder, maxBytes: 2_000_000, contentExit: 3 });
  const rough = parseExperiment(text);
  if (!rough.ok) return tellProblems(rough.problems, terminal, file);
  const source = await findSource(scenarioWord(file, rough.value), terminal);
  const plain = await loadText(engine, source.text);
  if (!plain.ok) return tellProblems(plain.problems, terminal, source.file);
  const metrics = metricIds(plain.value.file);
  const parsed = parseExperiment(text, metrics);
  if (!parsed.ok) return tellProblems(parsed.problems, terminal, file);
  const arms = [];
  for (const { id, title, set } of parsed.value.arms) {
    const overrides = Object.entries(set).map(([place, value]) => ({ path: place, value }));
    const loaded = await loadText(engine, source.text, { overrides });
    if (!loaded.ok) return tellProblems(loaded.problems, terminal, `${file}, arm ${id}`);
    arms.push({ id, title, scenario: loaded.value });
  }
  return { experiment: parsed.value, arms, metrics };
}

function replicationsOf(invocation: Invocation, experiment: Experiment): number {
  const given = textOption(invocation, 'replications');
  if (given === undefined) return experiment.replications;
  const count = Number(given);
  if (Number.isSafeInteger(count) && count >= 2 && count <= 1_000_000) return count;
  throw new CliError('usage', `“${given}” is no number of replications`, {
    hint: 'Give a whole number from 2 to 1000000.',
  });
}

/** What came of playing the arms; without values where they were stopped. */
interface Played {
  readonly runs: number;
  readonly stoppedBy: string | undefined;
  readonly values: Values;
}

/** Plays every arm on its seeds; Ctrl-C ends it. */
async function playArms(
  invocation: Invocation,
  found: Found,
  replications: number,
  writer: Pick<Writer, 'write'> | undefined,
): Promise<Played> {
  const { terminal } = invocation;
  const { experiment, arms, metrics } = found;
  const { computeMetrics } = await import('../../../engine/analysis/metrics.ts');
  const { createPlay } = await import('../../../engine/run/play.ts');
  const { runDigest } = await import('../../../engine/run/record.ts');
  writer?.write(`${['arm', 'seed', ...metrics, 'digest'].join(',')}\n`);
  const asked = experiment.hypotheses.map((hypothesis) => hypothesis.metric);
  const values = arms.map(() => metrics.map(() => new Float64Array(replications)));
  const progress = createProgress(terminal, arms.length * replications, flag(invocation, 'quiet'));
  let runs = 0;
  let stoppedBy: string | undefined;
  const release = terminal.onStop((signal) => {
    stoppedBy = signal;
  });
  try {
    for (const [a, { id, scenario }] of arms.entries()) {
      const first = experiment.firstSeed + (experiment.seeds === 'common' ? 0 : a * replications);
      const play = createPlay(scenario, { seed: first });
      for (let i = 0; i < replications; i++) {
        play.reset(first + i);
        play.toEnd();
        if (play.fault !== undefined) {
          throw new CliError('unexpected', `arm ${id}, seed ${first + i}: ${play.fault.message}`);
        }
        const row = computeMetrics(play.run, asked);
        metrics.forEach((_, m) => {
          values[a][m][i] = row[m];
        });
        const cells = Array.from(row, (value) => (Number.isFinite(value) ? String(value) : ''));
        writer?.write(`${[id, first + i, ...cells, runDigest(play, first + i)].join(',')}\n`);
        progress.tell(++runs);
        if (i % 16 === 0) await new Promise((resolve) => setImmediate(resolve));
        if (stoppedBy !== undefined) return { runs, stoppedBy, values: [] };
      }
    }
  } finally {
    progress.clear();
    release();
  }
  return { runs, stoppedBy, values };
}

/** A comparison of arms of unequal length says nothing: what was stopped is told, and not judged. */
function stoppedLine({ runs, stoppedBy }: Played, out: string | undefined): string {
  const played = runs === 1 ? '1 run played' : `${runs} runs played`;
  const kept = out === undefined ? `${played}, no rows written` : rowsWritten(runs, out);
  return `stopped by ${stoppedBy}: ${kept}; nothing was judged\n`;
}

async function judge(found: Found, values: Values): Promise<Finding[]> {
  const statistics = await import('../../../engine/analysis/statistics/paired.ts');
  const { experiment, arms, metrics } = found;
  const column = (arm: string, metric: string) =>
    values[arms.findIndex(({ id }) => id === arm)][metrics.indexOf(metric)];
  return experiment.hypotheses.map((hypothesis) => {
    const { arm, against, metric, expect, within } = hypothesis;
    const difference = statistics.pairedDifference(column(arm, metric), column(against, metric), level);
    return { ...hypothesis, difference, verdict: statistics.verdictOn(expect, within, difference) };
  });
}

function number(value: number): string {
  if (Number.isNaN(value)) return '–';
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 3;
  const text = value.toFixed(digits);
  return Number(text) === 0 ? (0).toFixed(digits) : text.replace('-', '−');
}

function signedNumber(value: number): string {
  const text = number(value);
  return value > 0 && Number(text) !== 0 ? `+${text}` : text;
}

/** The metrics worth a column: those of the hypotheses, else the first few. */
function shownMetrics({ experiment, metrics }: Found): string[] {
  const named = [...new Set(experiment.hypotheses.map((hypothesis) => hypothesis.metric))];
  return (named.length > 0 ? named : metrics).slice(0, 5);
}

function hypothesisLines(finding: Finding): string[] {
  const { id, metric, arm, against, expect, why, difference, verdict } = finding;
  const { n, estimate, lower, upper, leftOut, varianceReduction } = difference;
  const head = `${verdict.toUpperCase()}  ${clean(id)}: ${clean(metric)}`;
  const interval = `${signedNumber(lower)} to ${signedNumber(upper)}`;
  const missing =
    leftOut === 0
      ? ''
      : `; ${leftOut} seed${leftOut === 1 ? '' : 's'} left out, without a value in one of the arms`;
  const gain = Number.isNaN(varianceReduction)
    ? ''
    : `; common seeds are worth ${varianceReduction.toPrecision(2)} times as many independent ones`;
  return [
    expect === 'unchanged'
      ? `${head} the same in ${arm} as in ${against}`
      : `${head} ${expect} in ${arm} than in ${against}`,
    ...wrap(`${signedNumber(estimate)} (${interval}, 98 % interval over ${n} pairs${missing}${gain})`, {
      indent: '    ',
    }),
    ...wrap(why, { indent: '    ' }),
  ];
}

async function pageOf(found: Found, values: Values, findings: readonly Finding[]): Promise<string> {
  const { meanOf } = await import('../../../engine/analysis/statistics/mean.ts');
  const { experiment, arms, metrics } = found;
  const shown = shownMetrics(found);
  const cell = (mean: Mean) => (mean.n === 0 ? '–' : `${number(mean.mean)} ± ${number(mean.deviation)}`);
  const rows = arms.map(({ id, title }, a) => [
    id,
    ...shown.map((metric) => cell(meanOf(values[a][metrics.indexOf(metric)]))),
    title,
  ]);
  const columns = [
    { title: 'arm' },
    ...shown.map((title) => ({ title, align: 'right' as const })),
    { title: 'what it is', wraps: true },
  ];
  const runs = values[0]?.[0]?.length ?? 0;
  const shares = experiment.seeds === 'common' ? 'the same' : 'its own';
  return [
    clean(experiment.title),
    '═'.repeat(80),
    ...wrap(experiment.question),
    '',
    ...findings.flatMap((finding) => [...hypothesisLines(finding), '']),
    ...table(columns, rows),
    '',
    ...wrap(`Mean ± standard deviation over ${runs} runs an arm, each on ${shares} seeds.`),
    '',
  ].join('\n');
}

async function experiment(invocation: Invocation): Promise<number> {
  const found = await find(invocation);
  const { terminal } = invocation;
  const replications = replicationsOf(invocation, found.experiment);
  const out = textOption(invocation, 'out');
  const writer = out === undefined ? undefined : openWriter(out, terminal.folder);
  const played = await whileWriting(writer, terminal, () =>
    playArms(invocation, found, replications, writer),
  );
  if (played.stoppedBy !== undefined) {
    terminal.err(stoppedLine(played, out));
    return 130;
  }
  const { values } = played;
  const findings = await judge(found, values);
  if (!flag(invocation, 'json')) terminal.out(await pageOf(found, values, findings));
  else {
    const { meanOf } = await import('../../../engine/analysis/statistics/mean.ts');
    const arms = found.arms.map(({ id, scenario }, a) => ({
      id,
      scenarioDigest: scenario.digest,
      metrics: Object.fromEntries(found.metrics.map((metric, m) => [metric, meanOf(values[a][m])])),
    }));
    terminal.out(safeJson({ experiment: found.experiment, arms, hypotheses: findings }));
  }
  return 0;
}

/** The command. */
export const experimentCommand: CommandSpec = {
  name: 'experiment',
  summary: 'compare the arms of an experiment on the same seeds',
  about:
    'Plays every arm of an experiment file and judges its hypotheses. Arms share their seeds and so the ' +
    'random draws that a change does not touch: differences are taken seed by seed, with one-sided bounds ' +
    'of 99 % by Student’s t. A hypothesis is supported when its whole interval has the expected sign, ' +
    'contradicted when it has the other one, and undecided otherwise. A metric that does not apply to one ' +
    'of two paired runs, such as a month of adoption that never came, leaves the pair out, and the page ' +
    'says how many.',
  arguments: [{ name: '<experiment>', says: 'the id of a scenario with an experiment.yaml, or a file' }],
  options: [
    { flags: '--replications <n>', says: 'runs of each arm, instead of the number in the file' },
    { flags: '--out <file>', says: 'write a row of CSV for every run; Ctrl-C keeps those that are finished' },
    shared.json,
    { flags: '--quiet', says: 'no progress' },
  ],
  examples: [
    { line: 'plenary experiment security-council-ai', says: 'the default experiment of a scenario' },
    {
      line: 'plenary experiment first-mandate --replications 50 --out runs.csv',
      says: 'a quick look, with rows',
    },
  ],
  run: experiment,
};
