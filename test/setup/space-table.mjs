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
