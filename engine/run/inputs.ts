/**
 * Moves of people and programs, in one total order. Each names the round and the turn at which it takes
 * effect, so that a run is a pure function of scenario, seed and inputs.
 */

/** Somebody takes a seat, gives it back, answers a question, or lets a deadline pass. */
export type Input =
  | { readonly type: 'take'; readonly seat: string; readonly round: number; readonly turn: number }
  | { readonly type: 'give'; readonly seat: string; readonly round: number; readonly turn: number }
  | { readonly type: 'deadline'; readonly seat: string; readonly round: number; readonly turn: number }
  | {
      readonly type: 'answer';
      readonly seat: string;
      readonly round: number;
      readonly turn: number;
      /** Id of the question kind answered. */
      readonly question: string;
      /** The answer as JSON, of the question’s form. */
      readonly answer: unknown;
    };

/** Where a branch leaves the original run. */
export interface Branch {
  /** First round that is played anew. */
  readonly round: number;
  /** 0 is the original future; 1, 2, … are fresh ones. */
  readonly replicate: number;
  /** What becomes of the inputs from that round on. */
  readonly inputs: 'keep' | 'bots' | 'edited';
}

/**
 * The inputs of a branch: `keep` plays them all again, `bots` drops those from the branch on and gives the
 * seats back to their strategies, `edited` takes the list as given.
 */
export function branchInputs(inputs: readonly Input[], branch: Branch): readonly Input[] {
  if (branch.inputs !== 'bots') return inputs;
  const kept = inputs.filter((input) => input.round < branch.round);
  const held = new Set<string>();
  for (const input of kept) {
    if (input.type === 'take') held.add(input.seat);
    if (input.type === 'give') held.delete(input.seat);
  }
  const returned = [...held].map((seat): Input => ({ type: 'give', seat, round: branch.round, turn: 0 }));
  return [...kept, ...returned];
}
