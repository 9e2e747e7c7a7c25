// People at the table, drawn at random: they take seats, answer with whatever the question's form allows,
// answer what they may not, let deadlines pass and give seats back, each at the position at which the run
// stands.

import * as z from 'zod';
import { createPlay, type Input, Loop, type Play, questions, type Scenario } from '../../engine/index.ts';
import { Stage } from '../../engine/run/loop-position.ts';

/** Whole numbers from a list that fast-check drew and can shrink: 0 once the list is over. */
export function chooser(choices: readonly number[]) {
  let at = 0;
  return (below: number): number => (choices[at++] ?? 0) % below;
}

type Choose = ReturnType<typeof chooser>;

interface JsonSchema {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly items?: JsonSchema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minimum?: number;
  readonly maximum?: number;
}

function drawValue(schema: JsonSchema, choose: Choose): unknown {
  const variants = schema.anyOf ?? schema.oneOf;
  if (variants !== undefined) return drawValue(variants[choose(variants.length)]!, choose);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return schema.enum[choose(schema.enum.length)];
  if (schema.type === 'boolean') return choose(2) === 1;
  if (schema.type === 'number') return numberOf(schema, choose);
  if (schema.type === 'array') return listOf(schema, choose);
  const entries = Object.entries(schema.properties ?? {});
  return Object.fromEntries(entries.map(([key, inner]) => [key, drawValue(inner, choose)]));
}

/** One of nine amounts from the least to the most that is allowed. */
function numberOf({ minimum = 0, maximum = minimum }: JsonSchema, choose: Choose): number {
  return minimum + ((maximum - minimum) * choose(9)) / 8;
}

/** A list of fixed length is an order: every choice once. */
function listOf(schema: JsonSchema, choose: Choose): unknown[] {
  const { minItems = 0, maxItems, items = {} } = schema;
  if (minItems !== maxItems)
    return Array.from({ length: minItems + choose(3) }, () => drawValue(items, choose));
  const left = [...(items.enum ?? [])];
  return Array.from({ length: minItems }, () => left.splice(choose(left.length), 1)[0]);
}

/** A legal answer to a question, from its form alone. */
export function answerTo(scenario: Scenario, question: number, choose: Choose): unknown {
  return drawValue(formOf(scenario, question), choose);
}

const forms = new WeakMap<Scenario, JsonSchema[]>();

function formOf(scenario: Scenario, question: number): JsonSchema {
  const known = forms.get(scenario) ?? [];
  forms.set(scenario, known);
  known[question] ??= z.toJSONSchema(questions[question]!.schema(scenario)) as JsonSchema;
  return known[question];
}

/** Where an input given now takes effect. */
export function positionOf(play: Play): { round: number; turn: number } {
  const { loop } = play.run;
  return { round: loop[Loop.round]!, turn: loop[Loop.stage] === Stage.turn ? loop[Loop.turn]! : 0 };
}

function reply(play: Play, choose: Choose): void {
  const open = play.openQuestions();
  const { seat: index, question, round, turn } = open[choose(open.length)]!;
  const seat = play.scenario.partyIds[index]!;
  const kind = choose(6);
  if (kind === 0) play.inputs.push({ type: 'deadline', seat, round, turn });
  else if (kind === 1) play.inputs.push({ type: 'give', seat, round, turn });
  else {
    const id = questions[question]!.id;
    const answer = answerTo(play.scenario, question, choose);
    play.inputs.push({ type: 'answer', seat, round, turn, question: id, answer });
  }
}

/** A move at any moment, legal or not. */
function disturb(play: Play, choose: Choose): void {
  const seat = play.scenario.partyIds[choose(play.scenario.partyCount)]!;
  const { round, turn } = positionOf(play);
  const moves: Input[] = [
    { type: 'take', seat, round, turn },
    { type: 'take', seat, round, turn },
    { type: 'give', seat, round, turn },
    { type: 'deadline', seat, round, turn },
    { type: 'answer', seat, round, turn, question: 'vote', answer: { vote: 'yes' } },
    {
      type: 'answer',
      seat,
      round,
      turn,
      question: 'judge',
      answer: { verdict: 'object', issues: ['nothing'] },
    },
  ];
  play.inputs.push(moves[choose(moves.length)]!);
}

/** A run with people at the table, played to its end. */
export function playWithPeople(scenario: Scenario, seed: number, choices: readonly number[]): Play {
  const play = createPlay(scenario, { seed, keepRecords: true, keepSliceDigests: true });
  const choose = chooser(choices);
  for (;;) {
    const step = play.advance();
    if (step === 'over') return play;
    if (step === 'awaiting') reply(play, choose);
    else if (choose(4) === 1) disturb(play, choose);
  }
}
