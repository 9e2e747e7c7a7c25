/**
 * Scenarios made of published positions, for the rows that dock models of bargaining: one phase, no world, as
 * many states as there are actors. Capability and salience are the published ones; `stake` carries the
 * absolute scale of the saliences, which sum to 1 in a scenario.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import {
  createPlay,
  decodeEvents,
  formatProblems,
  loadDocument,
  type Play,
  type RunEvent,
} from '../../../engine/index.ts';

/** What an actor wants on an issue. */
export interface Position {
  /** Place in [0, 1]. */
  readonly place: number;
  readonly salience: number;
  readonly power: number;
}

/** An actor with its position on each issue; an issue it is silent on is missing. */
export interface Actor {
  readonly id: string;
  readonly positions: Readonly<Record<string, Position>>;
}

/** An issue with the places of its options. */
export interface Issue {
  readonly id: string;
  /** Places in [0, 1], rising. */
  readonly places: readonly number[];
}

/** A kebab-case id from a name of the data. */
export function idOf(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const codeOf = (index: number): string => `X${letters[Math.floor(index / 26)]}${letters[index % 26]}`;

function party(actor: Actor, index: number, actors: number, issues: readonly Issue[]) {
  const ideal: Record<string, number> = {};
  const salience: Record<string, number> = {};
  const positions = Object.values(actor.positions);
  const stake = positions.reduce((sum, position) => sum + position.salience, 0);
  for (const { id } of issues) {
    ideal[id] = actor.positions[id]?.place ?? 0;
    salience[id] = (actor.positions[id]?.salience ?? 0) / stake;
  }
  return {
    id: actor.id,
    code: codeOf(index),
    name: actor.id,
    kind: 'state',
    weight: 1 / actors,
    capability: positions[0]?.power ?? 0,
    stake,
    ideal,
    salience,
  };
}

/** The scenario of a model: one phase of a protocol. */
export function modelScenario(
  actors: readonly Actor[],
  issues: readonly Issue[],
  phase: { readonly protocol: string; readonly rounds: number; readonly with: object },
): object {
  return {
    format: 1,
    id: 'docking',
    title: 'A published model',
    summary: 'Positions as published; the model runs them.',
    ticks: 1,
    parties: actors.map((actor, index) => party(actor, index, actors.length, issues)),
    issues: issues.map(({ id, places }) => ({
      id,
      title: id,
      article: id,
      depth: 1 / issues.length,
      options: places.map((position, index) => ({
        id: `rung-${index}`,
        title: `Rung ${index}`,
        sentence: `Rung ${index} of ${id}.`,
        position,
      })),
    })),
    rules: { decision: [{ rule: 'simple-majority' }], entryIntoForce: { parties: 1 } },
    phases: [{ id: 'model', ticks: 0, ...phase }],
  };
}

/** A finished run of a model, with its events. */
export interface Docked {
  readonly play: Play;
  readonly events: readonly RunEvent[];
}

/** Runs a scenario to its end. Models of bargaining draw nothing: any seed gives the same run. */
export async function dock(scenario: object): Promise<Docked> {
  const loaded = await loadDocument(scenario);
  if (!loaded.ok) throw new Error(formatProblems(loaded.problems));
  const play = createPlay(loaded.value, { seed: 1, keepRecords: true });
  play.toEnd();
  if (play.fault !== undefined) throw play.fault;
  return { play, events: decodeEvents(loaded.value, play.recorder.records()) };
}

/** A file of the data directory, as JSON. */
export function readData(dataDir: string | undefined, file: string): unknown {
  if (dataDir === undefined) throw new Error(`${file} may not be shipped: name its folder with --data`);
  return JSON.parse(readFileSync(path.join(dataDir, file), 'utf8'));
}
