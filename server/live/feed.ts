/**
 * Sends a run to those who watch it. Nothing is queued for anybody: every watcher has a place in the list of
 * events that is kept anyway, and is sent what follows it in batches, as fast as its connection takes them.
 */
import type { Server, Socket } from 'socket.io';
import {
  type ClientMessages,
  eventsPerMessage,
  type RunInfo,
  type ServerMessages,
} from '../wire/messages.ts';
import type { RunHost } from './run-host.ts';
import type { Runs } from './runs.ts';

/** A socket of this server. */
export type LiveSocket = Socket<ClientMessages, ServerMessages>;
/** The socket server with its messages. */
export type LiveServer = Server<ClientMessages, ServerMessages>;

/** One socket that watches one run. */
export interface Watcher {
  readonly socket: LiveSocket;
  readonly run: RunHost;
  /** Token of the seat it looks from. */
  token: string | undefined;
  /** Name of the view it has been sent so far. */
  view: string;
  /** Number of the next event of that view. */
  next: number;
  /** Whether it must be told to start anew, which a message with `from: 0` does, be it empty. */
  isNew: boolean;
  /** Round and turn of the question it was sent last. */
  question: string | undefined;
  /** Whether a status is due. */
  isDue: boolean;
  /** Whether it waits for its connection to take more. */
  isStuck: boolean;
  /** Whether it has stopped watching. */
  isOver: boolean;
}

/** Sends runs to their watchers. */
export interface Feed {
  add(watcher: Watcher): void;
  remove(watcher: Watcher): void;
  /** Clears the timers. */
  close(): void;
}

/** Milliseconds over which changes of a run are gathered. */
const batchMs = 50;
/** Packets that may wait in a connection before no more are made for it. */
const packetsWaiting = 4;

interface Channel {
  readonly watchers: Set<Watcher>;
  readonly end: () => void;
  timer: NodeJS.Timeout | undefined;
}

/** A feed without watchers; what goes wrong for one of them ends only its own stream. */
export function createFeed(runs: Runs, onError: (error: unknown) => void): Feed {
  const channels = new Map<RunHost, Channel>();
  runs.onDrop(close);

  function send(watcher: Watcher, info?: RunInfo): void {
    if (watcher.isStuck || watcher.isOver || !watcher.socket.connected) return;
    try {
      watcher.isStuck = !pump(watcher, info);
    } catch (error) {
      watcher.isOver = true;
      onError(error);
    }
    if (!watcher.isStuck) return;
    watcher.socket.conn.once('drain', () => {
      watcher.isStuck = false;
      // Not within the event: what is sent here would drain it again.
      setImmediate(() => send(watcher));
    });
  }

  function open(run: RunHost): Channel {
    const watchers = new Set<Watcher>();
    const channel: Channel = {
      watchers,
      timer: undefined,
      end: run.subscribe(() => {
        channel.timer ??= setTimeout(() => {
          channel.timer = undefined;
          const info = run.info();
          for (const watcher of watchers) {
            watcher.isDue = true;
            send(watcher, info);
          }
        }, batchMs);
      }),
    };
    channels.set(run, channel);
    return channel;
  }

  function close(run: RunHost): void {
    const channel = channels.get(run);
    if (channel === undefined) return;
    clearTimeout(channel.timer);
    channel.end();
    channels.delete(run);
  }

  return {
    add: (watcher) => {
      const channel = channels.get(watcher.run) ?? open(watcher.run);
      channel.watchers.add(watcher);
      runs.watch(watcher.run, 1);
      // The answer to `watch` goes out first.
      setImmediate(() => send(watcher));
    },
    remove: (watcher) => {
      watcher.isOver = true;
      const channel = channels.get(watcher.run);
      if (!channel?.watchers.delete(watcher)) return;
      runs.watch(watcher.run, -1);
      if (channel.watchers.size === 0) close(watcher.run);
    },
    close: () => {
      for (const run of [...channels.keys()]) close(run);
    },
  };
}

/** Sends a watcher what it does not have yet; false when its connection takes no more for now. */
function pump(watcher: Watcher, info?: RunInfo): boolean {
  const { socket, run } = watcher;
  const view = run.viewFor(watcher.token);
  if (view.name !== watcher.view) {
    watcher.view = view.name;
    watcher.next = 0;
    watcher.isNew = true;
    const seat = run.seatOf(watcher.token);
    const scenario = run.scenarioFor(view);
    socket.emit('view', { run: run.id, view: view.name, scenario, ...(seat === undefined ? {} : { seat }) });
  }
  while (watcher.isNew || watcher.next < view.count()) {
    if (unreadPackets(socket) >= packetsWaiting) return false;
    const from = watcher.next;
    const events = view.slice(from, eventsPerMessage);
    watcher.next += events.length;
    watcher.isNew = false;
    socket.emit('events', { run: run.id, view: view.name, from, events });
  }
  if (watcher.isDue) {
    watcher.isDue = false;
    socket.emit('status', info ?? run.info());
  }
  sendQuestion(watcher);
  return true;
}

function sendQuestion(watcher: Watcher): void {
  const question = watcher.run.questionFor(watcher.token);
  if (question === undefined) return;
  const name = questionName(question);
  if (name === watcher.question) return;
  watcher.question = name;
  watcher.socket.emit('question', question);
}

/** Tells the questions of a seat apart. */
export function questionName(question: { readonly round: number; readonly turn: number }): string {
  return `${question.round}.${question.turn}`;
}

/** Packets that wait until the connection of a socket takes them. */
export function unreadPackets(socket: LiveSocket): number {
  const { writeBuffer } = socket.conn as unknown as { readonly writeBuffer: readonly unknown[] };
  return writeBuffer.length;
}
