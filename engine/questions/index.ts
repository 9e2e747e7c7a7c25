/**
 * The closed vocabulary of what a seat can be asked. Protocols ask from it, strategies answer it, and the
 * same descriptions render the form on a phone and check the answers of people and programs.
 */
import * as z from 'zod';
import { limits } from '../limits.ts';
import { Ballot, ballots } from '../rules/decision.ts';
import { amountUnits } from '../rules/side-payments.ts';
import type { QuestionKind, Scenario } from '../run/contract.ts';
import { FloorAction, type MotionName, motions } from '../run/motions.ts';

/** Verdicts on a text; ad referendum is acceptance subject to the capital’s word. */
export const Verdict = { accept: 1, object: 2, adReferendum: 3 } as const;

/** Responses to a reservation of another party. Saying nothing accepts it when the time is up. */
export const responses = ['silent', 'accept', 'object', 'object-without-relations'] as const;
/** Index of each response. */
export const Response = { silent: 0, accept: 1, object: 2, objectWithoutRelations: 3 } as const;

const yesNo = (key: string) => ({
  schema: () => z.strictObject({ [key]: z.boolean() }),
  encode: (_scenario: Scenario, answer: unknown, into: Int32Array, at: number) => {
    into[at] = (answer as Record<string, boolean>)[key] ? 1 : 0;
  },
  decode: (_scenario: Scenario, from: Int32Array, at: number) => ({ [key]: from[at] === 1 }),
});

/** Issues that may go with a yes or a no: which, how many, and under which key. */
interface Attached {
  readonly key: string;
  allowed(scenario: Scenario): { readonly ids: readonly string[]; readonly most: number };
}

/**
 * A yes or no with issues, such as reservations with a signature: a flag in the first place, then one for
 * every issue. Where the scenario allows none on either side, the answer has no key for them.
 */
const yesNoBut = (key: string, attached: { readonly yes?: Attached; readonly no?: Attached }) => {
  const side = (scenario: Scenario, is: boolean) => {
    const more = is ? attached.yes : attached.no;
    const { ids, most } = more?.allowed(scenario) ?? { ids: [], most: 0 };
    if (more === undefined || ids.length === 0 || most === 0) return { [key]: z.literal(is) };
    const issues = z.array(z.enum(ids as [string, ...string[]])).max(most, `at most ${most} of them`);
    return { [key]: z.literal(is), [more.key]: issues.optional() };
  };
  return {
    schema: (scenario: Scenario): z.ZodType => {
      const [yes, no] = [side(scenario, true), side(scenario, false)];
      const isPlain = Object.keys(yes).length === 1 && Object.keys(no).length === 1;
      return isPlain
        ? z.strictObject({ [key]: z.boolean() })
        : z.union([z.strictObject(yes), z.strictObject(no)]);
    },
    encode: (scenario: Scenario, answer: unknown, into: Int32Array, at: number) => {
      const given = answer as Record<string, boolean | string[] | undefined>;
      into[at] = given[key] === true ? 1 : 0;
      const more = given[key] === true ? attached.yes : attached.no;
      const issues = (given[more?.key ?? ''] as string[] | undefined) ?? [];
      for (let k = 0; k < scenario.issueCount; k++) {
        into[at + 1 + k] = issues.includes(scenario.issueIds[k]) ? 1 : 0;
      }
    },
    decode: (scenario: Scenario, from: Int32Array, at: number) => {
      const more = from[at] === 1 ? attached.yes : attached.no;
      const issues = scenario.issueIds.filter((_, k) => from[at + 1 + k] === 1);
      return { [key]: from[at] === 1, ...(issues.length === 0 || !more ? {} : { [more.key]: issues }) };
    },
  };
};

/** Every issue, as the reason of an objection. */
const everyIssue = (scenario: Scenario) => ({ ids: scenario.issueIds, most: scenario.issueCount });

/** The issues that may be reserved, all of them at once. */
const reservable = (scenario: Scenario) => {
  const ids = scenario.issueIds.filter((_, k) => scenario.reservable[k] === 1);
  return { ids, most: ids.length };
};

