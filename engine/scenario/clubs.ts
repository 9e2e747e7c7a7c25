/**
 * Clubs: agreements of some of the parties among themselves, which they can fall back on when the talks fail
 * (correction C1). What a party has without an agreement is the best of today’s practice and of the clubs
 * that list it:
 *
 *   d_i = max( −Λ·L_i(ã) + λ_V·(voice_i − ½), max over clubs of U_i(a_club, club) )
 *
 * A club counts only when its members can form it: each state in it has at least what today’s practice gives
 * it, and the package crosses no red line of theirs. A member relies on the others in the club as the club
 * says, by their weight among all others; who is outside keeps nothing.
 */
import { rounding } from '../math.ts';
import { type Nesting, settleNested } from '../preferences/nesting.ts';
import { type UtilityTables, utilityOf, utilityTerms } from '../preferences/utility.ts';
import { type Check, duplicates, sameKeys, unknownId } from './checks.ts';
import type { Finding } from './problems.ts';
import type { ScenarioFile } from './schema.ts';

/** A club of a compiled scenario. */
export interface Club {
  readonly id: string;
  readonly title: string;
  /** 1 for members, by party. */
  readonly isMember: Uint8Array;
  /** Option of each issue. */
  readonly option: Int32Array;
  /** What each member would have in it, by party; NaN for others. */
  readonly utility: Float64Array;
  /** Whether its members can form it: no state in it loses, or crosses a red line. */
  readonly isFeasible: boolean;
}

/** What a club needs of a scenario. */
interface Frame {
  readonly tables: UtilityTables;
  readonly nesting: Nesting;
  readonly optionIds: readonly (readonly string[])[];
  readonly lowest: Int32Array;
  readonly highest: Int32Array;
  /** What each party has by today’s practice. */
  readonly today: Float64Array;
}

type ClubFile = NonNullable<ScenarioFile['clubs']>[number];

/** Share of the others’ weight that is in the club. */
function shareOfOthers(file: ScenarioFile, isMember: Uint8Array, party: number): number {
  const others = 1 - file.parties[party].weight;
  let inside = 0;
  file.parties.forEach(({ weight }, other) => {
    if (other !== party && isMember[other] === 1) inside += weight;
  });
  return others > 0 ? inside / others : 0;
}

function place(file: ScenarioFile, club: ClubFile, frame: Frame): Club {
  const { tables, optionIds, lowest, highest, today } = frame;
  const issues = file.issues.length;
  const isMember = Uint8Array.from(file.parties, ({ id }) => (club.members.includes(id) ? 1 : 0));
  const option = Int32Array.from(file.issues, ({ id }, k) => optionIds[k].indexOf(club.package[id]));
  settleNested(frame.nesting, option);
  const reliability = club.reliability ?? file.utility.reliability;
  const terms = new Float64Array(utilityTerms.length);
  const utility = new Float64Array(file.parties.length).fill(Number.NaN);
  let isFeasible = true;
  file.parties.forEach(({ kind }, party) => {
    if (isMember[party] === 0) return;
    const expected = reliability * shareOfOthers(file, isMember, party);
    utility[party] = utilityOf(tables, party, option, expected, terms);
    const isInside = option.every(
      (o, k) => o >= lowest[party * issues + k] && o <= highest[party * issues + k],
    );
    if (kind === 'state' && (!isInside || utility[party] < today[party] - rounding)) isFeasible = false;
  });
  return { id: club.id, title: club.title, isMember, option, utility, isFeasible };
}

/** The clubs of a scenario, and what each party has without an agreement. */
export function placeClubs(file: ScenarioFile, frame: Frame): { clubs: Club[]; without: Float64Array } {
  const clubs = (file.clubs ?? []).map((club) => place(file, club, frame));
  const without = frame.today.slice();
  for (const { isFeasible, isMember, utility } of clubs) {
    if (!isFeasible) continue;
    for (let party = 0; party < without.length; party++) {
      if (isMember[party] === 1) without[party] = Math.max(without[party], utility[party]);
    }
  }
  return { clubs, without };
}

/** The check of clubs: what they name is there, somebody could form them, and their packages are whole. */
export const clubChecks: readonly Check[] = [{ needs: ['parties', 'issues'], find: clubFaults }];

function clubFaults(file: ScenarioFile): Finding[] {
  const clubs = file.clubs ?? [];
  return [
    ...duplicates(clubs, ['clubs'], 'id'),
    ...clubs.flatMap((club, index) => [
      ...memberFaults(file, club, index),
      ...packageFaults(file, club, index),
    ]),
  ];
}

function memberFaults({ parties }: ScenarioFile, { id, members }: ClubFile, index: number): Finding[] {
  const known = parties.map((party) => party.id);
  const path = ['clubs', index, 'members'];
  const findings: Finding[] = [];
  for (const [place, member] of members.entries()) {
    if (!known.includes(member)) findings.push(unknownId([...path, place], member, 'party', known));
    else if (members.indexOf(member) < place) {
      const message = `${member} stands twice in the club ${id}`;
      findings.push({ path: [...path, place], code: 'duplicate-id', message });
    }
  }
  const states = parties.filter((party) => party.kind === 'state' && members.includes(party.id));
  if (states.length < 2 && findings.length === 0) {
    const count = states.length === 0 ? 'no state is' : 'only one state is';
    const message = `${count} a member of the club ${id}, and an agreement takes two`;
    findings.push({ path, code: 'empty-group', message });
  }
  return findings;
}

function packageFaults({ issues }: ScenarioFile, { package: chosen }: ClubFile, index: number): Finding[] {
  const path = ['clubs', index, 'package'];
  const ids = issues.map(({ id }) => id);
  return [
    ...sameKeys(chosen, ids, path, 'issue', 'an option'),
    ...issues.flatMap(({ id, options }) => {
      const named = chosen[id];
      const known = options.map((option) => option.id);
      if (named === undefined || known.includes(named)) return [];
      return [unknownId([...path, id], named, `option of ${id}`, known)];
    }),
  ];
}
