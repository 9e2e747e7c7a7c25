/** Rulings on caucuses and spokespersons that a delegate can check line by line; a test drives each. */
import type { Ruling } from './ruling.ts';

const guide = 'practice of group coordination: UNFCCC Guide for presiding officers';

/** The table of rulings of the protocol `caucus`, and of phases in which groups speak. */
export const caucusRulings: readonly Ruling[] = [
  {
    situation: 'A group meets alone before the negotiation.',
    ruling: 'What it agrees on is known to its members only, until its spokesperson speaks.',
    source: guide,
  },
  {
    situation: 'The members of a group want different options on an issue.',
    ruling: 'The common position is the option nearest to their mean, weighted by capability.',
    source: 'compromise model: Van den Bos 1991; Achen 2006',
  },
  {
    situation: 'The common position crosses a red line of a member.',
    ruling: 'That member does not join it on that issue, and supports the nearest option it may.',
    source: `a group binds only members who agree: ${guide}`,
  },
  {
    situation: 'The scenario names no spokesperson for a group.',
    ruling: 'Its most capable state speaks for it.',
    source: 'MODEL part 2.1: capability; a proposal of the model',
  },
  {
    situation: 'A phase hears groups, and a member of a group has no red line at stake.',
    ruling: 'It is not asked: its spokesperson supports and judges for it.',
    source: guide,
  },
  {
    situation: 'A spokesperson wants something other than the common position.',
    ruling: 'It may concede from the common position towards the text, and not past either.',
    source: 'agents and their mandates: Lax & Sebenius 1986',
  },
  {
    situation: 'The text crosses a red line of a member whose spokesperson accepts it.',
    ruling: 'The member answers for itself, and breaks ranks when it objects.',
    source: guide,
  },
];
