/** Every maximum of the server in one place; exceeding one is a refusal with a code, never a slow server. */
import { limits } from '../../engine/index.ts';
import { messageBytes } from '../wire/messages.ts';

/** The maxima; tests lower them. */
export interface ServerLimits {
  /** Bytes of the body of a request. */
  readonly bodyBytes: number;
  /**
   * Bytes of a scenario sent for checking; more than a scenario may have, so that the answer names the
   * problem.
   */
  readonly checkBytes: number;
  /** Requests a minute from one address. */
  readonly requestsPerMinute: number;
  /** Runs started or scenarios checked a minute from one address. */
  readonly heavyRequestsPerMinute: number;
  /** Milliseconds in which a request must have arrived. */
  readonly requestMs: number;
  /** Runs kept; the oldest that has ended makes room. */
  readonly runs: number;
  /** Milliseconds after which a run that nobody watches or moves may make room though it has not ended. */
  readonly idleRunMs: number;
  /** Records of one run; a run that emits more is ended as faulted. */
  readonly recordsPerRun: number;
  /** Moves of people in one run. */
  readonly inputsPerRun: number;
  /** Connections of sockets. */
  readonly sockets: number;
  /** Runs one socket watches. */
  readonly watchedPerSocket: number;
  /** Bytes of a message of a socket. */
  readonly messageBytes: number;
  /** Messages a socket may send at once, and a second in the long run. */
  readonly messageBurst: number;
  readonly messagesPerSecond: number;
  /** Packets that may wait for a client that sends but does not read; beyond it the socket is closed. */
  readonly unreadPackets: number;
  /** Refused messages after which a socket is closed. */
  readonly refusedMessages: number;
}

/** What a server allows unless told otherwise. */
export const serverLimits: ServerLimits = {
  bodyBytes: 64 * 1024,
  checkBytes: 16_000_000,
  requestsPerMinute: 1200,
  heavyRequestsPerMinute: 60,
  requestMs: 30_000,
  runs: 60,
  idleRunMs: 30 * 60_000,
  recordsPerRun: 500_000,
  inputsPerRun: limits.inputs,
  sockets: 1000,
  watchedPerSocket: 8,
  messageBytes,
  messageBurst: 60,
  messagesPerSecond: 10,
  unreadPackets: 100,
  refusedMessages: 200,
};
