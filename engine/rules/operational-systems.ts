/**
 * The operational layer of an agreement: six systems that make it work across jurisdictions and four pillars
 * of governance (the model’s part 1.7). Their names stand here because events, parameters and screens share
 * them; what each does is the mechanism’s (`engine/world/operations.ts`).
 */

/** The six systems, then the four pillars. */
export const operationalSystems = [
  'risk-classification',
  'registries',
  'data-infrastructure',
  'research-platforms',
  'oversight',
  'funding',
  'harmonisation',
  'data-sharing',
  'hubs',
  'metrics',
] as const;

/** Name of a system or a pillar. */
export type OperationalSystem = (typeof operationalSystems)[number];

/** The systems stand first; Ω is about them alone. */
export const systemCount = 6;

/** Place of each system and pillar. */
export const System = Object.fromEntries(operationalSystems.map((name, index) => [name, index])) as Record<
  OperationalSystem,
  number
>;

/**
 * Places in the slice `operations.effect`: what the systems do to monitoring. All are 0 where they do
 * nothing.
 */
export const Effect = {
  /** Share of what an audit would miss that it finds. */
  detection: 0,
  /** Audits in addition, as a share of those there are. */
  audits: 1,
  /** Share of the false alarms that is avoided. */
  falseAlarm: 2,
  /** Share of the capacity that depth asks for which is not needed. */
  capacity: 3,
  /** Share of the delay of reports beyond a month that is saved. */
  latency: 4,
} as const;

/** Numbers in the slice `operations.effect`. */
export const effectCount = 5;
