/**
 * Random machines that the compiler must accept: nested and parallel states at any depth, several guarded
 * candidates per event, entry, exit, transition and initial actions, one region with eventless transitions,
 * final states.
 */
import fc from 'fast-check';
import { type AnyStateMachine, and, createMachine, not, or } from 'xstate';
import type { Implementations } from '../../engine/statechart/step.ts';
import type { EventInput } from './compare.ts';

/** Counters that actions change and guards read. */
export interface Counters {
  readonly values: Int32Array;
}

export const createCounters = (): Counters => ({ values: new Int32Array(3) });

type Slot = { readonly slot: number; readonly amount: number };

/** The implementations that every random machine uses. */
export const counterImplementations: Implementations<Counters> = {
  guards: {
    isAbove: ({ values }, _party, _event, params) => {
      const { slot, amount } = params as Slot;
      return values[slot] > amount;
    },
    isOdd: ({ values }) => (values[0] & 1) === 1,
    isLarge: (_state, party, event) => event.value + party > 1,
    hasOther: ({ values }, _party, event) => event.other === (values[1] & 3),
  },
  actions: {
    add: ({ values }, party, event, params) => {
      const { slot, amount } = params as Slot;
      values[slot] = (values[slot] + amount + party + event.type) % 11;
    },
    // Order matters to this one, so that a wrong order of actions shows in the state too.
    mix: ({ values }, _party, _event, params) => {
      values[2] = (values[2] * 7 + (params as { label: number }).label) % 101;
      values[0] = (values[0] + values[2]) % 5;
    },
    reset: ({ values }) => {
      values.fill(0);
    },
  },
};

export const randomEvents = ['A', 'B', 'C.d', 'E'] as const;

type Draw = (maximum: number) => number;
type Config = Record<string, unknown>;

interface Node {
  readonly id: string;
  readonly kind: 'atomic' | 'final' | 'compound' | 'parallel';
  readonly parent: Node | undefined;
  readonly children: Node[];
  /** Place in document order. */
  readonly order: number;
}

/** A machine and the numbers it was made from, which is what a failure prints. */
export interface RandomMachine {
  readonly machine: AnyStateMachine;
  readonly config: Config;
}

/** Machines of up to about 40 states. */
export const randomMachine: fc.Arbitrary<RandomMachine> = fc.gen().map((generate) => {
  const draw: Draw = (maximum) => generate(fc.nat, maximum);
  const config = buildConfig(draw);
  return { machine: createRandomMachine(config), config, toString: () => JSON.stringify(config) };
});

/** Sequences of the events that random machines know. */
export const randomEventSequence: fc.Arbitrary<readonly EventInput[]> = fc.array(
  fc.record({
    event: fc.constantFrom(...randomEvents),
    value: fc.integer({ min: 0, max: 3 }),
    other: fc.integer({ min: -1, max: 3 }),
  }),
  { minLength: 1, maxLength: 40, size: 'max' },
);

function createRandomMachine(config: Config): AnyStateMachine {
  const stub = (names: object, value: unknown) =>
    Object.fromEntries(Object.keys(names).map((name) => [name, () => value]));
  const { guards, actions } = counterImplementations;
  return createMachine(
    config as never,
    { guards: stub(guards, false), actions: stub(actions, undefined) } as never,
  ) as unknown as AnyStateMachine;
}

function buildConfig(draw: Draw): Config {
  const nodes: Node[] = [];
  const root = grow(draw, undefined, 0, nodes);
  const alwaysRegion = draw(1) === 0 ? pick(draw, nodes.map(regionOf)) : undefined;
  const config = toConfig(draw, root, nodes, alwaysRegion);
  // The implementations are bound to every machine, so every machine names all of them once.
  config['exit'] = [{ type: 'mix', params: { label: 0 } }, 'reset', addAction(draw)];
  const on = config['on'] as Record<string, unknown[]>;
  const every = Object.keys(counterImplementations.guards).map((name) =>
    name === 'isAbove' ? { type: name, params: { slot: 0, amount: 9 } } : name,
  );
  on['E'] = [...(on['E'] ?? []), { guard: and([...every, not('isOdd')] as never) }];
  return config;
}

function grow(draw: Draw, parent: Node | undefined, depth: number, nodes: Node[]): Node {
  const isLeaf = depth > 0 && (depth >= 4 || nodes.length > 30 || draw(9) < 2 + 2 * depth);
  const kind = isLeaf ? (draw(7) === 0 ? 'final' : 'atomic') : draw(2) === 0 ? 'parallel' : 'compound';
  const node: Node = { id: `s${nodes.length}`, kind, parent, children: [], order: nodes.length };
  nodes.push(node);
  if (kind === 'compound' || kind === 'parallel') {
    const count = 1 + draw(kind === 'compound' ? 3 : 2);
    for (let i = 0; i < count; i++) node.children.push(grow(draw, node, depth + 1, nodes));
  }
  return node;
}

