import { type Override, parseOverride } from '../../engine/index.ts';

/** Publics of one mind, and governments that no commitment outlives. */
const atHome = ['aldria', 'imara', 'meridia', 'norland', 'solenna', 'tessara'].flatMap((id) => [
  `parties.${id}.constituencies=null`,
  `parties.${id}.commit=null`,
]);

/**
 * First-mandate without what it has beyond the four mechanisms of equations 2 to 9 and five years of keeping:
 * the smallest world in which an equation can be checked by hand, and a lever be seen alone.
 */
export const plainMandate: readonly string[] = [
  ...['opinion', 'elections', 'operations', 'escape', 'withdrawal'].map((id) => `world.${id}=null`),
  ...['window', 'resubmitAfter'].map((key) => `world.ratification.${key}=null`),
  ...['grace', 'latency', 'selfReport', 'candour'].map((key) => `world.compliance.${key}=null`),
  ...atHome,
  'phases.review=null',
  'phases.years-after=null',
  'phases.implementation.rounds=60',
  'ticks=60',
];

/** Overrides from words, as `--set` takes them; fails with the problem when one is not understood. */
export function overridesOf(sets: readonly string[]): Override[] {
  return sets.map((set) => {
    const parsed = parseOverride(set);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
    return parsed.value;
  });
}
