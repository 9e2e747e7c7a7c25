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

const telling = ({ flippers }) =>
  flippers
    .filter(({ adjusted }) => adjusted < level)
    .slice(0, most)
    .map(({ parameter, holds, threshold }) => {
      return `\`${name(parameter)}\` ${holds === 'above' ? '>' : '<'} ${short(threshold)}`;
    });

const { space } = JSON.parse(readFileSync(file, 'utf8'));
const rows = (space ?? []).map(({ hypothesis, share }) => [
  hypothesis.replaceAll('-', ' ') + (share.leftOut > 0 ? ` (${share.n} points)` : ''),
  percent(share.estimated),
  percent(share.holds),
  percent(share.undecided),
  percent(share.flips),
  telling(share).join(', '),
]);
const head = [
  'Hypothesis',
  'Estimate has the sign',
  'Holds',
  'Undecided',
  'Contradicted',
  'Holds more often where',
];
const line = (cells) => `| ${cells.join(' | ')} |`;
console.log([line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n'));
