/** Indices into the `loop` slice: where a run stands. Being a slice, it is part of every snapshot. */
export const Loop = {
  /** Index of the current phase. */
  phase: 0,
  /** Rounds finished in the whole run; also the round that is being played. */
  round: 1,
  /** Rounds finished in the phase. */
  phaseRound: 2,
  /** Ticks of the world that have passed. */
  tick: 3,
  /** Turn inside the round. */
  turn: 4,
  /** A `Stage`. */
  stage: 5,
  /** An `Outcome`. */
  outcome: 6,
  /** Draws taken. */
  draws: 7,
  /** Inputs consumed. */
  inputs: 8,
} as const;

/** Number of values in the `loop` slice. */
export const loopSize = 9;

/** What the loop does next. */
export const Stage = { beginPhase: 0, beginRound: 1, turn: 2, over: 3 } as const;

/** How a run ended. */
export const outcomes = [
  'running',
  'breakdown',
  'lapsed',
  'adopted',
  'in-force',
  'consensus',
  'terminated',
] as const;
/** How a run ended, or that it has not. */
export type Outcome = (typeof outcomes)[number];
/** Indices into `outcomes`. */
export const OutcomeIndex = {
  running: 0,
  breakdown: 1,
  lapsed: 2,
  adopted: 3,
  inForce: 4,
  consensus: 5,
  terminated: 6,
} as const;
