/**
 * Sockets: each message is checked against its schema, answered, and counted; what a client is sent goes
 * through the feed. Connection state recovery stays off: it can skip checks and lose events, and a client has
 * its cursor.
 */
import type { FastifyInstance } from 'fastify';
import { Server } from 'socket.io';
import type * as z from 'zod';
import { type Refusal, refuse } from '../../engine/index.ts';
import { formError } from '../http/errors.ts';
import type { OriginCheck } from '../http/origin.ts';
import {
  type AnswerValue,
  answerRequest,
  type ClientMessages,
  controlRequest,
  giveRequest,
  type Reply,
  type RunInfo,
  type TakeValue,
  takeRequest,
  unwatchRequest,
  type WatchValue,
  type WireError,
  watchRequest,
} from '../wire/messages.ts';
import {
  createFeed,
  type Feed,
  type LiveServer,
  type LiveSocket,
  questionName,
  unreadPackets,
  type Watcher,
} from './feed.ts';
import type { ServerLimits } from './limits.ts';
import type { RunHost } from './run-host.ts';
import type { Runs } from './runs.ts';
import { createTokenBucket } from './token-bucket.ts';

/** What sockets need. */
export interface SocketOptions {
  readonly runs: Runs;
  readonly limits: ServerLimits;
  readonly isAllowed: OriginCheck;
}

/** One connection: what it watches and the tokens it has shown. */
interface Connection {
  readonly socket: LiveSocket;
  readonly runs: Runs;
  readonly limits: ServerLimits;
  readonly feed: Feed;
  readonly watched: Map<string, Watcher>;
  /** Token by run. */
  readonly tokens: Map<string, string>;
}

/** Puts a socket server beside the HTTP server of an application; it closes with it. */
export function installSockets(app: FastifyInstance, options: SocketOptions): LiveServer {
  const { runs, limits, isAllowed } = options;
  const io: LiveServer = new Server(app.server, {
    path: '/socket.io',
    serveClient: false,
    maxHttpBufferSize: limits.messageBytes,
    perMessageDeflate: false,
    httpCompression: false,
    connectTimeout: 10_000,
    allowRequest: (request, answer) => {
      if (!isAllowed(request)) return answer('origin-refused', false);
      if (io.engine.clientsCount >= limits.sockets) return answer('rate-limited', false);
      return answer(null, true);
    },
  });
  const logError = (error: unknown): void => app.log.error(error);
  const feed = createFeed(runs, logError);
  io.engine.on('connection_error', (error: { code: number; message: string }) =>
    app.log.warn({ code: error.code, reason: error.message }, 'socket refused'),
  );
  io.on('connection', (socket) => {
    app.log.info({ socket: socket.id }, 'socket connected');
    const connection: Connection = { socket, runs, limits, feed, watched: new Map(), tokens: new Map() };
    limitMessages(connection);
    listen(connection, logError);
    socket.on('disconnect', (reason) => {
      for (const watcher of connection.watched.values()) feed.remove(watcher);
      connection.watched.clear();
      app.log.info({ socket: socket.id, reason }, 'socket disconnected');
    });
  });
  app.addHook('preClose', async () => {
    feed.close();
    io.disconnectSockets(true);
    io.engine.close();
  });
  return io;
}

/** Answers too many messages with a refusal, and hangs up on a client that does not listen to it. */
function limitMessages({ socket, limits }: Connection): void {
  const bucket = createTokenBucket(limits.messageBurst, limits.messagesPerSecond);
  let refused = 0;
  socket.use((packet, next) => {
    const isHeard = unreadPackets(socket) <= limits.unreadPackets;
    if (isHeard && bucket.take()) return next();
    refused++;
    const reply = packet.at(-1);
    if (!isHeard || refused > limits.refusedMessages) socket.disconnect(true);
    else if (typeof reply === 'function') reply({ ok: false, error: refuse('rate-limited') });
    return undefined;
  });
}

type Answer<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly refusal: Refusal };

const ok = <Value>(value: Value): Answer<Value> => ({ ok: true, value });
const no = (refusal: Refusal): Answer<never> => ({ ok: false, refusal });

/**
 * Checks, does and answers one kind of message. A message that asks for no answer is not a message of this
 * wire.
 */
