/** Allows a burst of messages and then so many a second. */

/** What a sender has left. */
export interface TokenBucket {
  /** Takes one; false when there is none. */
  take(): boolean;
}

/** A full bucket; `nowMs` is the clock. */
export function createTokenBucket(
  burst: number,
  perSecond: number,
  nowMs: () => number = () => performance.now(),
): TokenBucket {
  let left = burst;
  let lastMs = nowMs();
  return {
    take: () => {
      const now = nowMs();
      left = Math.min(burst, left + ((now - lastMs) / 1000) * perSecond);
      lastMs = now;
      if (left < 1) return false;
      left--;
      return true;
    },
  };
}
