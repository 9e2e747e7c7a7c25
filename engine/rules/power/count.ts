/**
 * Counts coalitions by generating functions: one dimension for the size of a coalition and one for every
 * other sum that a rule looks at. Adding a member multiplies the function by (1 + x·y^w), leaving a member
 * out divides by it, so that one table serves all members. A table holds whole numbers: doubles as long as
 * all coalitions are fewer than 2^53, big integers beyond.
 */
import type { Game, WholeRequirement } from './game.ts';

/** What was counted; members as in the game. */
export interface CoalitionCounts {
  readonly members: number;
  readonly winning: bigint;
  /** Of each member, by the size of the coalition that it turns into a winning one. */
  readonly swings: readonly (readonly bigint[])[];
}

/** Most cells of a table, and most cells times members, that are counted with doubles and with integers. */
const exactLimits = { cells: 6_000_000, doubles: 600_000_000, integers: 4_000_000 } as const;

/** Members up to which a count fits a double exactly. */
const fitsDouble = 52;

/** A sum that coalitions are told apart by. */
interface Dimension {
  readonly weights: readonly number[];
  /** Sum of the members who must be in favour anyway. */
  readonly offset: number;
  /** Largest sum of the others. */
  readonly most: number;
}

interface Layout {
  readonly dimensions: readonly Dimension[];
  readonly strides: readonly number[];
  readonly cells: number;
  /** Dimensions of the sum and of the heads of each requirement. */
  readonly sumOf: readonly number[];
  readonly headsOf: readonly number[];
}

function layoutOf(game: Game, free: readonly number[]): Layout {
  const dimensions: Dimension[] = [];
  const fixed = game.parties.map((_, member) => (free.includes(member) ? 0 : 1));
  const add = (weights: readonly number[]): number => {
    const same = dimensions.findIndex(({ weights: known }) => known.every((w, i) => w === weights[i]));
    if (same >= 0) return same;
    const offset = weights.reduce((sum, w, member) => sum + w * (fixed[member] ?? 0), 0);
    const most = free.reduce((sum, member) => sum + (weights[member] ?? 0), 0);
    return dimensions.push({ weights, offset, most }) - 1;
  };
  add(game.parties.map(() => 1));
  const sumOf = game.requirements.map(({ weights }) => add(weights));
  const headsOf = game.requirements.map(({ waivedBelow, isIn }) => (waivedBelow > 0 ? add(isIn) : 0));
  const strides: number[] = [];
  let cells = 1;
  for (const { most } of dimensions) {
    strides.push(cells);
    cells *= most + 1;
  }
  return { dimensions, strides, cells, sumOf, headsOf };
}

/** Members without a veto: all the others are in every winning coalition. */
function freeMembers(game: Game): number[] {
  return game.parties.flatMap((_, member) => (game.vetoes[member] === 1 ? [] : [member]));
}

/** Cells of the table of a game, and whether that is few enough to count exactly. */
export function exactSize(game: Game): { readonly cells: number; readonly isExact: boolean } {
  const free = freeMembers(game);
  const { cells } = layoutOf(game, free);
  const work = cells * (free.length + 1);
  const most = free.length <= fitsDouble ? exactLimits.doubles : exactLimits.integers;
  return { cells, isExact: cells <= exactLimits.cells && work <= most };
}

function meets(requirement: WholeRequirement, sum: number, heads: number): boolean {
  const { quota, waivedBelow } = requirement;
  return sum >= quota || (waivedBelow > 0 && requirement.heads - heads < waivedBelow);
}

/** 1 for each cell whose coalitions win, with the members who have a veto in favour. */
function winningCells(game: Game, layout: Layout): Uint8Array {
  const { dimensions, cells, sumOf, headsOf } = layout;
  const wins = new Uint8Array(cells);
  if (!game.isQuorate) return wins;
  const at = dimensions.map(() => 0);
  for (let cell = 0; cell < cells; cell++) {
    let isWinning = 1;
    for (let r = 0; r < game.requirements.length; r++) {
      const sum = at[sumOf[r]] + dimensions[sumOf[r]].offset;
      const heads = at[headsOf[r]] + dimensions[headsOf[r]].offset;
      if (!meets(game.requirements[r], sum, heads)) {
        isWinning = 0;
        break;
      }
    }
    wins[cell] = isWinning;
    for (let d = 0; d < at.length; d++) {
      if (at[d] < dimensions[d].most) {
        at[d]++;
        break;
      }
      at[d] = 0;
    }
  }
  return wins;
}

