/**
 * What a question is about, in words and as data: one function for every screen, program and page that puts a
 * question to somebody.
 */
import type { Scenario } from '../run/contract.ts';
import { type MotionName, motions } from '../run/motions.ts';
import { Subject, type SubjectName, subjects } from '../run/subjects.ts';
import type { ScenarioFile } from '../scenario/schema.ts';

/** A subject as words and as data. */
export interface SubjectView {
  readonly kind: SubjectName;
  /** One sentence, or an empty text when the question speaks for itself. */
  readonly words: string;
  readonly issue?: string;
  /** The option that stands in the text, and the one that would take its place. */
  readonly from?: string;
  readonly option?: string;
  readonly motion?: MotionName;
  /** Number of a proposal, from 1. */
  readonly proposal?: number;
  /** A group that meets apart, and the issues that are with it: an answer counts on no other. */
  readonly group?: string;
  readonly issues?: readonly string[];
  /** The party that it is about: one that has reserved something, or asks to merge positions. */
  readonly party?: string;
}

const motionWords: Readonly<Record<MotionName, string>> = {
  'point-of-order': 'a point of order',
  'suspend-meeting': 'to suspend the meeting',
  'adjourn-meeting': 'to adjourn the meeting',
  'adjourn-debate': 'to adjourn the debate: nothing is put to the vote',
  'close-debate': 'to close the debate: the voting begins',
  divide: 'to vote on a clause separately',
  reconsider: 'to reconsider the decision, which takes two thirds',
  appeal: 'to appeal against the ruling',
};

/** A procedural motion in words, such as `to close the debate: the voting begins`. */
export const wordsOfMotion = (motion: MotionName): string => motionWords[motion];

type Issue = ScenarioFile['issues'][number] | undefined;

const titleOf = (issue: Issue): string => issue?.title ?? '';

/**
 * What a subject is about.
 *
 * @param subject the three numbers of `turn.subject`
 * @param text option of every issue in the text, as numbers
 * @param holder group that every issue is with (the slice `forum.holder`), where groups meet
 */
export function viewSubject(
  scenario: Pick<Scenario, 'file' | 'issueIds' | 'optionIds' | 'partyIds' | 'forums'>,
  subject: ArrayLike<number>,
  text: ArrayLike<number>,
  holder: ArrayLike<number> = [],
): SubjectView {
  const [kind, first, second] = [subjects[subject[0]], subject[1], subject[2]];
  const { issues } = scenario.file;
  const option = (issue: number, at: number): string => issues[issue]?.options[at]?.title ?? '';
  switch (subject[0]) {
    case Subject.issue:
      return {
        kind,
        words: `The clause on ${titleOf(issues[first])}: “${option(first, text[first])}”. Does it stay?`,
        issue: scenario.issueIds[first],
        from: scenario.optionIds[first][text[first]],
      };
    case Subject.amendment:
      return {
        kind,
        words:
          `Amendment on ${titleOf(issues[first])}: “${option(first, second)}” ` +
          `instead of “${option(first, text[first])}”.`,
        issue: scenario.issueIds[first],
        from: scenario.optionIds[first][text[first]],
        option: scenario.optionIds[first][second],
      };
    case Subject.motion:
    case Subject.ruling: {
      const issue = issues[second - 1];
      const on = issue === undefined ? '' : `, on ${titleOf(issue)}`;
      const motion = motions[first];
      const what =
        subject[0] === Subject.ruling
          ? `The chair has ruled on ${motionWords[motion]}${on}. A yes overrules it.`
          : `A motion is before the meeting: ${motionWords[motion]}${on}.`;
      return {
        kind,
        words: motion === 'point-of-order' && subject[0] === Subject.motion ? pointOfOrder(on) : what,
        motion,
        ...(issue === undefined ? {} : { issue: issue.id }),
      };
    }
    case Subject.proposal:
      return { kind, words: `Proposal ${first}, as it stands in the text.`, proposal: first };
    case Subject.forum:
    case Subject.observers: {
      const group = scenario.forums[first];
      const held = issues.filter((_, k) => holder[k] === first);
      const on = held.length === 0 ? '' : `: ${held.map(titleOf).join(', ')}`;
      return { kind, words: `${group.title}${on}.`, group: group.id, issues: held.map(({ id }) => id) };
    }
    case Subject.notice:
      return { kind, words: 'Nothing binds you to a notice before it takes effect.' };
    case Subject.reservation:
      return {
        kind,
        words: `The reservations with which ${scenario.file.parties[first]?.name ?? ''} has joined.`,
        party: scenario.partyIds[first],
      };
    case Subject.bloc:
      return { kind, words: wordsOfBloc };
    case Subject.merger:
      return {
        kind,
        words:
          `${scenario.file.parties[first]?.name ?? ''} asks to merge positions with you and with all who ` +
          'stand with you: from then on you would negotiate as one.',
        party: scenario.partyIds[first],
      };
    case Subject.renegotiation:
    case Subject.termination:
    case Subject.continuation:
      return { kind, words: wordsOfReview[kind as keyof typeof wordsOfReview] };
    default:
      return { kind: 'text', words: '' };
  }
}

const wordsOfBloc =
  'Name a party to merge positions with it, or a member of your bloc to stay in it; name nobody to speak ' +
  'for yourself.';

const wordsOfReview = {
  renegotiation: 'If enough parties ask for it, the conference takes amendments to the agreement.',
  termination: 'The agreement ends if all parties consent.',
  continuation: 'The agreement ends unless its continuation is carried.',
} as const;

const pointOfOrder = (on: string): string =>
  `A point of order is raised${on}: that the amendment to it is out of order. A yes upholds it.`;

const prompts: Readonly<Record<string, string>> = {
  'vote amendment': 'How do you vote on this amendment?',
  'vote issue': 'How do you vote on this clause?',
  'vote motion': 'How do you vote on this motion?',
  'vote ruling': 'Do you overrule the chair?',
  'vote proposal': 'How do you vote on this proposal?',
  'object observers': 'May observers sit in? Do you object?',
  'judge issue': 'Can you accept this clause, for good?',
  'propose forum': 'Which option do you support on each issue of the group?',
  'judge forum': 'Can you accept the draft of the group?',
  'object motion': 'A clause is to be voted on separately. Do you object?',
  'object proposal': 'The chair proposes to adopt the text without a vote. Do you object?',
  'sponsor amendment': 'Do you make this amendment your own?',
  'sponsor proposal': 'Do you sponsor this proposal?',
  'floor ruling': 'The chair has ruled. Do you appeal?',
  'withdraw notice': 'Your notice of withdrawal is running. Do you still withdraw?',
  'sponsor renegotiation': 'Do you ask for the agreement to be renegotiated?',
  'confer bloc': 'With whom do you negotiate as one from now on?',
  'vote merger': 'Do you merge positions with the party that asks?',
  'vote termination': 'Do you consent to ending the agreement?',
  'vote continuation': 'Is the agreement to continue?',
};

/** The question as a person reads it, for a subject of some kind. */
export function promptFor(
  question: { readonly id: string; readonly prompt: string },
  kind: SubjectName,
): string {
  return prompts[`${question.id} ${kind}`] ?? question.prompt;
}
