/** What comes of issues that are closed one by one. */
import { Settled } from '../../protocols/steps/sequence.ts';
import type { Metric, Run } from '../../run/contract.ts';

/** Share of the issues on the agenda that an adopted text settles as agreed; 0 without one. */
function agreedShare({ i32 }: Run): number {
  if (i32['treaty.adoptedTick'][0] < 0) return 0;
  let [agreed, all] = [0, 0];
  for (let k = 0; k < i32['sequence.settled'].length; k++) {
    if (i32['talks.admitted'][k] === 0) continue;
    all++;
    if (i32['sequence.settled'][k] === Settled.agreed) agreed++;
  }
  return all > 0 ? agreed / all : Number.NaN;
}

/** The metrics of sequences. */
export const sequenceMetrics: readonly Metric[] = [
  {
    id: 'issuesAgreed',
    title: 'Issues agreed',
    unit: 'share',
    summary:
      'where issues are closed one by one, share of those on the agenda that the adopted text settles as ' +
      'agreed, and not at today’s practice because their time was over; 0 without an adopted text',
    compute: agreedShare,
    reads: 'sequence.settled',
  },
];