const issueEnum = (scenario: Scenario) => z.enum(scenario.issueIds as [string, ...string[]]);

/** One option of every issue. */
const wholePackage: Omit<QuestionKind, 'id' | 'prompt'> = {
  schema: (scenario) => {
    const shape: Record<string, z.ZodType> = {};
    scenario.issueIds.forEach((id, k) => {
      shape[id] = z.enum(scenario.optionIds[k] as [string, ...string[]]);
    });
    return z.strictObject({ package: z.strictObject(shape) });
  },
  encode: (scenario, answer, into, at) => {
    const chosen = (answer as { package: Record<string, string> }).package;
    for (let k = 0; k < scenario.issueCount; k++) {
      into[at + k] = scenario.optionIds[k].indexOf(chosen[scenario.issueIds[k]]);
    }
  },
  decode: (scenario, from, at) => ({
    package: Object.fromEntries(scenario.issueIds.map((id, k) => [id, scenario.optionIds[k][from[at + k]]])),
  }),
};

const propose: QuestionKind = {
  id: 'propose',
  prompt: 'Which option do you support on each issue?',
  ...wholePackage,
};

/** Put to the facilitator of a group, as a party that drafts for all and not for itself. */
const draft: QuestionKind = {
  id: 'draft',
  prompt: 'You hold the pen of the group. Which option do you put in its draft on each of its issues?',
  ...wholePackage,
};

const verdicts = {
  accept: Verdict.accept,
  object: Verdict.object,
  'accept-ad-referendum': Verdict.adReferendum,
} as const;

/** Verdict in the first place, then a flag for every issue objected to. */
const judge: QuestionKind = {
  id: 'judge',
  prompt: 'Can you accept this text?',
  schema: (scenario) =>
    z.discriminatedUnion('verdict', [
      z.strictObject({ verdict: z.literal('accept') }),
      z.strictObject({ verdict: z.literal('accept-ad-referendum') }),
      z.strictObject({
        verdict: z.literal('object'),
        issues: z.array(issueEnum(scenario)).min(1, 'name at least one issue you object to'),
      }),
    ]),
  encode: (scenario, answer, into, at) => {
    const verdict = answer as { verdict: keyof typeof verdicts; issues?: string[] };
    into[at] = verdicts[verdict.verdict];
    for (let k = 0; k < scenario.issueCount; k++) {
      into[at + 1 + k] = verdict.issues?.includes(scenario.issueIds[k]) ? 1 : 0;
    }
  },
  decode: (scenario, from, at) => {
    if (from[at] === Verdict.accept) return { verdict: 'accept' };
    if (from[at] === Verdict.adReferendum) return { verdict: 'accept-ad-referendum' };
    return { verdict: 'object', issues: scenario.issueIds.filter((_, k) => from[at + 1 + k] === 1) };
  },
};

/** The rank of every issue, 0 first. */
const rank: QuestionKind = {
  id: 'rank',
  prompt: 'In which order do these issues matter to you?',
  schema: (scenario) =>
    z.strictObject({
      order: z
        .array(issueEnum(scenario))
        .length(scenario.issueCount, 'rank every issue')
        .refine((order) => new Set(order).size === order.length, 'rank every issue once'),
    }),
  encode: (scenario, answer, into, at) => {
    (answer as { order: string[] }).order.forEach((id, place) => {
      into[at + scenario.issueIds.indexOf(id)] = place;
    });
  },
  decode: (scenario, from, at) => {
    const order: string[] = new Array(scenario.issueCount);
    scenario.issueIds.forEach((id, k) => {
      order[from[at + k]] = id;
    });
    return { order };
  },
};

/** Whether it objects, then a flag for every issue it gives as its reason. */
const object: QuestionKind = {
  id: 'object',
  prompt: 'The chair is about to bring down the gavel. Do you formally object?',
  ...yesNoBut('objects', {
    yes: { key: 'issues', allowed: everyIssue },
    no: {
      key: 'dissociates',
      allowed: (scenario) => ({ ids: scenario.issueIds, most: scenario.dissociations }),
    },
  }),
};

