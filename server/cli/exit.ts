/**
 * Exit codes of the command line, and the error that carries one together with a code, a sentence and a way
 * out.
 */

/** What each exit code says; the help and the reference page are made from this table. */
export const exitCodes = [
  { exit: 0, says: 'done; for replay and diff: the same' },
  { exit: 2, says: 'not understood, or a file or port could not be used' },
  { exit: 3, says: 'the scenario has problems; they are listed, and nothing was run' },
  { exit: 4, says: 'a record is damaged, or a replay or comparison differs' },
  { exit: 70, says: 'a run met a bug of the engine, or the program did' },
  { exit: 130, says: 'stopped with Ctrl-C; what was finished is kept (rows as FILE.partial)' },
] as const;

/** Codes of the command line itself; those of scenarios, moves and records are in `engine/codes.ts`. */
export const cliCodes = {
  usage: {
    says: 'The command or one of its options is not understood.',
    hint: 'See plenary --help.',
    exit: 2,
  },
  'file-missing': {
    says: 'There is no such file or folder.',
    hint: 'Check the path, seen from the current folder.',
    exit: 2,
  },
  'file-unreadable': {
    says: 'The file cannot be read.',
    hint: 'Check that it is a file and that you may read it.',
    exit: 2,
  },
  'file-not-text': {
    says: 'The file is not text. Where a record is asked for, the exit code is 4.',
    hint: 'Scenarios are YAML or JSON, records JSON, both in UTF-8.',
    exit: 3,
  },
  'file-too-large': {
    says: 'The file is larger than such files may be. Where a record is asked for, the exit code is 4.',
    hint: 'Check that it is the file you meant.',
    exit: 3,
  },
  'file-unwritable': {
    says: 'The file cannot be written.',
    hint: 'Check that the folder exists, that you may write to it and that the disk has room.',
    exit: 2,
  },
  'file-in-use': {
    says: 'Another command is writing the file, or one that did was cut off.',
    hint: 'Wait for it, or remove the partial file that the message names.',
    exit: 2,
  },
  'batch-other': {
    says: 'The folder holds the results of another experiment, or was played by another engine.',
    hint: 'Choose a new folder with --out; results of different experiments are never mixed.',
    exit: 2,
  },
  'batch-larger': {
    says: 'The folder holds a finished batch with more replications than are asked for.',
    hint: 'Choose a new folder with --out, or ask for as many replications or more.',
    exit: 2,
  },
  'batch-in-use': {
    says: 'Another command is writing the folder.',
    hint: 'Wait for it, or remove batch.lock in the folder when it is gone.',
    exit: 2,
  },
  'batch-damaged': {
    says: 'The folder is not the folder of a batch, or a file in it is damaged.',
    hint: 'Check the path; a batch whose log is whole can be continued with plenary batch.',
    exit: 4,
  },
  'batch-incomplete': {
    says: 'Runs of the batch are missing.',
    hint: 'Continue it with the same plenary batch command; it plays only what is missing.',
    exit: 2,
  },
  'database-missing': {
    says: 'The embedded database could not be loaded.',
    hint: 'Install the package again with npm ci, on a platform that it has a binary for.',
    exit: 70,
  },
  'query-invalid': {
    says: 'The query is not understood, or names what is not there.',
    hint: 'plenary query DIR lists the tables and their columns.',
    exit: 2,
  },
  'prereg-invalid': {
    says: 'The file is no pre-registration, or was changed after it was made.',
    hint: 'Take the file as plenary prereg wrote it; its digest covers every character.',
    exit: 4,
  },
  'redis-unreachable': {
    says: 'Redis cannot be reached, or went away and did not come back.',
    hint: 'Check the address and that it runs; the same command goes on from what has come.',
    exit: 2,
  },
  'worker-refused': {
    says: 'A worker cannot play the batch: it is of another version, or lacks what the batch needs.',
    hint: 'Run workers and batch from the same version of Plenary.',
    exit: 2,
  },
  'piece-failed': {
    says: 'Workers on a queue failed at a piece of the batch again and again.',
    hint: 'What has come is kept: the same command goes on from it, without --redis on this machine alone.',
    exit: 70,
  },
  'run-unknown': {
    says: 'The batch has no run of this number.',
    hint: 'Numbers are in the column run of the table.',
    exit: 2,
  },
  'record-too-large': {
    says: 'The record of the run would be larger than records may be.',
    hint: 'Leave --full out, or play fewer rounds.',
    exit: 2,
  },
  'seeds-invalid': {
    says: 'The list of seeds cannot be read.',
    hint: 'Write 1..1000, or single seeds and ranges joined by commas: 7,12,100..199.',
    exit: 2,
  },
  'page-unknown': {
    says: 'There is no reference page of this name.',
    hint: 'plenary docs lists the pages.',
    exit: 2,
  },
  'port-in-use': {
    says: 'Another program listens on this port.',
    hint: 'Choose another one, as --port 8081 (npm start -- --port 8081), or --port 0 for any that is free.',
    exit: 2,
  },
  'port-refused': {
    says: 'The server cannot listen there.',
    hint: 'Ports below 1024 need rights; --host takes an address of this machine.',
    exit: 2,
  },
  differs: {
    says: 'The two are not the same.',
    hint: 'The message names the first difference.',
    exit: 4,
  },
  unexpected: {
    says: 'The program met a state that must not exist.',
    hint: 'It is a bug: report the command line, the version and this message.',
    exit: 70,
  },
} as const;

/** A code of the command line. */
export type CliCode = keyof typeof cliCodes;

/** What a command throws to end with a message; the exit code is that of its code unless given. */
export class CliError extends Error {
  readonly code: string;
  readonly hint: string;
  readonly exit: number;

  constructor(
    code: string,
    message: string,
    options: { readonly hint?: string; readonly exit?: number } = {},
  ) {
    super(message);
    this.name = 'CliError';
    const entry = Object.hasOwn(cliCodes, code) ? cliCodes[code as CliCode] : undefined;
    this.code = code;
    this.hint = options.hint ?? entry?.hint ?? '';
    this.exit = options.exit ?? entry?.exit ?? 70;
  }
}

/** Ends a command with an exit code after it has said everything itself. */
export class Ended extends Error {
  readonly exit: number;

  constructor(exit: number) {
    super(`ended with ${exit}`);
    this.name = 'Ended';
    this.exit = exit;
  }
}
