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

/** Reads the query of such an address; undefined when it lacks a part or a part is damaged. */
export function parseReplayLink(query: string): ReplayLink | undefined {
  if (replayLinkDamage(query).length > 0) return undefined;
  const values = new URLSearchParams(query);
  const [scenario, seed, digest] = ['scenario', 'seed', 'digest'].map((key) => values.get(key) ?? '');
  return { scenario, seed, digest, overrides: values.getAll('set') };
}

/** What is wrong with the query of such an address, part by part, in words that follow “the address”. */
export function replayLinkDamage(query: string): string[] {
  const values = new URLSearchParams(query);
  const damage: string[] = [];
  const scenario = values.get('scenario') ?? '';
  const digest = values.get('digest') ?? '';
  if (scenario === '') damage.push('names no scenario');
  else if (!/^[a-z][a-z0-9-]*$/.test(scenario)) damage.push('has a scenario that cannot be one');
  if ((values.get('seed') ?? '') === '') damage.push('has no seed');
  if (digest === '') damage.push('has no digest');
  else if (/[^0-9a-f]/.test(digest)) damage.push('has a digest with other signs than 0–9 and a–f');
  else if (digest.length !== digestLength) {
    damage.push(`has a digest of ${digest.length} digits instead of ${digestLength}`);
  }
  return damage;
}

const digestLength = 64;
