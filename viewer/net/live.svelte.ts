/** A run that streams from the server: keeps its place, fetches what it missed, sends what people do. */
import { io, type Socket } from 'socket.io-client';
import type {
  AnswerRequest,
  AnswerValue,
  ClientMessages,
  ControlRequest,
  EventsMessage,
  Reply,
  RunInfo,
  ServerMessages,
  TakeValue,
  ViewMessage,
  WatchValue,
  WireError,
  WireQuestion,
} from '../../server/wire/messages.ts';
import type { RunModel } from '../model/run.svelte.ts';
import { hostTokenOf } from './host-token.ts';

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
  /** Token of the table, when it was started here. */
  readonly hostToken: string | undefined;

  readonly #run: string;
  readonly #model: RunModel;
  readonly #socket: Socket<ServerMessages, ClientMessages>;
  /** Name of the view that the events seen count in. */
  #view: string | undefined;

  constructor(run: string, model: RunModel, token?: string) {
    this.#run = run;
    this.#model = model;
    this.token = token;
    this.hostToken = hostTokenOf(run);
    const path = new URL('socket.io', document.baseURI).pathname;
    this.#socket = io({ path, transports: ['websocket', 'polling'] });
    this.#socket.on('connect', () => void this.#watch());
    this.#socket.on('disconnect', () => this.#lose());
    this.#socket.on('connect_error', () => this.#lose());
    this.#socket.on('events', (message) => this.#onEvents(message));
    this.#socket.on('view', (message) => this.#onView(message));
    this.#socket.on('status', (info) => this.#onStatus(info));
    this.#socket.on('question', (question) => {
      if (question.run === run) this.question = question;
    });
  }

  #lose(): void {
    this.connection = 'offline';
  }

  /** Starts or resumes the stream after the last event seen. */
  async #watch(): Promise<void> {
    const after = this.#model.events.length - 1;
    const token = this.token === undefined ? {} : { token: this.token };
    const view = this.#view === undefined ? {} : { view: this.#view };
    const reply = await this.#ask<WatchValue>('watch', { run: this.#run, after, ...view, ...token });
    if (!reply.ok) {
      if (reply.error.code !== silent.code) this.error = reply.error;
      return;
    }
    this.connection = 'connected';
    this.error = undefined;
    this.#show(reply.value);
    this.question = reply.value.question;
    this.#onStatus(reply.value.run);
  }

  #show(value: Pick<WatchValue, 'scenario' | 'view' | 'seat'>): void {
    // Events of another view know other things: none of them is kept.
    if (value.view !== this.#view) this.#model.events = [];
    this.#view = value.view;
    this.#model.scenario = value.scenario;
    this.seat = value.seat;
  }

  #onView(message: ViewMessage): void {
    if (message.run === this.#run) this.#show(message);
  }

  #onEvents({ run, view, from, events }: EventsMessage): void {
    if (run !== this.#run || view !== this.#view) return;
    const known = this.#model.events;
    if (from === 0) this.#model.events = events;
    else if (from === known.length) this.#model.events = [...known, ...events];
    else void this.#watch();
  }

  #onStatus(info: RunInfo): void {
    if (info.id !== this.#run) return;
    this.#model.info = info;
    if (this.seat === undefined || !info.waitingFor.includes(this.seat)) this.question = undefined;
  }

  async #ask<Value>(event: keyof ClientMessages, message: object): Promise<Reply<Value>> {
    try {
      const socket = this.#socket.timeout(patienceMs) as unknown as {
        emitWithAck(name: string, value: object): Promise<Reply<Value>>;
      };
      return await socket.emitWithAck(event, message);
    } catch {
      return { ok: false, error: silent };
    }
  }

  /** Whether whoever sits here steers the run: anybody an open one, its host a table. */
  mayControl(info: RunInfo): boolean {
    return info.mode === 'open' || this.hostToken !== undefined;
  }

  /** Pause, resume, step, stop. */
  control(action: ControlRequest['action'], speed?: number): Promise<Reply<RunInfo>> {
    const token = this.hostToken ?? this.token;
    const request: ControlRequest = {
      run: this.#run,
      action,
      ...(speed === undefined ? {} : { speed }),
      ...(token === undefined ? {} : { token }),
    };
    return this.#ask('control', request);
  }

  /** Takes a seat; the server then sends what the seat may see. */
  async take(seat: string): Promise<Reply<TakeValue>> {
    const reply = await this.#ask<TakeValue>('take', { run: this.#run, seat });
    if (reply.ok) this.token = reply.value.token;
    return reply;
  }

  /** Gives the seat back to its strategy. */
  async give(): Promise<Reply<null>> {
    const reply = await this.#ask<null>('give', { run: this.#run, token: this.token });
    if (reply.ok) {
      this.token = undefined;
      this.question = undefined;
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
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