function on<Request, Value>(
  connection: Connection,
  name: keyof ClientMessages,
  schema: z.ZodType<Request>,
  work: (request: Request) => Answer<Value>,
  onError: (error: unknown) => void,
): void {
  const listener = (request: unknown, reply: unknown): void => {
    if (typeof reply !== 'function') return;
    reply(answerTo(schema, work, request, onError));
  };
  connection.socket.on(name, listener as never);
}

function answerTo<Request, Value>(
  schema: z.ZodType<Request>,
  work: (request: Request) => Answer<Value>,
  request: unknown,
  onError: (error: unknown) => void,
): Reply<Value> {
  const failed = (error: WireError): Reply<Value> => ({ ok: false, error });
  try {
    const parsed = schema.safeParse(request);
    if (!parsed.success) return failed(formError(parsed.error));
    const answer = work(parsed.data);
    return answer.ok ? answer : failed(answer.refusal);
  } catch (error) {
    onError(error);
    return failed(refuse('server-error'));
  }
}

function listen(connection: Connection, onError: (error: unknown) => void): void {
  const { runs } = connection;
  const withRun = <Request extends { readonly run: string }, Value>(
    work: (run: RunHost, request: Request) => Answer<Value>,
  ) => {
    return (request: Request): Answer<Value> => {
      const run = runs.get(request.run);
      return run === undefined ? no(refuse('unknown-run')) : work(run, request);
    };
  };
  on(
    connection,
    'watch',
    watchRequest,
    withRun((run, request) => watch(connection, run, request)),
    onError,
  );
  on(connection, 'unwatch', unwatchRequest, ({ run }) => unwatch(connection, run), onError);
  on(connection, 'control', controlRequest, withRun(control), onError);
  on(
    connection,
    'take',
    takeRequest,
    withRun((run, { seat }) => take(connection, run, seat)),
    onError,
  );
  on(
    connection,
    'give',
    giveRequest,
    withRun((run, { token }) => run.give(token)),
    onError,
  );
  on(connection, 'answer', answerRequest, withRun(answer), onError);
}

function watch(
  connection: Connection,
  run: RunHost,
  request: z.output<typeof watchRequest>,
): Answer<WatchValue> {
  const { watched, feed, limits, socket, tokens } = connection;
  if (!watched.has(run.id) && watched.size >= limits.watchedPerSocket) return no(refuse('too-many-watched'));
  unwatch(connection, run.id);
  const { token } = request;
  if (token !== undefined) tokens.set(run.id, token);
  const view = run.viewFor(token);
  // The events of an open run are the same for everybody at all times; those of a table only within a view.
  const isSame = run.mode === 'open' || request.view === view.name;
  const from = isSame && request.after + 1 <= view.count() ? request.after + 1 : 0;
  const seat = run.seatOf(token);
  const question = run.questionFor(token);
  const watcher: Watcher = {
    socket,
    run,
    token,
    view: view.name,
    next: from,
    isNew: from === 0,
    question: question && questionName(question),
    isDue: false,
    isStuck: false,
    isOver: false,
  };
  watched.set(run.id, watcher);
  feed.add(watcher);
  return ok({
    run: run.info(),
    scenario: run.scenarioFor(view),
    view: view.name,
    from,
    ...(seat === undefined ? {} : { seat }),
    ...(question === undefined ? {} : { question }),
  });
}

function unwatch({ watched, feed }: Connection, run: string): Answer<null> {
  const watcher = watched.get(run);
  if (watcher !== undefined) feed.remove(watcher);
  watched.delete(run);
  return ok(null);
}

function control(run: RunHost, request: z.output<typeof controlRequest>): Answer<RunInfo> {
  const { action, speed, token } = request;
  const refusal = run.controlRefusal(action, token) ?? run.control(action, speed);
  return refusal === undefined ? ok(run.info()) : no(refusal);
}

/** A connection that watches the run looks from the seat at once. */
function take({ tokens, watched }: Connection, run: RunHost, seat: string): Answer<TakeValue> {
  if (run.seatOf(tokens.get(run.id)) !== undefined) return no(refuse('one-seat'));
  const taken = run.take(seat);
  if (!taken.ok) return taken;
  tokens.set(run.id, taken.value.token);
  const watcher = watched.get(run.id);
  if (watcher !== undefined) watcher.token = taken.value.token;
  return taken;
}

function answer(run: RunHost, request: z.output<typeof answerRequest>): Answer<AnswerValue> {
  const taken = run.answer(request.token, request);
  return taken.ok ? ok({ number: taken.value }) : taken;
}
