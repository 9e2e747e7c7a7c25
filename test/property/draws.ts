import fc from 'fast-check';

// What the parts of random scenarios are drawn from, and the documents as tests take them apart.

/** A number from 0 to 1 with two places. */
export const hundredth = fc.integer({ min: 0, max: 100 }).map((value) => value / 100);
/** One of 41 numbers from the least to the most. */
export const between = (min: number, max: number) =>
  fc.integer({ min: 0, max: 40 }).map((step) => min + ((max - min) * step) / 40);

/** Positive shares that sum to 1, as far as doubles go. */
export const shares = (count: number): fc.Arbitrary<number[]> =>
  fc.array(fc.integer({ min: 1, max: 50 }), { minLength: count, maxLength: count }).map((parts) => {
    const sum = parts.reduce((total, part) => total + part, 0);
    return parts.map((part) => part / sum);
  });

/** Ids of several beginnings, so that their order in code units is not the order in which they were drawn. */
export const ids = (minLength: number, maxLength: number) =>
  fc.uniqueArray(
    fc.nat(999).map((place) => `${['m', 'a-', 'z', 'b0'][place % 4]}${place.toString(36)}`),
    { minLength, maxLength },
  );

/** A mapping from keys to the values at their places. */
export const table = (keys: readonly string[], values: readonly number[]) =>
  Object.fromEntries(keys.map((key, index) => [key, values[index]]));

/** A document as a test takes it apart: parties, issues and the rest as plain JSON. */
export interface ScenarioDocument {
  readonly parties: readonly PartyDocument[];
  readonly issues: readonly IssueDocument[];
  readonly chair?: string;
  readonly groups?: readonly GroupDocument[];
  readonly tables?: readonly TableDocument[];
  readonly phases: readonly PhaseDocument[];
  readonly [key: string]: unknown;
}

/** A party of a document. */
export interface PartyDocument {
  readonly id: string;
  readonly kind: string;
  readonly stream?: string;
  readonly [key: string]: unknown;
}

/** An issue of a document. */
export interface IssueDocument {
  readonly id: string;
  readonly options: readonly { readonly id: string }[];
  readonly [key: string]: unknown;
}

/** A group of a document. */
export interface GroupDocument {
  readonly id: string;
  readonly members: readonly string[];
  readonly spokesperson?: string;
  readonly [key: string]: unknown;
}

/** A table of a document. */
export interface TableDocument {
  readonly id: string;
  readonly values: Readonly<Record<string, number>>;
  readonly [key: string]: unknown;
}

/** A phase of a document. */
export interface PhaseDocument {
  readonly id: string;
  readonly protocol: string;
  readonly rounds: number;
  readonly ticks: number;
  readonly with: unknown;
}
