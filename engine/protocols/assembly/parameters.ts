/** The parameters of the assembly, and what it remembers. */

import * as z from 'zod';
import { limits } from '../../limits.ts';
import { amendmentOrders, proposalsMax, stateSize } from '../../rules/procedure.ts';
import type { Phase } from '../../run/contract.ts';
import type { SliceSpec } from '../../run/slices.ts';
import { opennessParameter } from '../steps/openness.ts';

/** Parameters of the protocol `assembly`; the defaults are those of the General Assembly. */
export const assemblyParameters = z.strictObject({
  basis: z
    .enum(['chair', 'sponsors', 'text'])
    .default('chair')
    .describe('the proposal: drafted by the chair, tabled by sponsors, or the text of the phase before'),
  proposals: z
    .number()
    .int()
    .min(1)
    .max(proposalsMax)
    .default(1)
    .describe('most competing proposals of sponsors, voted on in the order submitted (rule 91)'),
  sponsors: z
    .number()
    .int()
    .min(1)
    .max(limits.parties)
    .default(1)
    .describe('members that must sponsor a proposal of sponsors for it to be put to the vote'),
  amendments: z.boolean().default(true).describe('whether amendments may be moved'),
  order: z
    .enum(amendmentOrders)
    .default('furthest-first')
    .describe('which amendment is voted on first; rule 90 says the furthest removed in substance'),
  voting: z
    .enum(['recorded', 'roll-call', 'secret'])
    .default('recorded')
    .describe(
      'recorded: names are shown after all have voted; roll-call: one after the other; secret: never',
    ),
  speaking: z
    .enum(['names', 'drawn'])
    .default('names')
    .describe('order of the list of speakers: by name, or drawn by lot'),
  interventions: z
    .number()
    .int()
    .min(1)
    .max(20)
    .default(2)
    .describe('speeches of a delegation on a proposal'),
  meetings: z.number().int().min(1).max(60).default(2).describe('meetings of debate on a proposal'),
  listCloses: z
    .number()
    .int()
    .min(1)
    .max(60)
    .default(3)
    .describe('meeting of debate from which the list of speakers is closed (rule 73)'),
  quorumToOpen: z
    .number()
    .min(0)
    .max(1)
    .default(1 / 3)
    .describe('share of the members that must be present for the debate (rule 67: one third)'),
  quorumToVote: z
    .number()
    .min(0)
    .max(1)
    .default(0.5)
    .describe('more than this share must be present for a decision (rule 67: a majority)'),
  hearObservers: z
    .boolean()
    .default(true)
    .describe('whether parties without a vote may speak and move amendments, which a member must adopt'),
  tie: z
    .enum(['second-vote', 'rejected'])
    .default('second-vote')
    .describe('an equally divided vote: a second one at a later meeting (rule 95), or rejected (rule 133)'),
  adopts: z
    .boolean()
    .default(true)
    .describe(
      'whether the assembly adopts the agreement itself, or hands the text on to a phase of adoption',
    ),
  openness: opennessParameter(0.5, [0.3, 0.7]),
});

/** Parameters of a phase with this protocol. */
export type AssemblyParameters = z.output<typeof assemblyParameters>;

/** The parameters of a phase. */
export const parametersOf = (phase: Phase): AssemblyParameters => phase.parameters as AssemblyParameters;

const slice = (
  name: string,
  per: SliceSpec['per'],
  doc: string,
  more: Partial<Pick<SliceSpec, 'size' | 'visible'>> = {},
): SliceSpec => ({ name: `assembly.${name}`, type: 'i32', per, visible: 'public', doc, ...more });

/** What the assembly remembers. Everything is public but the ballots of a vote that is not counted yet. */
export const assemblySlices: readonly SliceSpec[] = [
  slice('state', 'run', 'where the assembly stands on its item; places are `At` of the rules of procedure', {
    size: stateSize,
  }),
  slice('ballot', 'party', 'ballot in the vote that is being taken; cleared when it is counted', {
    visible: 'own',
  }),
  slice('order', 'party', 'the list of speakers: the party at each place'),
  slice('roll', 'party', 'the roll: the member at each place, by name'),
  slice('interventions', 'party', 'speeches on the proposal in hand'),
  slice('motion', 'party', 'motion moved and not decided yet + 1, and the number of its issue + 1', {
    size: 2,
  }),
  slice('sponsored', 'party-issue', 'option + 1 of the pending amendment that the party sponsors'),
  slice('sponsors', 'party', '1 for sponsors, by proposal', { size: proposalsMax }),
  slice('proposal', 'issue', 'option of each proposal', { size: proposalsMax }),
  slice('proposer', 'run', 'party + 1 that tabled each proposal, 0 for nobody', { size: proposalsMax }),
  slice('proposalFate', 'run', 'what became of each proposal; an index of `proposalFates`', {
    size: proposalsMax,
  }),
  slice('fate', 'issue', 'what became of the amendment to each option; an index of `amendmentFates`', {
    size: limits.optionsPerIssue,
  }),
  slice('number', 'issue', 'number of the amendment to each option, in the order moved', {
    size: limits.optionsPerIssue,
  }),
  slice('ruled', 'issue', '1 when a point of order about the clause has been ruled on'),
  slice('division', 'issue', 'whether the clause is voted on separately; a value of `Division`'),
  slice('gone', 'issue', '1 when the clause was voted out of the text'),
];
