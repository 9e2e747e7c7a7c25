/** The registry of commands, in the order of the help: one line each. */
import type { CommandSpec } from '../command.ts';
import { batchCommand } from './batch.ts';
import { branchCommand } from './branch.ts';
import { checkCommand } from './check.ts';
import { diffCommand } from './diff.ts';
import { docsCommand } from './docs.ts';
import { explainCommand } from './explain.ts';
import { importCommand } from './import.ts';
import { listCommand } from './list.ts';
import { outcomesCommand } from './outcomes.ts';
import { replayCommand } from './replay.ts';
import { runCommand } from './run.ts';
import { schemaCommand } from './schema.ts';
import { serveCommand } from './serve.ts';
import { validateCommand } from './validate.ts';
import { whatWouldItTakeCommand } from './what-would-it-take.ts';

/** All commands. */
export const commands: readonly CommandSpec[] = [
  runCommand,
  serveCommand,
  batchCommand,
  checkCommand,
  listCommand,
  replayCommand,
  diffCommand,
  branchCommand,
  explainCommand,
  outcomesCommand,
  whatWouldItTakeCommand,
  importCommand,
  validateCommand,
  docsCommand,
  schemaCommand,
];
