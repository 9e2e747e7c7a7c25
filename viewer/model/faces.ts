/** How parties look and are ordered on every screen: colour, code and shape say the same thing three ways. */
import type { PartyView } from '../../engine/run/visibility.ts';

/** What is drawn for a party. */
export interface Face {
  readonly id: string;
  readonly code: string;
  readonly name: string;
  readonly kind: PartyView['kind'];
  /** A CSS colour. */
  readonly colour: string;
}

/** Faces by party id. */
export type Faces = ReadonlyMap<string, Face>;

const kinds: readonly PartyView['kind'][] = ['state', 'firm', 'ngo', 'organisation'];
const colours = 7;

/** Words for the kinds of party. */
export const kindWords: Readonly<Record<PartyView['kind'], string>> = {
  state: 'states',
  firm: 'firms',
  ngo: 'NGOs',
  organisation: 'organisations',
};

/** Words for one party of a kind. */
export const kindWord: Readonly<Record<PartyView['kind'], string>> = {
  state: 'state',
  firm: 'firm',
  ngo: 'NGO',
  organisation: 'organisation',
};

/** Parties in the order of display: states by weight, then firms, NGOs and organisations. */
export function orderParties<Party extends Pick<PartyView, 'id' | 'kind' | 'weight'>>(scenario: {
  readonly parties: readonly Party[];
}): Party[] {
  return [...scenario.parties].sort(
    (a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind) || b.weight - a.weight || (a.id < b.id ? -1 : 1),
  );
}

/**
 * Faces of the parties, in the order of display: states take the first colours, the others the same again.
 */
export function facesOf(scenario: {
  readonly parties: readonly Pick<PartyView, 'id' | 'code' | 'name' | 'kind' | 'weight'>[];
}): Faces {
  const counted = { states: 0, others: 0 };
  return new Map(
    orderParties(scenario).map((party) => {
      const index = party.kind === 'state' ? counted.states++ : counted.others++;
      const { id, code, name, kind } = party;
      return [id, { id, code, name, kind, colour: `var(--party-${index % colours})` }];
    }),
  );
}

/** A list as a sentence has it: “Imara, Solenna and Orbis”. */
export function listWords(words: readonly string[]): string {
  if (words.length < 2) return words[0] ?? '';
  return `${words.slice(0, -1).join(', ')} and ${words[words.length - 1]}`;
}

/** A signed number with two digits: “+0.12”, “−0.03”. */
export function signed(value: number): string {
  const rounded = Math.abs(value).toFixed(2);
  if (rounded === '0.00') return '0.00';
  return `${value < 0 ? '−' : '+'}${rounded}`;
}
