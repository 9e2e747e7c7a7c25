/**
 * The table "Over what nobody knows" of a scenario's page, from the figures of a batch: what
 * `plenary report FOLDER --bundle bundle.zip` writes as figures.json in the bundle.
 *
 *   node test/setup/space-table.mjs figures.json
 */
import { readFileSync } from 'node:fs';

const [file] = process.argv.slice(2);
if (file === undefined) {
  console.error('usage: node test/setup/space-table.mjs figures.json');
  process.exit(2);
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

/** The parameters that tell, or why none does. */
function telling({ flippers, contrast, sides }) {
  if (flippers.length === 0) return 'all alike';
  const told = flippers.filter(({ adjusted }) => adjusted < level).slice(0, most);
  if (told.length === 0) return couldTell(sides, flippers.length) ? 'none' : 'too few points';
  // Where it hardly holds anywhere, the points where it is contradicted are told from the rest.
  const turned = contrast === 'not-flips';
  const named = told.map(({ parameter, holds, threshold }) => {
    const isAbove = (holds === 'above') !== turned;
    return `\`${name(parameter)}\` ${isAbove ? '>' : '<'} ${short(threshold)}`;
  });
  return `${turned ? 'contradicted: ' : ''}${named.join(', ')}`;
}

/** Whether one threshold that parts two sides without an error would be told among so many: 2 / C(n, k). */
function couldTell([first, second], parameters) {
  let chance = 2;
  for (let i = 1; i <= Math.min(first, second); i++) chance *= i / (first + second + 1 - i);
  return chance * parameters < level;
}

const { space } = JSON.parse(readFileSync(file, 'utf8'));
const rows = (space ?? []).map(({ hypothesis, share }) => [
  hypothesis.replaceAll('-', ' ') + (share.leftOut > 0 ? ` (${share.n} points)` : ''),
  percent(share.estimated),
  percent(share.holds),
  percent(share.undecided),
  percent(share.flips) + (share.same.estimate > 0 ? ` (no difference: ${percent(share.same)})` : ''),
  telling(share),
]);
const head = ['Hypothesis', 'Estimate as expected', 'Holds', 'Undecided', 'Contradicted', 'More often where'];
const line = (cells) => `| ${cells.join(' | ')} |`;
console.log([line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n'));