const vote: QuestionKind = {
  id: 'vote',
  prompt: 'How do you vote on the text?',
  schema: () => z.strictObject({ vote: z.enum(['yes', 'no', 'abstain']) }),
  encode: (_scenario, answer, into, at) => {
    into[at] = ballots.indexOf((answer as { vote: 'yes' | 'no' | 'abstain' }).vote);
  },
  decode: (_scenario, from, at) => ({ vote: ballots[from[at]] ?? ballots[Ballot.abstain] }),
};

const endorse: QuestionKind = {
  id: 'endorse',
  prompt: 'The states have adopted a text. Do you endorse it in public?',
  ...yesNo('endorses'),
};

const sign: QuestionKind = {
  id: 'sign',
  prompt: 'The treaty is open for signature. Do you sign?',
  ...yesNoBut('signs', { yes: { key: 'reservations', allowed: reservable } }),
};

const accede: QuestionKind = {
  id: 'accede',
  prompt: 'The treaty is open for accession. Do you accede?',
  ...yesNoBut('accedes', { yes: { key: 'reservations', allowed: reservable } }),
};

const ratify: QuestionKind = {
  id: 'ratify',
  prompt: 'Do you submit the treaty to your legislature now?',
  ...yesNo('submits'),
};

const comply: QuestionKind = {
  id: 'comply',
  prompt: 'Do you mean to comply with the treaty from here on?',
  ...yesNo('complies'),
};

/** The number of an issue, or 0 for none, then the option. */
const amend: QuestionKind = {
  id: 'amend',
  prompt: 'Do you move an amendment?',
  schema: (scenario) => {
    const variants = scenario.issueIds.map((id, k) =>
      z.strictObject({
        issue: z.literal(id),
        option: z.enum(scenario.optionIds[k] as [string, ...string[]]),
      }),
    );
    const choice = z.discriminatedUnion('issue', variants as [(typeof variants)[number]]);
    return z.strictObject({ amendment: z.union([z.null(), choice]) });
  },
  encode: (scenario, answer, into, at) => {
    const { amendment } = answer as { amendment: { issue: string; option: string } | null };
    const issue = amendment === null ? -1 : scenario.issueIds.indexOf(amendment.issue);
    into[at] = issue + 1;
    into[at + 1] = amendment === null ? 0 : scenario.optionIds[issue].indexOf(amendment.option);
  },
  decode: (scenario, from, at) => {
    const issue = from[at] - 1;
    if (issue < 0) return { amendment: null };
    return {
      amendment: { issue: scenario.issueIds[issue], option: scenario.optionIds[issue][from[at + 1]] },
    };
  },
};

const sponsor: QuestionKind = {
  id: 'sponsor',
  prompt: 'Do you put your name to it as a sponsor?',
  ...yesNo('sponsors'),
};

/** What is done with the floor, then the motion, then the number of the issue it is about + 1, 0 for none. */
const floor: QuestionKind = {
  id: 'floor',
  prompt: 'The chair gives you the floor. What do you do with it?',
  schema: (scenario) =>
    z.discriminatedUnion('action', [
      z.strictObject({ action: z.literal('pass') }),
      z.strictObject({ action: z.literal('speak') }),
      z.strictObject({
        action: z.literal('move'),
        motion: z.enum(motions),
        issue: issueEnum(scenario).optional(),
      }),
    ]),
  encode: (scenario, answer, into, at) => {
    const taken = answer as { action: 'pass' | 'speak' | 'move'; motion?: MotionName; issue?: string };
    into[at] = FloorAction[taken.action];
    into[at + 1] = taken.motion === undefined ? 0 : motions.indexOf(taken.motion);
    into[at + 2] = taken.issue === undefined ? 0 : scenario.issueIds.indexOf(taken.issue) + 1;
  },
  decode: (scenario, from, at) => {
    if (from[at] === FloorAction.speak) return { action: 'speak' };
    if (from[at] !== FloorAction.move) return { action: 'pass' };
    const motion = motions[from[at + 1]];
    const issue = from[at + 2] - 1;
    return issue < 0
      ? { action: 'move', motion }
      : { action: 'move', motion, issue: scenario.issueIds[issue] };
  },
};

