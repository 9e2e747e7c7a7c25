/** The registry of commands, in the order of the help: one line each. */
import type { CommandSpec } from '../command.ts';
import { batchCommand } from './batch.ts';
import { branchCommand } from './branch.ts';
import { checkCommand } from './check.ts';
import { coalitionsCommand } from './coalitions.ts';
import { diffCommand } from './diff.ts';
import { docsCommand } from './docs.ts';
import { experimentCommand } from './experiment.ts';
import { explainCommand } from './explain.ts';
import { importCommand } from './import.ts';
import { listCommand } from './list.ts';
import { mergeCommand } from './merge.ts';
import { oddCommand } from './odd.ts';
import { outcomesCommand } from './outcomes.ts';
import { powerCommand } from './power.ts';
import { preregCommand } from './prereg.ts';
import { queryCommand } from './query.ts';
import { replayCommand } from './replay.ts';
import { reportCommand } from './report.ts';
import { rerunCommand } from './rerun.ts';
import { rulesCommand } from './rules.ts';
import { rulingsCommand } from './rulings.ts';
import { runCommand } from './run.ts';
import { schemaCommand } from './schema.ts';
import { serveCommand } from './serve.ts';
import { textCommand } from './text.ts';
import { validateCommand } from './validate.ts';
import { whatWouldItTakeCommand } from './what-would-it-take.ts';
import { winSetsCommand } from './win-sets.ts';
import { workerCommand } from './worker.ts';

/** All commands. */
export const commands: readonly CommandSpec[] = [
  runCommand,
  serveCommand,
  batchCommand,
  experimentCommand,
  queryCommand,
  rerunCommand,
  mergeCommand,
  workerCommand,
  reportCommand,
  preregCommand,
  oddCommand,
  checkCommand,
  listCommand,
  replayCommand,
  diffCommand,
  branchCommand,
  explainCommand,
  textCommand,
  rulesCommand,
  powerCommand,
  outcomesCommand,
  whatWouldItTakeCommand,
  coalitionsCommand,
  winSetsCommand,
  importCommand,
  validateCommand,
  docsCommand,
  rulingsCommand,
  schemaCommand,
];
