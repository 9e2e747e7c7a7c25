/** `plenary power`: who has how much power under a decision rule. */
import type { PowerEstimate } from '../../../engine/rules/power/estimate.ts';
import type { ExactPower } from '../../../engine/rules/power/indices.ts';
import { type CommandSpec, flag, type Invocation, shared, textOption } from '../command.ts';
import { CliError } from '../exit.ts';
import { loadRules, type NamedRule, type Rules, ruleSource } from '../rule-source.ts';
import { clean, cut, pageWidth, safeJson, table, textWidth, wrap } from '../text.ts';

/** The rule that `--rule` names, by its name or its number from 1; by default the last one of adoption. */
function chooseRule(rules: Rules, word: string | undefined): NamedRule {
  const { decisions } = rules;
  const adoption = decisions.filter(({ name }) => name.startsWith('adoption'));
  const chosen =
    word === undefined
      ? (adoption.at(-1) ?? decisions[0])
      : (decisions.find(({ name }) => name === word) ??
        (/^\d+$/.test(word) ? decisions[Number(word) - 1] : undefined));
  if (chosen !== undefined) return chosen;
  const names = decisions.map(({ name }, index) => `${index + 1} (${name})`).join(', ');
  const hint = names === '' ? 'It decides nothing by vote.' : `The rules are ${names}.`;
  throw new CliError('usage', word === undefined ? 'there is no decision rule' : `there is no rule ${word}`, {
    hint,
  });
}

const columns = [
  { title: 'party' },
  { title: 'swings', align: 'right' },
  { title: 'Banzhaf', align: 'right' },
  { title: 'Penrose', align: 'right' },
  { title: 'Shapley–Sh.', align: 'right' },
  { title: 'prevent', align: 'right' },
  { title: 'initiate', align: 'right' },
] as const;

const indexNames = ['banzhaf', 'penrose', 'shapleyShubik', 'prevent', 'initiate'] as const;

const decimal = (value: number): string => value.toFixed(6);

/** The table, with ids as long as the page has room for beside the numbers. */
function powerTable(rows: readonly (readonly string[])[]): string[] {
  const numbers = columns.slice(1).map(({ title }, c) => {
    const widths = [title, ...rows.map((row) => row[c + 1] ?? '')].map(textWidth);
    return 2 + Math.max(...widths);
  });
  const room = Math.max(
    12,
    numbers.reduce((left, width) => left - width, pageWidth),
  );
  return table(
    columns,
    rows.map(([party = '', ...rest]) => [cut(party, room), ...rest]),
  );
}

interface Printed {
  readonly lines: string[];
  readonly json: object;
}

async function printExact(power: ExactPower, rules: Rules): Promise<Printed> {
  const { fractionText, toNumber } = await import('../../../engine/rules/power/fraction.ts');
  const rows = power.members.map((member) => [
    rules.partyIds[member.party] ?? '',
    String(member.swings),
    ...indexNames.map((index) => decimal(toNumber(member[index]))),
  ]);
  const percent = toNumber(power.passage) * 100;
  const share = percent > 0 && percent < 0.00005 ? 'less than 0.0001' : percent.toFixed(4);
  const verdict = `Exact: ${power.winning} of ${power.coalitions} coalitions win (${share} %).`;
  return {
    lines: [...wrap(verdict), '', ...powerTable(rows)],
    json: {
      kind: power.kind,
      winning: String(power.winning),
      coalitions: String(power.coalitions),
      passage: toNumber(power.passage),
      members: power.members.map((member) => ({
        party: rules.partyIds[member.party],
        swings: String(member.swings),
        ...Object.fromEntries(
          indexNames.map((index) => [
            index,
            { value: toNumber(member[index]), exact: fractionText(member[index]) },
          ]),
        ),
      })),
    },
  };
}

function printEstimate(power: PowerEstimate, rules: Rules): Printed {
  const widest = Math.max(...power.members.map(({ penrose }) => penrose.high - penrose.low)) / 2;
  const rows = power.members.map((member) => [
    rules.partyIds[member.party] ?? '',
    '–',
    ...indexNames.map((index) => member[index].value.toFixed(4)),
  ]);
  const { value, low, high } = power.passage;
  const verdict =
    `Estimate from ${power.samples} coalitions and as many orders, because the body is too large to count: ` +
    `${(value * 100).toFixed(2)} % of coalitions win (95 % interval ${(low * 100).toFixed(2)} to ` +
    `${(high * 100).toFixed(2)} %); Penrose within ${widest.toFixed(4)}.`;
  return {
    lines: [...wrap(verdict), '', ...powerTable(rows)],
    json: {
      ...power,
      members: power.members.map(({ party, ...indices }) => ({ party: rules.partyIds[party], ...indices })),
    },
  };
}

async function power(invocation: Invocation): Promise<number> {
  const { terminal } = invocation;
  const rules = await loadRules(invocation);
  const chosen = chooseRule(rules, textOption(invocation, 'rule'));
  const { powerOf } = await import('../../../engine/rules/power/indices.ts');
  const { readSeed } = await import('../scenario-source.ts');
  const seed = await readSeed(textOption(invocation, 'seed') ?? '1');
  const found = powerOf(chosen.rule, rules.states, { seed });
  const printed = found.kind === 'exact' ? await printExact(found, rules) : printEstimate(found, rules);
  if (flag(invocation, 'json')) {
    terminal.out(safeJson({ title: rules.title, rule: chosen.name, ...printed.json }));
    return 0;
  }
  const heading = wrap(`${rules.title}: ${chosen.name} by ${chosen.rule.rule}`);
  const source = rules.source === undefined ? [] : wrap(`Source: ${rules.source}.`);
  terminal.out(`${[...heading, ...source, '', ...printed.lines].map((line) => clean(line)).join('\n')}\n`);
  return 0;
}

/** The command. */
export const powerCommand: CommandSpec = {
  name: 'power',
  summary: 'who has how much power under a decision rule',
  about:
    'Prints the power indices of every party under a decision rule: swings, Banzhaf, Penrose, ' +
    'Shapley–Shubik, and Coleman’s powers to prevent and to initiate. They are exact where ' +
    'coalitions can be ' +
    'counted; where a body is too large it prints an estimate with its interval, and says so.',
  arguments: [ruleSource.argument],
  options: [
    { flags: '--rule <name>', says: 'a rule by name or number; by default the last rule of adoption' },
    ruleSource.option,
    shared.set,
    { ...shared.seed, says: 'a whole number or a text; fixes the draws of an estimate' },
    shared.json,
  ],
  examples: [
    { line: 'plenary power security-council', says: 'five vetoes: permanent members hold 106/635 each' },
    { line: 'plenary power eu-council', says: 'the 27 members of the Council of the European Union' },
    { line: 'plenary power first-mandate --rule procedure', says: 'a rule of a scenario, by its name' },
  ],
  run: power,
};
