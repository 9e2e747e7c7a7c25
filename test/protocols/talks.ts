// The tiny scenario of a protocol, played by strategies or by people who answer what a test says.

import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import {
  computeMetrics,
  createPlay,
  decodeEvents,
  type EventName,
  type EventOf,
  loadScenario,
  metricIds,
  type Override,
  type Play,
  type Problem,
  parseOverride,
  questions,
  type RunEvent,
  type Scenario,
} from '../../engine/index.ts';

/** What a person sends: the answer to the question, or several, of which the first legal one counts. */
export interface Sent {
  readonly question?: string;
  readonly answer: unknown;
}

/** A person at a seat: what it sends when it is asked something. */
export type Person = (question: string, round: number, play: Play, seat: string) => readonly Sent[];

export interface Setting {
  readonly sets?: readonly string[];
  readonly people?: Readonly<Record<string, Person>>;
  readonly seed?: number;
}

function override(text: string): Override {
  const parsed = parseOverride(text);
  if (!parsed.ok) throw new Error(parsed.problems[0]!.message);
  return parsed.value;
}

async function loaded(protocol: string, sets: readonly string[]) {
  const file = new URL(`../conformance/protocols/${protocol}.yaml`, import.meta.url);
  return loadScenario(readFileSync(file, 'utf8'), { overrides: sets.map(override) });
}

/** The tiny scenario of a protocol, with values set. */
export async function tiny(protocol: string, sets: readonly string[] = []): Promise<Scenario> {
  const result = await loaded(protocol, sets);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.value;
}

/** The problems of that scenario with values set; none when it is right. */
export async function problemsOf(protocol: string, sets: readonly string[]): Promise<readonly Problem[]> {
  const result = await loaded(protocol, sets);
  return result.ok ? [] : result.problems;
}

/** A finished run. */
export interface Talks {
  readonly scenario: Scenario;
  readonly play: Play;
  readonly events: readonly RunEvent[];
  /** Events of one kind. */
  all<Kind extends EventName>(kind: Kind): EventOf<Kind>[];
  metric(id: string): number;
}

/** Plays a scenario to its end; people hold their seats from the first round. */
export function playTalks(scenario: Scenario, { people = {}, seed = 1 }: Setting = {}): Talks {
  const inputs = Object.keys(people).map((seat) => ({ type: 'take' as const, seat, round: 0, turn: 0 }));
  const play = createPlay(scenario, { seed, inputs, keepRecords: true });
  const asked = new Set<string>();
  for (;;) {
    const step = play.advance();
    if (step === 'over') break;
    if (step !== 'awaiting') continue;
    for (const { seat: index, question, round, turn } of play.openQuestions()) {
      const seat = scenario.partyIds[index]!;
      const { id } = questions[question]!;
      const place = `${seat} in turn ${turn} of round ${round}`;
      if (asked.has(place)) throw new Error(`nothing that was sent for ${place} is legal`);
      asked.add(place);
      for (const sent of people[seat]!(id, round, play, seat)) {
        play.inputs.push({ type: 'answer', seat, round, turn, question: id, ...sent });
      }
    }
  }
  if (play.fault !== undefined) throw play.fault;
  const events = decodeEvents(scenario, play.recorder.records());
  const values = computeMetrics(play.run);
  return {
    scenario,
    play,
    events,
    all: <Kind extends EventName>(kind: Kind) =>
      events.filter((event) => event.kind === kind) as unknown as EventOf<Kind>[],
    metric: (id) => values[metricIds(scenario.file).indexOf(id)]!,
  };
}

/** Loads and plays the tiny scenario of a protocol. */
export async function talks(protocol: string, setting: Setting = {}): Promise<Talks> {
  return playTalks(await tiny(protocol, setting.sets), setting);
}

/** Checks a table of rulings: every line has its test, and no test is for a line that is gone. */
export function checkRulings(
  rulings: readonly { readonly situation: string }[],
  checks: Readonly<Record<string, () => Promise<void> | void>>,
): void {
  it('has a check for every ruling and no other', () => {
    expect(Object.keys(checks)).toEqual(rulings.map(({ situation }) => situation));
  });
  it.each(Object.entries(checks))('%s', async (_situation, check) => {
    await check();
  });
}
