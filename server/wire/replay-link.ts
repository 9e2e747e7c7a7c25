/**
 * The address of a verified replay: a page of the viewer that plays a run again from its scenario, seed and
 * overrides, and compares it with the digest that the address claims. Treaties carry it as a QR code.
 */

/** What makes a run again, and what it must come to. */
export interface ReplayLink {
  /** Id of a scenario that the server lists. */
  readonly scenario: string;
  readonly seed: string;
  /** `path=value`, in their order. */
  readonly overrides: readonly string[];
  /** Digest of the run. */
  readonly digest: string;
}

/** The part of an address after `#`. */
export function formatReplayLink({ scenario, seed, overrides, digest }: ReplayLink): string {
  const query = new URLSearchParams({ scenario, seed });
  for (const override of overrides) query.append('set', override);
  query.append('digest', digest);
  return `/replay?${query.toString()}`;
}

/** Reads the query of such an address; undefined when it lacks a part. */
export function parseReplayLink(query: string): ReplayLink | undefined {
  const values = new URLSearchParams(query);
  const [scenario, seed, digest] = ['scenario', 'seed', 'digest'].map((key) => values.get(key) ?? '');
  const isWhole = /^[a-z][a-z0-9-]*$/.test(scenario) && seed !== '' && /^[0-9a-f]{64}$/.test(digest);
  return isWhole ? { scenario, seed, digest, overrides: values.getAll('set') } : undefined;
}
