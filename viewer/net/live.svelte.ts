/** A run that streams from the server: keeps its place, fetches what it missed, sends what people do. */
import { io, type Socket } from 'socket.io-client';
import type {
  AnswerRequest,
  AnswerValue,
  ControlRequest,
  EventsMessage,
  Reply,
  RunInfo,
  TakeValue,
  WatchValue,
  WireError,
  WireQuestion,
} from '../../server/wire/messages.ts';
import type { RunModel } from '../model/run.svelte.ts';

/** How a screen is connected. */
export type Connection = 'connecting' | 'connected' | 'offline';

const patienceMs = 10_000;

const silent: WireError = {
  code: 'no-answer',
  message: 'The server does not answer.',
  hint: 'Check the connection. The page tries again by itself.',
};

/** The stream of one run. */
export class LiveRun {
  connection = $state<Connection>('connecting');
  /** What kept the run from being shown. */
  error = $state.raw<WireError | undefined>();
  /** What the seat is asked now. */
  question = $state.raw<WireQuestion | undefined>();
  /** The seat this screen holds, as the server sees it. */
  seat = $state<string | undefined>();
  token: string | undefined;

  readonly #run: string;
  readonly #model: RunModel;
  readonly #socket: Socket;
  #sawEnd = false;

  constructor(run: string, model: RunModel, token?: string) {
    this.#run = run;
    this.#model = model;
    this.token = token;
    this.#socket = io({ path: new URL('socket.io', document.baseURI).pathname, transports: ['websocket', 'polling'] });
    this.#socket.on('connect', () => void this.watch(false));
    this.#socket.on('disconnect', () => {
      this.connection = 'offline';
    });
    this.#socket.on('connect_error', () => {
      this.connection = 'offline';
    });
    this.#socket.on('events', (message: EventsMessage) => this.#onEvents(message));
    this.#socket.on('status', (info: RunInfo) => this.#onStatus(info));
    this.#socket.on('question', (question: WireQuestion) => {
      if (question.run === run) this.question = question;
    });
  }

  /** Starts or resumes the stream; `afresh` forgets what was seen, as after a change of what may be seen. */
  async watch(afresh: boolean): Promise<void> {
    if (afresh) this.#model.events = [];
    const { events } = this.#model;
    const after = events.length - 1;
    const token = this.token === undefined ? {} : { token: this.token };
    const reply = await this.#ask<WatchValue>('watch', { run: this.#run, after, ...token });
    if (!reply.ok) {
      if (reply.error.code !== silent.code) this.error = reply.error;
      return;
    }
    this.connection = 'connected';
    this.error = undefined;
    this.#model.scenario = reply.value.scenario;
    this.seat = reply.value.seat;
    this.question = reply.value.question;
    this.#onStatus(reply.value.run);
  }

  #onEvents({ run, from, events }: EventsMessage): void {
    if (run !== this.#run) return;
    const known = this.#model.events;
    if (from > known.length) {
      void this.watch(false);
      return;
    }
    const fresh = events.slice(known.length - from);
    if (fresh.length === 0) return;
    this.#model.events = [...known, ...fresh];
    const { seat } = this;
    const taken = fresh.some(
      (event) => (event.kind === 'answered' || event.kind === 'deadlinePassed') && event.party === seat,
    );
    if (taken && this.question !== undefined && this.question.round < (fresh.at(-1)?.round ?? 0)) {
      this.question = undefined;
    }
  }

  #onStatus(info: RunInfo): void {
    if (info.id !== this.#run) return;
    this.#model.info = info;
    const ended = info.state === 'over';
    // What was secret at a table is open once the run is over: everything is fetched again.
    if (ended && !this.#sawEnd && info.mode === 'table') void this.watch(true);
    if (ended) {
      this.#sawEnd = true;
      this.question = undefined;
    }
  }

  async #ask<Value>(event: string, message: object): Promise<Reply<Value>> {
    try {
      return (await this.#socket.timeout(patienceMs).emitWithAck(event, message)) as Reply<Value>;
    } catch {
      return { ok: false, error: silent };
    }
  }

  /** Pause, resume, step, stop. */
  control(action: ControlRequest['action'], speed?: number): Promise<Reply<unknown>> {
    return this.#ask('control', { run: this.#run, action, ...(speed === undefined ? {} : { speed }) });
  }

  /** Takes a seat, and sees what it may see from then on. */
  async take(seat: string): Promise<Reply<TakeValue>> {
    const reply = await this.#ask<TakeValue>('take', { run: this.#run, seat });
    if (reply.ok) {
      this.token = reply.value.token;
      await this.watch(true);
    }
    return reply;
  }

  /** Gives the seat back to its strategy. */
  async give(): Promise<Reply<unknown>> {
    const reply = await this.#ask('give', { run: this.#run, token: this.token });
    if (reply.ok) {
      this.token = undefined;
      this.question = undefined;
      await this.watch(true);
    }
    return reply;
  }

  /** Answers the question that is open. */
  async answer(question: WireQuestion, answer: unknown): Promise<Reply<AnswerValue>> {
    const request: AnswerRequest = {
      run: this.#run,
      token: this.token ?? '',
      id: newId(),
      round: question.round,
      turn: question.turn,
      question: question.question,
      answer,
    };
    const reply = await this.#ask<AnswerValue>('answer', request);
    if (reply.ok && this.question === question) this.question = undefined;
    return reply;
  }

  /** Ends the stream. */
  close(): void {
    this.#socket.disconnect();
  }
}

/** An id nobody else chooses; `crypto.randomUUID` is missing where the page does not come over https. */
function newId(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
