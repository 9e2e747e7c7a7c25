/** Connections to Redis or Valkey, that end with a message rather than wait for ever. */
import { Redis } from 'ioredis';
import { CliError } from '../cli/exit.ts';
import { shownUrl } from './names.ts';

/** How long a connection is tried for, at first and when it breaks. */
export interface Patience {
  readonly firstMs: number;
  readonly brokenMs: number;
}

/** A connection and what becomes of it. */
export interface Connection {
  readonly redis: Redis;
  /** Rejects when the connection is given up. */
  readonly lost: Promise<never>;
  /** Whether it is there now. */
  isReady(): boolean;
  close(): void;
}

/** What is told when a connection is given up. */
export function unreachable(url: string, error: unknown): CliError {
  const why = error instanceof Error ? `: ${error.message}` : '';
  return new CliError('redis-unreachable', `Redis at ${shownUrl(url)} does not answer${why}`);
}

/** An address with a host, a port that there is, and at most the number of a database. */
function isRedisUrl(url: string): boolean {
  if (!/^rediss?:\/\/\S+$/.test(url)) return false;
  try {
    const { hostname, pathname } = new URL(url);
    return hostname !== '' && /^\/?\d{0,4}$/.test(pathname);
  } catch {
    return false;
  }
}

/**
 * Connects.
 *
 * Errors: `redis-unreachable`, at first and when it goes away for longer than patience lasts; `usage` for
 * what is no address.
 */
export async function connect(url: string, patience: Patience): Promise<Connection> {
  if (!isRedisUrl(url)) {
    throw new CliError('usage', `“${shownUrl(url)}” is no address of Redis`, {
      hint: 'Write redis://HOST:PORT, or rediss:// for an encrypted connection.',
    });
  }
  let lastError: Error | undefined;
  let brokenSince: number | undefined = performance.now();
  let limitMs = patience.firstMs;
  let isClosed = false;
  const redis = new Redis(url, {
    // What BullMQ needs: commands that wait for the connection to come back.
    maxRetriesPerRequest: null,
    connectTimeout: Math.max(1000, patience.firstMs),
    // Connections that BullMQ copies from this one ask here too, and end with it.
    retryStrategy: () => {
      if (isClosed) return null;
      brokenSince ??= performance.now();
      return performance.now() - brokenSince > limitMs ? null : 250;
    },
  });
  redis.on('error', (error: Error) => {
    lastError = error;
  });
  redis.on('ready', () => {
    brokenSince = undefined;
    limitMs = patience.brokenMs;
  });
  let giveUp: (error: Error) => void = () => {};
  const lost = new Promise<never>((_, reject) => {
    giveUp = reject;
  });
  // Whoever waits for something else need not hear of it.
  lost.catch(() => {});
  redis.on('end', () => giveUp(unreachable(url, lastError)));
  const ready = new Promise<void>((resolve) => {
    redis.once('ready', resolve);
  });
  await Promise.race([ready, lost]);
  const database = Number(new URL(url).pathname.slice(1));
  // The client goes on with database 0 where there is no other of the number.
  await redis.select(database).catch((error: Error) => {
    redis.disconnect();
    throw unreachable(url, error);
  });
  return {
    redis,
    lost,
    isReady: () => redis.status === 'ready',
    close: () => {
      isClosed = true;
      redis.disconnect();
    },
  };
}
