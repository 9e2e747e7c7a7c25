/** `plenary rules`: the rules in words, with what abstention and absence do. */
import type { ForceRule } from '../../../engine/scenario/normal-force.ts';
import { type CommandSpec, flag, type Invocation, shared } from '../command.ts';
import { loadRules, type Rules, ruleSource } from '../rule-source.ts';
import { clean, safeJson, wrap } from '../text.ts';

async function inWords(rules: Rules) {
  const { forceWords, ruleWords } = await import('../../../engine/rules/rule-words.ts');
  const force = (id: string, title: string, rule: ForceRule) => ({ id, title, ...forceWords(rule) });
  return {
    title: rules.title,
    ...(rules.source === undefined ? {} : { source: rules.source }),
    decisions: rules.decisions.map(({ name, rule }) => ({ name, rule: rule.rule, ...ruleWords(rule) })),
    entryIntoForce: [
      ...(rules.entryIntoForce === undefined
        ? []
        : [force('treaty', 'Entry into force', rules.entryIntoForce)]),
      ...rules.additionalProtocols.map(({ id, title, rule }) => force(id, title, rule)),
    ],
  };
}

async function rules(invocation: Invocation): Promise<number> {
  const { terminal } = invocation;
  const words = await inWords(await loadRules(invocation));
  if (flag(invocation, 'json')) {
    terminal.out(safeJson(words));
    return 0;
  }
  const item = (text: string) => wrap(text, { first: '  - ', indent: '    ' });
  const told = (text: string) => wrap(text, { indent: '  ' });
  const lines = [
    ...wrap(words.title),
    ...(words.source === undefined ? [] : wrap(`Source: ${words.source}.`)),
    ...words.decisions.flatMap(({ name, rule, asks, abstention, absence, veto }) => [
      '',
      ...wrap(`${name}: ${rule}`),
      ...told('A vote carries when'),
      ...asks.flatMap(item),
      ...told(`An abstention ${abstention}.`),
      ...told(`An absence ${absence}.`),
      ...(veto === undefined ? [] : told(veto)),
    ]),
    ...words.entryIntoForce.flatMap(({ title, asks, binds }) => [
      '',
      ...wrap(title),
      ...told('The thresholds are met when'),
      ...asks.flatMap(item),
      ...binds.flatMap(told),
    ]),
  ];
  terminal.out(`${lines.map((line) => clean(line)).join('\n')}\n`);
  return 0;
}

/** The command. */
export const rulesCommand: CommandSpec = {
  name: 'rules',
  summary: 'the rules in words: votes, abstention, entry into force',
  about:
    'Prints every decision rule of a scenario or a body in words: what it asks for, what an ' +
    'abstention and an ' +
    'absence do, who has a veto; and when the treaty and its additional protocols enter into force for whom.',
  arguments: [ruleSource.argument],
  options: [ruleSource.option, shared.set, shared.json],
  examples: [
    { line: 'plenary rules first-mandate', says: 'the rules of a scenario' },
    { line: 'plenary rules eu-council', says: 'an abstention is as good as a vote against' },
    { line: 'plenary rules paris-agreement', says: 'when the Paris Agreement enters into force' },
  ],
  run: rules,
};
