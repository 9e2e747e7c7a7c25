/** Who holds which seat of a run: a token a seat, and the answers that were taken from it. */
import { randomBytes, timingSafeEqual } from 'node:crypto';

/** A seat that a person holds. */
export interface Holding {
  readonly seat: string;
  readonly token: string;
  /** Numbers of the inputs, by the id the client gave its answer. */
  readonly answers: Map<string, number>;
  /** Round and turn of the last answer taken. */
  answered: { readonly round: number; readonly turn: number } | undefined;
}

/** The held seats of a run. */
export interface Seats {
  /** Ids of the held seats, in the order in which they were taken. */
  held(): string[];
  isHeld(seat: string): boolean;
  take(seat: string): Holding;
  /** The holding of a token; undefined when it holds nothing, or no longer. */
  find(token: string | undefined): Holding | undefined;
  give(holding: Holding): void;
}

/** 128 random bits as 32 hexadecimal digits: tokens and the seeds of tables. */
export function randomHex(): string {
  return randomBytes(16).toString('hex');
}

/** A run of which nobody holds a seat. */
export function createSeats(): Seats {
  const holdings = new Map<string, Holding>();
  return {
    held: () => [...holdings.keys()],
    isHeld: (seat) => holdings.has(seat),
    take: (seat) => {
      const holding: Holding = { seat, token: randomHex(), answers: new Map(), answered: undefined };
      holdings.set(seat, holding);
      return holding;
    },
    find: (token) => {
      if (token === undefined) return undefined;
      return [...holdings.values()].find((holding) => isSameToken(holding.token, token));
    },
    give: (holding) => {
      holdings.delete(holding.seat);
    },
  };
}

/** Whether two tokens are the same, in a time that tells nothing of where they differ. */
export function isSameToken(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