/** The number of a party + 1, or 0 for nobody. */
const confer: QuestionKind = {
  id: 'confer',
  prompt: 'With whom do you want to talk before the next round?',
  schema: (scenario) =>
    z.strictObject({ with: z.union([z.null(), z.enum(scenario.partyIds as [string, ...string[]])]) }),
  encode: (scenario, answer, into, at) => {
    const other = (answer as { with: string | null }).with;
    into[at] = other === null ? 0 : scenario.partyIds.indexOf(other) + 1;
  },
  decode: (scenario, from, at) => ({ with: from[at] === 0 ? null : scenario.partyIds[from[at] - 1] }),
};

const escapeClause: QuestionKind = {
  id: 'escape',
  prompt: 'Do you invoke the escape clause? You pay its fee and are excused for a time; all will see it.',
  ...yesNo('invokes'),
};

const report: QuestionKind = {
  id: 'report',
  prompt: 'You could not comply. Do you report it yourself, before anybody finds it?',
  ...yesNo('reports'),
};

const withdraw: QuestionKind = {
  id: 'withdraw',
  prompt: 'Do you give notice of withdrawal from the treaty? All will see it, and you can take it back.',
  ...yesNo('withdraws'),
};

/** Put to each contracting party about the reservations of another one. */
const respond: QuestionKind = {
  id: 'respond',
  prompt: 'A party has joined with reservations. How do you respond?',
  schema: () => z.strictObject({ response: z.enum(responses) }),
  encode: (_scenario, answer, into, at) => {
    into[at] = responses.indexOf((answer as { response: (typeof responses)[number] }).response);
  },
  decode: (_scenario, from, at) => ({ response: responses[from[at]] ?? responses[Response.silent] }),
};

/** An amount of utility, 0 or more, in millionths. */
const amountOf = (key: string, doc: string) => ({
  schema: () => z.strictObject({ [key]: z.number().min(0).max(limits.payment).describe(doc) }),
  encode: (_scenario: Scenario, answer: unknown, into: Int32Array, at: number) => {
    into[at] = Math.round((answer as Record<string, number>)[key] * amountUnits);
  },
  decode: (_scenario: Scenario, from: Int32Array, at: number) => ({ [key]: from[at] / amountUnits }),
});

const price: QuestionKind = {
  id: 'price',
  prompt:
    'What would you have to be paid to accept this text? Name 0 if no payment is needed, or none would do.',
  ...amountOf('price', 'in utility; others see it'),
};

const pay: QuestionKind = {
  id: 'pay',
  prompt: 'What would you pay at most, so that others accept this text? All payers share in proportion.',
  ...amountOf('pays', 'in utility; no more than the text gives you beyond your limit'),
};

const withhold: QuestionKind = {
  id: 'withhold',
  prompt: 'A party that you pay was caught breaking its word. Do you withhold what you owe it?',
  ...yesNo('withholds'),
};

/** The vocabulary, in the order of the questions’ numbers. */
export const questions = [
  propose,
  judge,
  rank,
  object,
  vote,
  endorse,
  sign,
  accede,
  ratify,
  comply,
  amend,
  sponsor,
  floor,
  confer,
  draft,
  escapeClause,
  report,
  withdraw,
  respond,
  price,
  pay,
  withhold,
] as const;

/** Number of each question kind. */
export const Question = {
  propose: 0,
  judge: 1,
  rank: 2,
  object: 3,
  vote: 4,
  endorse: 5,
  sign: 6,
  accede: 7,
  ratify: 8,
  comply: 9,
  amend: 10,
  sponsor: 11,
  floor: 12,
  confer: 13,
  draft: 14,
  escape: 15,
  report: 16,
  withdraw: 17,
  respond: 18,
  price: 19,
  pay: 20,
  withhold: 21,
} as const;

/** Id of a question kind. */
export type QuestionId = keyof typeof Question;
