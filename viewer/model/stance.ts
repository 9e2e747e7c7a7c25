/** What a party is doing, in words a person uses. */
import type { PartyState, RunView } from '../../engine/analysis/fold.ts';
import { listWords } from './faces.ts';

const commitments: Readonly<Record<string, string>> = {
  signed: 'has signed',
  ratifying: 'waits for its legislature',
  ratified: 'has ratified',
  rejected: 'was turned down at home',
  inForce: 'is bound',
  'inForce.complying': 'keeps the agreement',
  'inForce.lapsing': 'cannot comply yet',
  'inForce.defecting': 'does not comply',
  'inForce.sanctioned': 'is under sanction',
  'inForce.excused': 'is excused for a time',
  withdrawn: 'has withdrawn',
};

const stances: Readonly<Record<string, string>> = {
  exploring: 'explores',
  bargaining: 'bargains',
  holding: 'holds out',
  accepting: 'accepts the text',
  blocking: 'blocks the text',
  walkedOut: 'has walked out',
  watching: 'listens',
  supportive: 'supports the text',
  critical: 'criticises the text',
  endorsing: 'endorses the agreement',
  opposing: 'opposes the agreement',
};

const ballots: Readonly<Record<NonNullable<PartyState['ballot']>, string>> = {
  yes: 'voted for the text',
  no: 'voted against the text',
  abstain: 'abstained on the text',
  absent: 'was absent from the vote',
};

const chairs: Readonly<Record<string, string>> = {
  waiting: 'opens the talks',
  textDrafting: 'drafts the text',
  consulting: 'consults on the text',
  tabling: 'tables the text',
  gavel: 'brought down the gavel',
  closed: 'closed the talks',
};

/** The name of a state as words: `openForSignature` is “open for signature”. */
export function spellState(name: string): string {
  return name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
}

/** The state a region is in: `regionOf(states, 'stance')` is `holding`. */
export function regionOf(states: readonly string[], region: string): string | undefined {
  return states.find((state) => state.startsWith(`${region}.`))?.slice(region.length + 1);
}

function objections(view: RunView, party: PartyState): string {
  const titles = party.objects.map((id) => {
    const title = view.scenario.issues.find((issue) => issue.id === id)?.title ?? id;
    return `${title.slice(0, 1).toLowerCase()}${title.slice(1)}`;
  });
  return titles.length === 0 ? '' : `: objects to ${listWords(titles)}`;
}

/** One phrase for what a party does now, such as “holds out: objects to data sharing”. */
export function stanceWords(view: RunView, party: PartyState): string {
  if (view.scenario.chair === party.id) return chairs[view.chair[0] ?? 'waiting'] ?? 'chairs the talks';
  const commitment = regionOf(party.states, 'commitment');
  if (commitment !== undefined && commitment !== 'none') return commitments[commitment] ?? commitment;
  if (view.adoptedRound !== undefined && commitment === 'none') {
    if (view.scenario.phases.some((phase) => phase.protocol === 'treaty-life')) return 'has not signed';
    if (party.ballot !== undefined) return ballots[party.ballot];
  }
  const mandate = regionOf(party.states, 'mandate');
  if (mandate === 'drafting') return 'waits for its mandate';
  const stance = regionOf(party.states, 'stance');
  if (stance === undefined) return party.invited ? 'takes its place' : 'not yet at the table';
  if (regionOf(party.states, 'standing') === 'outside') return 'is outside';
  const words = stances[stance] ?? stance;
  return stance === 'holding' || stance === 'critical' ? `${words}${objections(view, party)}` : words;
}

const against: readonly string[] = ['blocking', 'walkedOut', 'opposing'];
const breaches: readonly string[] = ['rejected', 'withdrawn', 'inForce.defecting', 'inForce.sanctioned'];

/** Whether a party objects, blocks, leaves or fails the agreement now: what is set in the accent. */
export function isAgainst(view: RunView, party: PartyState): boolean {
  const commitment = regionOf(party.states, 'commitment') ?? 'none';
  if (commitment !== 'none') return breaches.includes(commitment);
  if (view.adoptedRound !== undefined) return party.ballot === 'no';
  const stance = regionOf(party.states, 'stance') ?? '';
  const isObjecting = (stance === 'holding' || stance === 'critical') && party.objects.length > 0;
  return isObjecting || against.includes(stance);
}

/** Milestones of a treaty that a party has passed, with their rounds. */
export function milestones(party: PartyState): { word: string; round: number }[] {
  const passed: [string, number | undefined][] = [
    ['signed', party.signedRound],
    ['ratified', party.ratifiedRound],
    ['rejected', party.rejectedRound],
    ['bound', party.boundRound],
    ['withdrew', party.withdrawnRound],
  ];
  return passed.flatMap(([word, round]) => (round === undefined ? [] : [{ word, round }]));
}
