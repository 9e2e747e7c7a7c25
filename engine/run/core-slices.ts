/** The slices every run has: the loop, the text, the talks and the treaty. Mechanisms and strategies add theirs. */
import { loopSize } from './loop-position.ts';
import type { SliceSpec } from './slices.ts';

/** Declarations of the core slices. */
export const coreSlices: readonly SliceSpec[] = [
  { name: 'loop', type: 'i32', per: 'run', size: loopSize, visible: 'hidden', doc: 'where the run stands' },
  { name: 'chart.party', type: 'i32', per: 'party', visible: 'public', doc: 'configuration of each party’s statechart' },
  { name: 'chart.chair', type: 'i32', per: 'run', visible: 'public', doc: 'configuration of the chair' },
  { name: 'chart.agreement', type: 'i32', per: 'run', visible: 'public', doc: 'configuration of the agreement' },
  { name: 'seat.held', type: 'i32', per: 'party', visible: 'public', doc: '1 while a person holds the seat' },
  { name: 'talks.present', type: 'i32', per: 'party', visible: 'public', doc: '1 when the party sits at the table' },
  { name: 'talks.rank', type: 'i32', per: 'party-issue', fill: -1, visible: 'public', doc: 'public ranking of issues' },
  { name: 'talks.admitted', type: 'i32', per: 'issue', fill: 1, visible: 'public', doc: '1 when on the agenda' },
  { name: 'talks.endorsement', type: 'i32', per: 'party', visible: 'public', doc: '1 endorses, −1 opposes' },
  { name: 'talks.hopelessRounds', type: 'i32', per: 'party', visible: 'own', doc: 'rounds without hope of a deal' },
  { name: 'talks.readyToAdopt', type: 'i32', per: 'run', visible: 'public', doc: '1 when the straw poll would carry' },
  { name: 'talks.ballot', type: 'i32', per: 'party', visible: 'public', doc: 'last ballot; an index of `ballots`' },
  { name: 'talks.progress', type: 'f64', per: 'run', visible: 'public', doc: 'share of the talks that is over, in [0, 1]' },
  { name: 'talks.noise', type: 'f64', per: 'party', visible: 'own', doc: 'judgement noise ε of this round' },
  { name: 'text.option', type: 'i32', per: 'issue', visible: 'public', doc: 'option of the chair’s text' },
  { name: 'text.closed', type: 'i32', per: 'issue', visible: 'public', doc: '1 when provisionally closed' },
  { name: 'text.support', type: 'i32', per: 'party-issue', fill: -1, visible: 'public', doc: 'option a party supports' },
  { name: 'text.objection', type: 'i32', per: 'party-issue', visible: 'public', doc: '1 when objected to' },
  { name: 'text.revision', type: 'i32', per: 'run', visible: 'public', doc: 'number of the chair’s text' },
  { name: 'text.utility', type: 'f64', per: 'party', visible: 'own', doc: 'utility of the text when last judged' },
  { name: 'treaty.adoptedTick', type: 'i32', per: 'run', fill: -1, visible: 'public', doc: 'tick of adoption' },
  { name: 'treaty.forceTick', type: 'i32', per: 'run', fill: -1, visible: 'public', doc: 'tick of entry into force' },
  { name: 'treaty.expected', type: 'i32', per: 'party', visible: 'public', doc: '1 for parties expected to be in' },
  { name: 'treaty.signedTick', type: 'i32', per: 'party', fill: -1, visible: 'public', doc: 'tick of signature' },
  { name: 'treaty.ratifiedTick', type: 'i32', per: 'party', fill: -1, visible: 'public', doc: 'tick of ratification' },
  { name: 'treaty.boundTick', type: 'i32', per: 'party', fill: -1, visible: 'public', doc: 'tick from which bound' },
];
