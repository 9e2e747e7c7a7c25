/** Small conferences for the tests of protocols, and strategies that answer anything. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import {
  builtIn,
  createPlay,
  decodeEvents,
  loadScenario,
  type Play,
  parseOverride,
  type Registry,
  type RunEvent,
  type Scenario,
  type Strategy,
} from '../../engine/index.ts';
import { Verdict } from '../../engine/questions/index.ts';
import { streamId } from '../../engine/run/draws.ts';

/** A change of a conference: a path of the scenario and its new value. */
export type Changes = Readonly<Record<string, unknown>>;

/** Tables that show a protocol stand with the conformance of protocols, others beside this file. */
function text(name: string): string {
  const folders = ['../conformance/protocols', '.'].map((folder) => path.join(import.meta.dirname, folder));
  const file = folders.map((folder) => path.join(folder, `${name}.yaml`)).find((one) => existsSync(one));
  if (file === undefined) throw new Error(`no table ${name}`);
  return readFileSync(file, 'utf8');
}

function load(name: string, changes: Changes, registry: Registry) {
  const overrides = Object.entries(changes).map(([at, value]) => {
    const parsed = parseOverride(`${at}=${JSON.stringify(value)}`);
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
    return parsed.value;
  });
  return loadScenario(text(name), { overrides, registry });
}

/** A small conference by its name. */
export async function tableOf(
  name: string,
  changes: Changes = {},
  registry: Registry = builtIn,
): Promise<Scenario> {
  const loaded = await load(name, changes, registry);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  return loaded.value;
}

/** The problems of a conference with these changes, as code and path. */
export async function problemsOf(name: string, changes: Changes): Promise<string[]> {
  const loaded = await load(name, changes, builtIn);
  return loaded.ok ? [] : loaded.problems.map(({ code, path: at }) => `${code} ${at}`);
}

/** A run of it, played to its end, with its events. */
export function playOut(scenario: Scenario, seed: number): { play: Play; events: readonly RunEvent[] } {
  const play = createPlay(scenario, { seed, keepRecords: true });
  play.toEnd();
  if (play.fault !== undefined) throw play.fault;
  return { play, events: decodeEvents(scenario, play.recorder.records()) };
}

/** The events of one kind. */
export function only<Kind extends RunEvent['kind']>(
  events: readonly RunEvent[],
  kind: Kind,
): Extract<RunEvent, { kind: Kind }>[] {
  return events.filter((event): event is Extract<RunEvent, { kind: Kind }> => event.kind === kind);
}

const whim = streamId('test.whim');

/** Answers packages and verdicts by lot: what no sensible delegation does, a protocol must still take. */
export const whimsical: Strategy = {
  ...(builtIn.strategies[0] as Strategy),
  id: 'whimsical',
  facts: { stochastic: true },
  answers: Object.fromEntries(
    ['propose', 'draft', 'judge', 'object', 'vote', 'confer'].map((kind) => [
      kind,
      (observation, _parameters, answers, at) => {
        const { issueCount, optionCount, partyCount } = observation.scenario;
        const lot = observation.uniform(whim);
        const pick = (k: number, many: number): number => Math.floor(lot * 7919 * (k + 1)) % many;
        if (kind === 'object') answers[at] = pick(0, 2);
        else if (kind === 'vote') answers[at] = 1 + pick(0, 3);
        else if (kind === 'confer') answers[at] = pick(0, partyCount + 1);
        else if (kind === 'judge') {
          for (let k = 0; k < issueCount; k++) answers[at + 1 + k] = pick(k, 3) === 0 ? 1 : 0;
          const named = Array.from({ length: issueCount }, (_, k) => answers[at + 1 + k]).includes(1);
          answers[at] = named ? Verdict.object : Verdict.accept;
        } else for (let k = 0; k < issueCount; k++) answers[at + k] = pick(k, optionCount[k]);
      },
    ]),
  ) as Strategy['answers'],
};

/** The registry with the strategy that answers by lot. */
export const withWhims: Registry = { ...builtIn, strategies: [...builtIn.strategies, whimsical] };

/** Every state of the small conferences answers by lot. */
export const allWhims: Changes = Object.fromEntries(
  ['alder', 'birch', 'cedar', 'dogwood', 'elm'].map((id) => [
    `parties.${id}.strategy`,
    { use: 'whimsical', with: {} },
  ]),
);
