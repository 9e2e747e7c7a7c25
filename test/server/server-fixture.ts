/** A server on a free port, clients of it, and a scenario whose private values can be recognised anywhere. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { io, type Socket } from 'socket.io-client';
import { onTestFinished } from 'vitest';
import { parse, stringify } from 'yaml';
import type { Scenario, ScenarioFile } from '../../engine/index.ts';
import { type AppOptions, buildApp } from '../../server/http/app.ts';
import { serverLimits } from '../../server/live/limits.ts';
import { createRunHost, type RunHost, type RunHostOptions } from '../../server/live/run-host.ts';
import type { Runs } from '../../server/live/runs.ts';
import { shippedScenarios } from '../../server/places.ts';
import { findScenario } from '../../server/scenarios.ts';
import type {
  EventsMessage,
  Reply,
  RunInfo,
  StartedRun,
  StartRunRequest,
  ViewMessage,
  WatchRequest,
  WatchValue,
  WireQuestion,
} from '../../server/wire/messages.ts';

/** Builds an application that ends with the test. */
export async function testApp(options: Partial<AppOptions> = {}) {
  const built = await buildApp({
    host: '127.0.0.1',
    scenariosDir: shippedScenarios(),
    viewerDir: '/nowhere',
    ...options,
  });
  onTestFinished(() => built.app.close());
  return built;
}

/** A server that listens, for tests with sockets. */
export interface TestServer {
  readonly url: string;
  readonly runs: Runs;
  close(): Promise<void>;
  /** Starts a run over HTTP; it may then be driven faster than a client could ask for. */
  start(request?: Partial<StartRunRequest>, roundsPerSecond?: number): Promise<StartedRun>;
  client(): TestClient;
}

/** Starts a server that ends with the test, as its clients do. */
export async function testServer(options: Partial<AppOptions> = {}): Promise<TestServer> {
  const { app, runs } = await testApp(options);
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  return {
    url,
    runs,
    close: () => app.close(),
    start: async (request, roundsPerSecond) => {
      const answer = await fetch(`${url}/api/runs`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ scenario: 'first-mandate', speed: 50, ...request }),
      });
      if (answer.status !== 201) throw new Error(await answer.text());
      const info = (await answer.json()) as StartedRun;
      if (roundsPerSecond !== undefined) runs.get(info.id)?.control('resume', roundsPerSecond);
      return info;
    },
    client: () => connect(url),
  };
}

/** One client of a server: it keeps what it is sent, as the viewer does. */
export interface TestClient {
  readonly socket: Socket;
  /** Events of the current view. */
  readonly events: EventsMessage['events'][number][];
  /** What went wrong with their numbers. */
  readonly gaps: string[];
  readonly views: ViewMessage[];
  readonly statuses: RunInfo[];
  readonly questions: WireQuestion[];
  /** Every byte that was received, as text. */
  received(): string;
  ask<Value>(name: string, request: unknown): Promise<Reply<Value>>;
  watch(request: WatchRequest): Promise<WatchValue>;
  /** Waits until something holds. */
  until(holds: () => boolean): Promise<void>;
}

/** Connects a client that ends with the test. */
export function connect(url: string, transports: string[] = ['websocket']): TestClient {
  const socket: Socket = io(url, { transports, forceNew: true });
  onTestFinished(() => {
    socket.disconnect();
  });
  const events: TestClient['events'] = [];
  const gaps: string[] = [];
  const views: ViewMessage[] = [];
  const statuses: RunInfo[] = [];
  const questions: WireQuestion[] = [];
  const packets: string[] = [];
  socket.io.on('open', () => socket.io.engine.on('data', (data) => packets.push(String(data))));
  socket.on('events', (message: EventsMessage) => {
    if (message.from === 0) events.length = 0;
    if (message.from !== events.length) gaps.push(`${message.from} after ${events.length}`);
    for (const event of message.events) {
      if (event.seq !== events.length) gaps.push(`event ${event.seq} at ${events.length}`);
      events.push(event);
    }
  });
  socket.on('view', (message: ViewMessage) => views.push(message));
  socket.on('status', (message: RunInfo) => statuses.push(message));
  socket.on('question', (message: WireQuestion) => questions.push(message));
  const ask = (name: string, request: unknown) => socket.timeout(5000).emitWithAck(name, request);
  return {
    socket,
    events,
    gaps,
    views,
    statuses,
    questions,
    received: () => packets.join('\n'),
    ask,
    watch: async (request) => {
      const answer = (await ask('watch', request)) as Reply<WatchValue>;
      if (!answer.ok) throw new Error(answer.error.code);
      if (answer.value.question !== undefined) questions.push(answer.value.question);
      return answer.value;
    },
    until,
  };
}

