/**
 * Rules: the presets of decision rules and the record of entry into force, from the schema and the
 * evaluator.
 */
import { formatDay } from '../../../engine/calendar.ts';
import { forceWords, ruleWords } from '../../../engine/rules/rule-words.ts';
import { bodySchema } from '../../../engine/scenario/body.ts';
import { normalRule, type RuleContext } from '../../../engine/scenario/normal-rule.ts';
import { decisionNames, decisionSchema, forceSchema } from '../../../engine/scenario/rule-schema.ts';
import { bodyIds, shippedBody } from '../../validate/bodies.ts';
import { type Block, heading, type PageSource, paragraph, tableBlock } from '../blocks.ts';
import { parameterTable } from './scenario.ts';

/** A body in which every preset can be told in words. */
const anyBody: RuleContext = {
  partyCount: 0,
  states: new Int32Array(0),
  weight: new Float64Array(0),
  groups: [],
  tables: [],
};

/** Keys without which a preset says nothing, for its example in the table. */
const examples: Readonly<Record<string, object>> = { 'affirmative-votes': { votes: 9 } };

function presetRows(): string[][] {
  return decisionNames.map((rule) => {
    const words = ruleWords(normalRule(decisionSchema.parse({ rule, ...examples[rule] }), anyBody));
    return [rule, words.asks.join('; '), words.abstention, words.absence];
  });
}

function bodyRows(): string[][] {
  return bodyIds.map((id) => {
    const { title, decision, entryIntoForce } = shippedBody(id);
    const asks = [
      ...(decision === undefined ? [] : ruleWords(decision).asks),
      ...(entryIntoForce === undefined ? [] : forceWords(entryIntoForce).asks),
    ];
    return [id, title, asks.join('; ')];
  });
}

function blocks(): Block[] {
  return [
    paragraph(
      'Rules are data, and one evaluator reads them. `plenary rules` prints those of a scenario or a ' +
        'body in ' +
        'words, `plenary power` who has how much power under them.',
    ),
    heading('Decision rules'),
    paragraph(
      'A short name is a preset of one form: requirements that must all be met, a quorum, vetoes. ' +
        'Any rule takes ' +
        '`abstention` and `absence` (`ignored`, or `counts-as-no`), `quorum`, `quorumShare`, `voters`, ' +
        '`vetoes` (a single vote against from the group blocks; abstention and absence do not) and ' +
        '`chambers` (each must carry by its own rule). Under `rules.decision` stand the rules of ' +
        'adoption, tried in ' +
        'order; `rules.procedure` decides motions and appeals; `rules.named` holds others, for `plenary ' +
        'rules` and for protocols of plugins.',
    ),
    tableBlock(
      'Presets, with what abstention and absence do unless the rule says otherwise',
      [
        { title: 'rule', isCode: true },
        { title: 'carries when', wraps: true },
        { title: 'an abstention', wraps: true },
        { title: 'an absence', wraps: true },
      ],
      presetRows(),
    ),
    heading('Entry into force'),
    paragraph(
      'All thresholds must be met, each by the instruments deposited so far. In a run a tick is a ' +
        'month, and ' +
        'what happens in it counts as of its 15th: a delay in days ends in the month in which its ' +
        'last day falls. ' +
        `A scenario may date its ticks with \`calendar.start\`, such as ${formatDay(20_454)}.`,
    ),
    parameterTable('a rule of entry into force', forceSchema),
    heading('Rule files'),
    paragraph(
      'A body can be written down without a scenario around it. `plenary power --rule-file FILE` and ' +
        '`plenary ' +
        'rules --rule-file FILE` read such a file.',
    ),
    parameterTable('a rule file', bodySchema),
    heading('Known bodies'),
    tableBlock(
      'Bodies whose published figures `plenary validate` is measured on',
      [
        { title: 'id', isCode: true },
        { title: 'body', wraps: true },
        { title: 'asks', wraps: true },
      ],
      bodyRows(),
    ),
    heading('Power indices'),
    paragraph(
      'A swing is a coalition of the others that loses without a party and wins with it. Banzhaf: ' +
        'its share of ' +
        'all swings. Penrose: swings of 2^(n − 1). Shapley–Shubik: its chance to be pivotal in a ' +
        'random order. ' +
        'Coleman: swings as a share of the winning coalitions (to prevent) and of the losing ones ' +
        '(to initiate). ' +
        'Counts are whole numbers; where a body is too large to count, an estimate from seeded draws ' +
        'stands in ' +
        'and is labelled so.',
    ),
  ];
}

/** The page. */
export const rulesPage: PageSource = {
  path: 'rules',
  title: 'Rules',
  summary: 'How votes are decided, what abstention does, when a treaty enters into force, who has power.',
  blocks,
};