function toConfig(draw: Draw, node: Node, nodes: readonly Node[], alwaysRegion: Node | undefined): Config {
  const config: Config = { id: node.id };
  if (node.kind === 'final' || node.kind === 'parallel') config['type'] = node.kind;
  if (draw(1) === 0) config['entry'] = someActions(draw);
  if (draw(1) === 0) config['exit'] = someActions(draw);
  if (node.kind === 'compound') {
    const target = `k${pick(draw, node.children).order}`;
    config['initial'] = draw(3) === 0 ? { target, actions: someActions(draw) } : target;
  }
  const on: Record<string, unknown[]> = {};
  for (const event of randomEvents) {
    const count = draw(5) < 2 ? 1 + draw(1) : 0;
    if (count > 0) on[event] = Array.from({ length: count }, () => someTransition(draw, node, nodes));
  }
  config['on'] = on;
  const always = alwaysRegion === regionOf(node) ? someAlways(draw, node, nodes) : [];
  if (always.length > 0) config['always'] = always;
  const states = node.children.map((child) => [
    `k${child.order}`,
    toConfig(draw, child, nodes, alwaysRegion),
  ]);
  if (states.length > 0) config['states'] = Object.fromEntries(states);
  return config;
}

function someTransition(draw: Draw, node: Node, nodes: readonly Node[]): Config {
  const transition: Config = { actions: draw(1) === 0 ? someActions(draw) : [] };
  if (draw(1) === 0) transition['guard'] = someGuard(draw, 2);
  if (draw(5) === 0) return transition; // acts only, or forbids the event
  const region = regionOf(node);
  const isHead = node === region && node.parent !== undefined;
  const candidates = nodes.filter((other) => (region.parent === undefined ? true : isInside(other, region)));
  if (candidates.length === 0) return transition;
  const target = pick(draw, candidates);
  transition['target'] = [target, ...besides(draw, target, node)].map(({ id }) => `#${id}`);
  // Entering the head of a region anew would restart the regions beside it.
  if (!isHead && draw(2) === 0) transition['reenter'] = true;
  return transition;
}

/** A second target beside the first in another region, if there is one that the source may restart. */
function besides(draw: Draw, target: Node, source: Node): readonly Node[] {
  const parent = target.parent;
  if (draw(2) > 0 || parent?.kind !== 'parallel' || isInside(source, parent)) return [];
  const others = parent.children.filter((child) => child !== target);
  return others.length > 0 ? [pick(draw, others)] : [];
}

/** Eventless transitions lead forward in document order only, so that they come to rest. */
function someAlways(draw: Draw, node: Node, nodes: readonly Node[]): readonly Config[] {
  const region = regionOf(node);
  const forward = nodes.filter(
    (other) =>
      other.order > node.order &&
      !isInside(other, node) &&
      (region.parent === undefined || isInside(other, region)) &&
      // Between siblings of a parallel state there is no way that leaves the others alone.
      regionOf(other) === region,
  );
  if (node === region || forward.length === 0 || draw(2) === 0) return [];
  return Array.from({ length: 1 + draw(1) }, () => ({
    target: `#${pick(draw, forward).id}`,
    actions: someActions(draw),
    ...(draw(4) > 0 ? { guard: someGuard(draw, 1) } : {}),
  }));
}

function someActions(draw: Draw): readonly unknown[] {
  return Array.from({ length: draw(2) }, () => {
    const kind = draw(9);
    if (kind === 0) return 'reset';
    return kind < 5 ? addAction(draw) : { type: 'mix', params: { label: draw(99) } };
  });
}

function addAction(draw: Draw): unknown {
  return { type: 'add', params: { slot: draw(2), amount: draw(5) } };
}

function someGuard(draw: Draw, depth: number): unknown {
  const kind = draw(depth > 0 ? 8 : 5);
  if (kind === 6) return and([someGuard(draw, depth - 1), someGuard(draw, depth - 1)] as never);
  if (kind === 7) return or([someGuard(draw, depth - 1), someGuard(draw, depth - 1)] as never);
  if (kind === 8) return not(someGuard(draw, depth - 1) as never);
  if (kind === 0) return 'isOdd';
  if (kind === 1) return 'isLarge';
  if (kind === 2) return 'hasOther';
  return { type: 'isAbove', params: { slot: draw(2), amount: draw(6) } };
}

function pick<T>(draw: Draw, items: readonly T[]): T {
  return items[draw(items.length - 1)];
}

function isInside(node: Node, ancestor: Node): boolean {
  for (let parent = node.parent; parent !== undefined; parent = parent.parent) {
    if (parent === ancestor) return true;
  }
  return false;
}

function regionOf(node: Node): Node {
  return node.parent === undefined || node.parent.kind === 'parallel' ? node : regionOf(node.parent);
}