function shiftOf({ dimensions, strides }: Layout, member: number): number {
  return dimensions.reduce((sum, { weights }, d) => sum + weights[member] * strides[d], 0);
}

// What sums never reach is 0 in a table, so a shift that would carry from one dimension into the next meets
// only zeros: whoever is added or left out, the others’ sums end below the width of the dimension.

/** Counts in doubles. */
function countInDoubles(free: readonly number[], layout: Layout, wins: Uint8Array) {
  const { cells } = layout;
  const sizes = layout.dimensions[0].most + 1;
  const table = new Float64Array(cells);
  table[0] = 1;
  for (const member of free) {
    const shift = shiftOf(layout, member);
    for (let cell = cells - 1; cell >= shift; cell--) table[cell] += table[cell - shift];
  }
  const winningBySize = new Float64Array(sizes);
  for (let cell = 0; cell < cells; cell++) if (wins[cell] === 1) winningBySize[cell % sizes] += table[cell];
  const without = new Float64Array(cells);
  const swingsOf = (member: number): Float64Array => {
    const shift = shiftOf(layout, member);
    const swings = new Float64Array(sizes);
    for (let cell = 0; cell < cells; cell++) {
      const others = cell >= shift ? table[cell] - without[cell - shift] : table[cell];
      without[cell] = others;
      if (others !== 0 && wins[cell] === 0 && wins[cell + shift] === 1) swings[cell % sizes] += others;
    }
    return swings;
  };
  return {
    winningBySize: [...winningBySize].map(BigInt),
    swingsOf: (member: number) => [...swingsOf(member)].map(BigInt),
  };
}

/** Counts in big integers: the same steps. */
function countInIntegers(free: readonly number[], layout: Layout, wins: Uint8Array) {
  const { cells } = layout;
  const sizes = layout.dimensions[0].most + 1;
  const table = new Array<bigint>(cells).fill(0n);
  table[0] = 1n;
  for (const member of free) {
    const shift = shiftOf(layout, member);
    for (let cell = cells - 1; cell >= shift; cell--) table[cell] += table[cell - shift];
  }
  const winningBySize = new Array<bigint>(sizes).fill(0n);
  for (let cell = 0; cell < cells; cell++) if (wins[cell] === 1) winningBySize[cell % sizes] += table[cell];
  const without = new Array<bigint>(cells).fill(0n);
  const swingsOf = (member: number): bigint[] => {
    const shift = shiftOf(layout, member);
    const swings = new Array<bigint>(sizes).fill(0n);
    for (let cell = 0; cell < cells; cell++) {
      const others = cell >= shift ? table[cell] - without[cell - shift] : table[cell];
      without[cell] = others;
      if (others !== 0n && wins[cell] === 0 && wins[cell + shift] === 1) swings[cell % sizes] += others;
    }
    return swings;
  };
  return { winningBySize, swingsOf };
}

/** Counts the winning coalitions of a game, and of each member the coalitions that it alone makes winning. */
export function countCoalitions(game: Game): CoalitionCounts {
  const free = freeMembers(game);
  const layout = layoutOf(game, free);
  const wins = winningCells(game, layout);
  const counting = free.length <= fitsDouble ? countInDoubles : countInIntegers;
  const { winningBySize, swingsOf } = counting(free, layout, wins);
  const members = game.parties.length;
  const vetoes = members - free.length;
  // a member with a veto turns every winning coalition without it, of one member less
  const ofVeto = bySize(winningBySize, vetoes - 1, members);
  const known = new Map<string, readonly bigint[]>();
  const swings = game.parties.map((_, member) => {
    if (game.vetoes[member] === 1) return ofVeto;
    const profile = layout.dimensions.map(({ weights }) => weights[member]).join(' ');
    const found = known.get(profile) ?? bySize(swingsOf(member), vetoes, members);
    known.set(profile, found);
    return found;
  });
  return { members, winning: winningBySize.reduce((sum, count) => sum + count, 0n), swings };
}

/** Counts by the size of whole coalitions, from counts by the size of what is free in them. */
function bySize(counts: readonly bigint[], fixed: number, members: number): bigint[] {
  return Array.from({ length: members }, (_, size) => counts[size - fixed] ?? 0n);
}
