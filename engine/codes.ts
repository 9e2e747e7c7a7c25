/**
 * Every code a person can meet, with its meaning and a way out. Problems are faults of a file, refusals are
 * moves that are not allowed, faults are bugs or broken records. Codes are never reused.
 */

/** One entry of the table. */
export interface CodeEntry {
  /** What it means, as a sentence without values. */
  readonly says: string;
  /** What a person can do about it. */
  readonly hint: string;
  /** Exit code of the command line. */
  readonly exit: 2 | 3 | 4 | 70;
  /** Status of an HTTP answer. */
  readonly http: number;
}

const problem = (says: string, hint: string): CodeEntry => ({ says, hint, exit: 3, http: 400 });
const refusal = (says: string, hint: string): CodeEntry => ({ says, hint, exit: 2, http: 409 });
const record = (says: string, hint: string): CodeEntry => ({ says, hint, exit: 4, http: 400 });

/** The table of codes; the reference page `codes` is generated from it. */
export const codes = {
  // ---- problems of a scenario file
  'yaml-syntax': problem('The file is not valid YAML.', 'Check indentation and quotes near the line named.'),
  'yaml-aliases': problem(
    'The file expands too many YAML aliases.',
    'Write the values out instead of nesting aliases.',
  ),
  'too-large': problem(
    'The file is larger than a scenario may be.',
    'Split the material; the limit is in the message.',
  ),
  'too-deep': problem(
    'The file is nested too deeply.',
    'Flatten it; scenario files need fewer than 40 levels.',
  ),
  'not-a-mapping': problem(
    'The file does not hold a scenario.',
    'Start it with `format: 1` and the keys of the reference page.',
  ),
  'unknown-key': problem('A key is not known here.', 'Remove it, or take the spelling suggested.'),
  'duplicate-key': problem('A key is written twice.', 'Remove one of them; only one value can hold.'),
  'missing-key': problem('A required key is missing.', 'Add it; the reference page tells its meaning.'),
  'wrong-type': problem('A value has the wrong type.', 'See the reference page for what is expected.'),
  'out-of-range': problem('A value is outside its range.', 'Choose a value inside the range named.'),
  'bad-value': problem('A value is not allowed.', 'Choose one of the values named.'),
  'bad-pattern': problem('A text does not have the required form.', 'See the form named in the message.'),
  'duplicate-id': problem('An id is used twice.', 'Rename one of them.'),
  'unknown-id': problem('An id does not name anything.', 'Use one of the ids suggested.'),
  'set-twice': problem(
    'Two parts of an experiment set one place of the scenario.',
    'Leave one of them out: the later would undo the earlier.',
  ),
  'amounts-without-options': problem(
    'Amounts do not match the options of an issue.',
    'Name the issue, and give as many amounts as it has options, in the same order.',
  ),
  'sum-not-one': problem(
    'Weights that must sum to 1 do not.',
    'Scale them; the sum found is in the message.',
  ),
  'order-wrong': problem('Values that must rise do not.', 'Put them in rising order.'),
  'no-voters': problem('No party can vote.', 'Give at least one party the kind `state`.'),
  'weight-without-vote': problem('A party without a vote has a voting weight.', 'Set its weight to 0.'),
  'unreachable-quorum': problem(
    'The quorum is larger than the number of voting parties.',
    'Lower the quorum.',
  ),
  'unreachable-threshold': problem(
    'The threshold of entry into force cannot be met.',
    'Lower it to what the states can reach.',
  ),
  'unreachable-rule': problem(
    'No vote can carry under a decision rule, not even if all are in favour.',
    'Lower what it asks for, or widen the group that votes.',
  ),
  'empty-group': problem(
    'A group that is named here holds nobody who could act.',
    'Add states to the group, or name another one.',
  ),
  'table-gap': problem(
    'A table lacks a party that a rule needs a number of.',
    'Add a number for each party named; 0 is a number.',
  ),
  'blocking-minority': problem(
    'A blocking minority needs at least 12 voting parties.',
    'Remove it or use another rule.',
  ),
  'empty-red-lines': problem('The red lines of a party leave no option.', 'Widen them.'),
  'chair-votes': problem('The chair is a state.', 'Let a party without a vote hold the chair.'),
  'chair-missing': problem(
    'A phase needs a chair and the scenario names none.',
    'Name a party without a vote under `chair`.',
  ),
  'phase-order': problem(
    'A phase cannot work where it stands.',
    'Put it where the phases it depends on allow it.',
  ),
  'circular-groups': problem(
    'Groups report to each other in a circle.',
    'Let one of them report to the plenary: leave its `parent` out.',
  ),
  'issue-in-two-groups': problem(
    'Two groups work on one issue at the same time.',
    'Leave it to one of them, or let one report to the other with `parent`.',
  ),
  'two-blocs': problem(
    'A state is a member of two groups that negotiate as blocs.',
    'Leave it in one of them, or leave one of the groups out.',
  ),
  'group-in-itself': problem(
    'A group, or a bloc, contains itself.',
    'List the parties that are its members, and no group.',
  ),
  'group-as-member': problem(
    'A group is listed as a member of another.',
    'List the parties of that group instead.',
  ),
  'unreachable-bloc': problem(
    'No bloc can form on these conditions.',
    'Switch on the mechanism `trust`, or lower the trust that a bloc asks for below ½.',
  ),
  'facilitator-elsewhere': problem(
    'The facilitator of a group does not sit in it.',
    'Name a member of the group, or a party without a vote.',
  ),
  'expression-invalid': problem(
    'An expression cannot be used.',
    'Only numbers, names of metrics, operators and the listed functions are allowed.',
  ),
  'horizon-short': problem(
    'The phases need more ticks than the run has.',
    'Raise `ticks` or shorten the phases.',
  ),
  'stream-collision': problem(
    'Two parties share one stream of random draws.',
    'Give one of them another `stream`.',
  ),
  'override-path': problem('An override names a path that does not exist.', 'Use the path suggested.'),
  'override-value': problem('An override cannot be read.', 'Write it as path=value.'),
  'table-syntax': problem('The table cannot be read.', 'Save it as comma-separated values in UTF-8.'),
  'table-header': problem(
    'The heading of a table is not as expected.',
    'Name the columns actor, issue, position, salience, power, and if you like reference point and outcome.',
  ),
  'table-number': problem(
    'A cell of a table does not hold a number of its range.',
    'Write a number from 0 to 100 with a point, such as 37.5.',
  ),
  'position-missing': problem(
    'A position is missing in a table.',
    'Add the row, write salience 0 where the actor takes no position, or say --absent drop.',
  ),
  'table-duplicate': problem('A row of a table is there twice.', 'Keep one of them.'),
  'table-conflict': problem(
    'Rows of a table contradict one another.',
    'Let all rows say the same, or say --fold-power where power differs by issue.',
  ),
  'table-size': problem('A table holds too little or too much.', 'See the limits of a scenario.'),
  'too-many-problems': problem('There are more problems than are listed.', 'Mend these first.'),
  'nesting-circular': problem(
    'Issues stand inside one another in a circle.',
    'Let one of them stand in an article of its own: take its `within` out.',
  ),
  'placeholder-missing': problem(
    'A sentence lacks the place for the issue that stands in it.',
    'Write the id of the inner issue in braces where its words belong.',
  ),
  'placeholder-stray': problem(
    'A sentence has a place in braces that no issue fills.',
    'Give the issue named a `within`, or take the braces out.',
  ),
  'payments-unbalanced': problem(
    'Side payments do not balance.',
    'Let what is received be what is paid less the share of administration, which is below 1.',
  ),
  'donor-and-recipient': problem(
    'A party would both give and receive.',
    'Leave it in one of the two groups.',
  ),
  'self-edge': problem('An edge joins a node with itself.', 'Name another node at one of its ends.'),
  'duplicate-edge': problem('Two nodes are joined twice.', 'Remove one of the edges.'),
  // ---- refusals of a move
  'seat-held': refusal('Somebody holds this seat.', 'Choose another seat or wait until it is given back.'),
  'seat-not-held': refusal('Nobody holds this seat.', 'Take the seat first.'),
  'seat-unknown': {
    ...refusal('There is no such seat.', 'Choose one of the scenario’s parties.'),
    http: 404,
  },
  'not-asked': refusal('This seat is not asked anything now.', 'Wait for the next question.'),
  'wrong-question': refusal('The answer is for another question.', 'Answer the question that is open now.'),
  'reason-missing': refusal(
    'Silence is broken in writing, with a reason.',
    'Name at least one issue that you object to.',
  ),
  'pledge-lowered': refusal(
    'A pledge may not be lowered here.',
    'Keep what you have pledged, or pledge more.',
  ),
  stale: refusal('The answer is for a round that has passed.', 'Answer the question that is open now.'),
  'already-answered': refusal('This question has been answered.', 'Wait for the others.'),
  'bad-answer': {
    ...refusal('The answer does not have the form the question asks for.', 'See the form of the question.'),
    http: 400,
  },
  'no-such-partner': refusal(
    'You cannot talk to this party now.',
    'Choose another party that negotiates here, or nobody.',
  ),
  'pledge-below-limit': refusal(
    'You would keep less than your limit, or pledge more than may be paid.',
    'Offer no more than the text gives you beyond your limit.',
  ),
  'outside-instructions': refusal(
    'The text goes beyond your instructions.',
    'Accept it ad referendum where that is allowed, or object until your capital has answered.',
  ),
  'run-over': refusal('The run is over.', 'Start a new run or branch from this one.'),
  'bad-seed': {
    ...refusal('The seed cannot be used.', 'Use a whole number or a text of 1 to 256 characters.'),
    http: 400,
  },
  'bad-branch': {
    ...refusal('The branch point cannot be used.', 'Choose a round inside the run and a replicate from 0.'),
    http: 400,
  },
  // ---- refusals of a move in the assembly, with the rule of the General Assembly behind each
  'amendment-off-agenda': refusal(
    'The amendment is to a clause that is not on the agenda.',
    'Amend a clause of the text under discussion (rule 90).',
  ),
  'amendment-clause-gone': refusal(
    'The amendment is to a clause that has been voted out of the text.',
    'Amend a clause that still stands (rules 89 and 90).',
  ),
  'amendment-no-change': refusal(
    'The amendment leaves the text as it is.',
    'Move another option: an amendment adds to, deletes from or revises (rule 90).',
  ),
  'amendment-decided': refusal(
    'This amendment has been decided on.',
    'Move to reconsider it, which takes two thirds (rule 81), or move another option.',
  ),
  'amendment-repeated': refusal(
    'You are a sponsor of this amendment already.',
    'Wait for the vote, or move another.',
  ),
  'amendment-whole': refusal(
    'With this amendment yours would replace the whole text.',
    'Leave one clause as it is; what replaces all is another proposal (rule 90).',
  ),
  'amendment-lowers': refusal(
    'The amendment would lower what was agreed, and this conference may only raise it.',
    'Move an option further up the ladder.',
  ),
  'motion-not-now': refusal(
    'This motion cannot be moved at this point.',
    'Interrupting motions belong to the debate, an appeal follows a ruling, reconsideration a decision.',
  ),
  'motion-not-yours': refusal(
    'Only members may move procedural motions.',
    'Parties without a vote may speak and propose.',
  ),
  'motion-needs-clause': refusal(
    'This motion needs a clause that stands in the text.',
    'Name the issue that it is about.',
  ),
  'motion-no-ground': refusal(
    'There is nothing that this motion could be about.',
    'Name a clause to which an amendment is pending, or a decision that was taken.',
  ),
  'list-closed': refusal(
    'The list of speakers is closed.',
    'You may still move a procedural motion (rule 73).',
  ),
  'time-used': refusal(
    'The delegation has used its interventions on this item.',
    'You may still move a procedural motion (rule 72).',
  ),
  'explanation-by-sponsor': refusal(
    'Sponsors may not explain their vote on their own proposal or amendment.',
    'Leave the floor to others (rule 88).',
  ),
  'explanation-of-secret': refusal(
    'A secret ballot is not explained.',
    'Leave the floor to others (rule 88).',
  ),
  // ---- refusals of the server
  'unknown-scenario': { ...refusal('There is no such scenario.', 'Choose one that is listed.'), http: 404 },
  'unknown-run': {
    ...refusal('There is no such run.', 'It may have been dropped; start a new one.'),
    http: 404,
  },
  'unknown-batch': {
    ...refusal(
      'There is no such batch, it is not whole, or a file of it was changed.',
      'The list is at /batches/.',
    ),
    http: 404,
  },
  'unknown-address': {
    ...refusal('There is nothing at this address.', 'Check the address; the reference is at /docs.'),
    http: 404,
  },
  'bad-request': {
    ...refusal('The request does not have the form expected.', 'See the places named.'),
    http: 400,
  },
  'body-too-large': {
    ...refusal(
      'The request is larger than allowed.',
      'Send less; scenario files are checked at /api/scenarios/check.',
    ),
    http: 413,
  },
  'rate-limited': {
    ...refusal('Too many requests in a short time.', 'Wait a little and try again.'),
    http: 429,
  },
  'origin-refused': {
    ...refusal('The request comes from another site.', 'Open Plenary at the address the server printed.'),
    http: 403,
  },
  'table-draws-seed': {
    ...refusal('A table draws its own secret seed.', 'Leave the seed out, or start an open run.'),
    http: 400,
  },
  'record-secret': {
    ...refusal(
      'The record of a table is secret until the run is over.',
      'Wait for the end of the run, or stop it.',
    ),
    http: 403,
  },
  'open-run': refusal(
    'Seats of an open run cannot be taken.',
    'Start a table: everybody sees everything in an open run.',
  ),
  'host-only': {
    ...refusal(
      'Only the host of a table may do this.',
      'Ask whoever started the table; holders of a seat may pause it, go on, step and set its speed.',
    ),
    http: 403,
  },
  'tables-only': {
    ...refusal('This server starts tables only.', 'Start a table: an open run shows every brief.'),
    http: 403,
  },
  'one-seat': refusal('You hold a seat of this run.', 'Give it back before you take another.'),
  'too-many-runs': {
    ...refusal('The server keeps as many runs as it can.', 'Stop one that is not needed any more.'),
    http: 503,
  },
  'too-many-inputs': refusal('The run has taken as many moves as it may.', 'Start a new run.'),
  'too-many-watched': refusal(
    'This connection watches as many runs as it may.',
    'Stop watching another run first.',
  ),
  'unknown-revision': {
    ...refusal('The text has no such revision.', 'Choose one from 1 to the last that was tabled.'),
    http: 404,
  },
  'server-error': {
    ...refusal('The server could not do this.', 'Try again; if it stays, report it as a bug.'),
    http: 500,
  },
  // ---- records
  'record-syntax': record(
    'The file is not a readable record.',
    'It may be truncated; take the original file.',
  ),
  'record-format': record(
    'The record has a format this version cannot read.',
    'Use the version of Plenary that wrote it.',
  ),
  'record-scenario': record(
    'The scenario in the record does not match its digest.',
    'The file was edited; take the original.',
  ),
  'record-diverged': record('The replay differs from the record.', 'The message names the first difference.'),
  // ---- faults
  fault: {
    says: 'The engine met a state that must not exist.',
    hint: 'Report it with the record; it is a bug.',
    exit: 70,
    http: 500,
  },
} as const satisfies Record<string, CodeEntry>;

/** A code of the table. */
export type Code = keyof typeof codes;

/** A move that is not allowed, as a value. */
export interface Refusal {
  readonly code: Code;
  /** What was refused, in words of the table. */
  readonly message: string;
  readonly hint: string;
}

/** Builds a refusal; `detail` is appended to the sentence of the table. */
export function refuse(code: Code, detail = ''): Refusal {
  const entry = codes[code];
  return { code, message: detail === '' ? entry.says : `${entry.says} ${detail}`, hint: entry.hint };
}

/** Thrown for a state that must not exist; the loop turns it into a run with status `faulted`. */
export class Fault extends Error {
  readonly code = 'fault';
}

/**
 * Throws a `Fault` unless `condition` holds. Stays on in production: a wrong result is worse than no result.
 */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Fault(message);
}
