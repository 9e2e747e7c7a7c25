/**
 * The table "Over what nobody knows" of a scenario's page, from the figures of a batch: what
 * `plenary report FOLDER --bundle bundle.zip` writes as figures.json in the bundle.
 *
 *   node test/setup/space-table.mjs figures.json
 */
import { readFileSync } from 'node:fs';

const origin =
  'figures.json is the file of that name in what `plenary report FOLDER --bundle bundle.zip` writes';

/** Ends with a line that says what is wrong. */
function end(message) {
  console.error(`${message}; ${origin}`);
  process.exit(2);
}

/** The text of a file. */
function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    return end(error.code === 'ENOENT' ? `there is no ${file}` : `${file} cannot be read (${error.code})`);
  }
}

/** What a JSON file holds. */
function parse(file) {
  const text = read(file);
  try {
    return JSON.parse(text);
  } catch {
    return end(`${file} is no JSON`);
  }
}

const shares = ['estimated', 'holds', 'undecided', 'flips', 'same'];

/** Whether a value is what a bundle says of a hypothesis over the space. */
function isFinding(found) {
  const { hypothesis, share } = found ?? {};
  return (
    typeof hypothesis === 'string' &&
    typeof share?.n === 'number' &&
    typeof share.leftOut === 'number' &&
    Array.isArray(share.flippers) &&
    shares.every((name) => share[name]?.estimate !== undefined)
  );
}

/** What the figures of a batch say of its hypotheses over the space. */
function findingsIn(file) {
  const { space } = parse(file) ?? {};
  if (!Array.isArray(space) || !space.every(isFinding)) return end(`${file} is no figures.json of a batch`);
  if (space.length === 0) return end(`the batch of ${file} has no space of plausible values`);
  return space;
}

/** Parameters named in a row at most, and the level at which one is told after correction for all of them. */
const most = 3;
const level = 0.05;

const percent = ({ estimate }) => `${Math.round(100 * estimate)} %`;
/** Two digits that tell, without zeros at the end. */
const short = (value) => String(Number(value.toPrecision(2)));
/** The last two steps of a name: `world.compliance.audits` is `compliance.audits`. */
const name = (parameter) =>
  parameter
    .split('.')
    .filter((step) => step !== 'with')
    .slice(-2)
    .join('.');

/** What stands before parameters that do not part where a hypothesis holds from other points. */
const prefixes = { 'not-flips': 'contradicted: ', estimate: 'estimate: ' };

/** The parameters that tell, or why none does. */
function telling({ flippers, contrast, canTell }) {
  if (flippers.length === 0) return 'all alike';
  const told = flippers.filter(({ adjusted }) => adjusted <= level).slice(0, most);
  if (told.length === 0) return canTell ? 'none' : 'too few points';
  const named = told.map(({ parameter, holds, threshold }) => {
    // Named is where a hypothesis is contradicted, when that is what is told from the rest.
    const isAbove = (holds === 'above') !== (contrast === 'not-flips');
    return `\`${name(parameter)}\` ${isAbove ? '>' : '<'} ${short(threshold)}`;
  });
  return `${prefixes[contrast] ?? ''}${named.join(', ')}`;
}

/** The cells that say in how much of the space a hypothesis holds; of no point there is nothing to say. */
function cellsOf(share) {
  if (share.n === 0) return ['–', '–', '–', '–', '–'];
  return [
    percent(share.estimated),
    percent(share.holds),
    percent(share.undecided),
    percent(share.flips) + (share.same.estimate > 0 ? ` (no difference: ${percent(share.same)})` : ''),
    telling(share),
  ];
}

const [file] = process.argv.slice(2);
if (file === undefined) end('usage: node test/setup/space-table.mjs figures.json');
const rows = findingsIn(file).map(({ hypothesis, share }) => [
  hypothesis.replaceAll('-', ' ') + (share.leftOut > 0 ? ` (${share.n} points)` : ''),
  ...cellsOf(share),
]);
const head = ['Hypothesis', 'Estimate as expected', 'Holds', 'Undecided', 'Contradicted', 'More often where'];
const line = (cells) => `| ${cells.join(' | ')} |`;
console.log([line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n'));