/** Waits until something holds; fails after five seconds. */
export async function until(holds: () => boolean): Promise<void> {
  const startedMs = performance.now();
  while (!holds()) {
    if (performance.now() - startedMs > 5000) throw new Error(`waited in vain for ${holds}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** The shipped scenario, compiled. */
export async function firstMandate(): Promise<Scenario> {
  const found = await findScenario('first-mandate');
  if (!found.ok) throw new Error(JSON.stringify(found.problems));
  return found.value;
}

/** A run without a server, which ends with the test; paused unless told otherwise. */
export function hostOf(scenario: Scenario, options: Partial<RunHostOptions> = {}): RunHost {
  const host = createRunHost({
    id: 'test-run',
    scenario,
    mode: 'table',
    speed: 0,
    limits: serverLimits,
    ...options,
  });
  onTestFinished(() => host.close());
  return host;
}

/** An answer to a question that its form allows; `pick` makes it depend on something. */
export function answerTo(scenario: Scenario, question: { readonly question: string }, pick = 0): unknown {
  switch (question.question) {
    case 'draft':
    case 'propose': {
      const choose = (issue: number) => scenario.optionIds[issue][pick % scenario.optionIds[issue].length];
      return { package: Object.fromEntries(scenario.issueIds.map((id, issue) => [id, choose(issue)])) };
    }
    case 'judge':
      return pick % 2 === 0 ? { verdict: 'accept' } : { verdict: 'object', issues: [scenario.issueIds[0]] };
    case 'rank':
      return { order: pick % 2 === 0 ? scenario.issueIds : [...scenario.issueIds].reverse() };
    case 'vote':
      return { vote: 'yes' };
    case 'amend': {
      const [issue, options] = [scenario.issueIds[0], scenario.optionIds[0]];
      return { amendment: pick % 2 === 0 ? null : { issue, option: options[pick % options.length] } };
    }
    case 'floor':
      return pick % 2 === 0 ? { action: 'speak' } : { action: 'move', motion: 'close-debate' };
    case 'respond':
      return { response: pick % 2 === 0 ? 'accept' : 'silent' };
    case 'confer':
      return { with: pick % 2 === 0 ? null : scenario.partyIds[0] };
    case 'price':
      return { price: pick / 4 };
    case 'pay':
      return { pays: pick / 4 };
    default: {
      const key = {
        object: 'objects',
        endorse: 'endorses',
        sign: 'signs',
        accede: 'accedes',
        sponsor: 'sponsors',
        escape: 'invokes',
        report: 'reports',
        withdraw: 'withdraws',
        withhold: 'withholds',
      }[question.question];
      return { [key ?? { ratify: 'submits', comply: 'complies' }[question.question] ?? '']: pick % 2 === 0 };
    }
  }
}

/** A scenario in which every private value of every party can be recognised, and those values by party. */
export interface Canary {
  /** Folder to serve; the scenario’s id is `canary`. */
  readonly folder: string;
  /** Text → party and key. */
  readonly markers: ReadonlyMap<string, { readonly party: string; readonly key: string }>;
}

/** Plants a marker in every private field of the shipped scenario. */
export function plantCanaries(): Canary {
  const text = readFileSync(path.join(shippedScenarios(), 'first-mandate', 'scenario.yaml'), 'utf8');
  const file = parse(text) as ScenarioFile & { id: string };
  const markers = new Map<string, { party: string; key: string }>();
  file.id = 'canary';
  file.parties.forEach((party, i) => {
    const digits = (key: number) => `${String(i + 1).padStart(2, '0')}${String(key).padStart(2, '0')}7531`;
    const mark = (key: string, place: number, before: string): number => {
      const marker = `${before}${digits(place)}`;
      markers.set(marker, { party: party.id, key });
      return Number(marker);
    };
    const changed = party as unknown as Record<string, unknown>;
    changed.stream = `stream-secret-${party.id}`;
    markers.set(String(changed.stream), { party: party.id, key: 'stream' });
    changed.benefit = mark('benefit', 1, '1.');
    changed.cost = mark('cost', 2, '0.');
    changed.patience = mark('patience', 3, '0.9');
    changed.margin = mark('margin', 4, '0.0');
    changed.concession = mark('concession', 5, '1.');
    changed.opening = mark('opening', 6, '0.0');
    if (party.kind === 'state') {
      changed.bar = mark('bar', 7, '0.4');
      changed.constituencies = ['farmers', 'townspeople'].map((id, n) => {
        const opinion = mark('constituencies', 10 + n, '0.4');
        return { id, title: id, weight: 0.5, opinion, stubbornness: 0.5 };
      });
    }
    changed.lobbying = mark('lobbying', 8, '0.0');
    changed.stake = mark('stake', 9, '1.');
    file.issues.forEach((issue, k) => {
      party.ideal[issue.id] = mark(`ideal.${issue.id}`, 20 + k, '0.5');
    });
    const issues = file.issues.map((issue) => issue.id);
    let rest = 1;
    issues.slice(1).forEach((issue, k) => {
      party.salience[issue] = mark(`salience.${issue}`, 40 + k, '0.1');
      rest -= party.salience[issue];
    });
    party.salience[issues[0]] = Number(rest.toFixed(12));
    markers.set(String(party.salience[issues[0]]), { party: party.id, key: `salience.${issues[0]}` });
    if (party.id !== file.chair) {
      changed.strategy = { use: 'time-dependent', with: { trustEffect: mark('strategy', 60, '1.3') } };
    }
    const secret = `confidential words of ${party.id}`;
    changed.brief = { public: party.brief?.public ?? 'A party.', confidential: secret };
    markers.set(secret, { party: party.id, key: 'brief' });
  });
  const folder = mkdtempSync(path.join(tmpdir(), 'plenary-canary-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(path.join(folder, 'canary'));
  writeFileSync(path.join(folder, 'canary', 'scenario.yaml'), stringify(file));
  return { folder, markers };
}

/** The markers that stand in a text, as `party key`. */
export function markersIn(canary: Canary, text: string): string[] {
  return [...canary.markers]
    .filter(([marker]) => text.includes(marker))
    .map(([, { party, key }]) => `${party} ${key}`);
}
