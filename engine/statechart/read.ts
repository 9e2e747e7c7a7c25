/** Reads a machine of xstate into a {@link Chart} and names everything in it that cannot be compiled. */
import type { AnyStateMachine, AnyStateNode } from 'xstate';
import type { Chart, ChartNode, ChartTransition, StateKind } from './chart.ts';
import type { ProblemList } from './problems.ts';
import { type NamedReference, readAction, readGuard, type SetupImplementations } from './references.ts';

/** The parts of a transition that are read, whatever the generic types of the machine. */
interface RawTransition {
  readonly target?: readonly AnyStateNode[] | undefined;
  readonly reenter: boolean;
  readonly guard?: unknown;
  readonly actions: readonly unknown[];
}

interface Reader {
  readonly setup: SetupImplementations;
  readonly list: ProblemList;
  readonly indexOf: ReadonlyMap<AnyStateNode, number>;
  readonly events: Set<string>;
}

/** Every construct that is refused wherever it stands, by the property of a state that holds it. */
const refusedProperties = [
  ['after', 'after'],
  ['invoke', 'invoke'],
  ['onDone', 'on-done'],
  ['output', 'output'],
  ['route', 'route'],
] as const;

/**
 * Reads `machine`. When a problem is added, the chart is still complete enough for the other checks, but it
 * may lack the refused parts.
 */
export function readMachine(machine: AnyStateMachine, list: ProblemList): Chart {
  const stateNodes: AnyStateNode[] = [];
  collect(machine.root as AnyStateNode, stateNodes);
  const reader: Reader = {
    setup: machine.implementations as unknown as SetupImplementations,
    list,
    indexOf: new Map(stateNodes.map((node, index) => [node, index])),
    events: new Set(),
  };
  if (!isEmptyContext(machine.config.context)) list.add('context', 'context');
  const ids = new Set(stateNodes.map((node) => node.id));
  if (ids.size < stateNodes.length) list.add('id', 'duplicate-id');
  const nodes = stateNodes.map((node, index) => readNode(node, index, reader));
  return { id: machine.id, nodes, events: [...reader.events] };
}

/** Document order: a state before its substates, these in the order of their keys, without history states. */
function collect(node: AnyStateNode, into: AnyStateNode[]): void {
  into.push(node);
  for (const child of Object.values(node.states as Record<string, AnyStateNode>)) {
    if (child.type !== 'history') collect(child, into);
  }
}

function isEmptyContext(context: unknown): boolean {
  if (context === undefined) return true;
  return typeof context === 'object' && context !== null && Object.keys(context).length === 0;
}

function readNode(node: AnyStateNode, index: number, reader: Reader): ChartNode {
  const { list, indexOf } = reader;
  const name = node.path.join('.');
  const at = (property: string): string => (name === '' ? property : `${name}.${property}`);
  const config = node.config as unknown as Record<string, unknown>;
  for (const [property, code] of refusedProperties) {
    if (config[property] !== undefined) list.add(at(property), code);
  }
  if (index > 0 && (node.key === '' || node.key.includes('.'))) list.add(name, 'state-name');
  const states = Object.values(node.states as Record<string, AnyStateNode>);
  for (const state of states) if (state.type === 'history') list.add(state.path.join('.'), 'history');
  const children = states.filter((state) => state.type !== 'history');
  const isParent = node.type === 'compound' || node.type === 'parallel';
  if (isParent !== children.length > 0) list.add(at('states'), 'bad-children');
  const readActions = (actions: unknown, path: string) => readActionList(toList(actions), path, reader);
  return {
    index,
    key: node.key,
    name,
    kind: node.type as StateKind,
    parent: node.parent === undefined ? -1 : (indexOf.get(node.parent as AnyStateNode) as number),
    children: children.map((child) => indexOf.get(child) as number),
    last: index + countDescendants(node),
    ...readInitial(node, at('initial'), reader),
    entry: readActions(config['entry'], at('entry')),
    exit: readActions(config['exit'], at('exit')),
    on: readEvents(node, at('on'), reader),
    always: readTransitions((node.always ?? []) as RawTransition[], index, at('always'), reader),
  };
}

function countDescendants(node: AnyStateNode): number {
  let count = 0;
  for (const child of Object.values(node.states as Record<string, AnyStateNode>)) {
    if (child.type !== 'history') count += 1 + countDescendants(child);
  }
  return count;
}

function readInitial(node: AnyStateNode, path: string, reader: Reader) {
  const initial: unknown = node.config.initial;
  if (node.type !== 'compound') return { initial: -1, initialActions: [] };
  const { target, actions } = (typeof initial === 'string' ? { target: initial } : (initial ?? {})) as {
    target?: unknown;
    actions?: unknown;
  };
  const child =
    typeof target === 'string' ? (node.states as Record<string, AnyStateNode>)[target] : undefined;
  const index = child === undefined ? undefined : reader.indexOf.get(child);
  // A history state as initial state is reported where it stands.
  if (index === undefined && child?.type !== 'history') reader.list.add(path, 'bad-initial');
  return {
    initial: index ?? -1,
    initialActions: readActionList(toList(actions), `${path}.actions`, reader),
  };
}

function readEvents(
  node: AnyStateNode,
  path: string,
  reader: Reader,
): ReadonlyMap<string, readonly ChartTransition[]> {
  const on = new Map<string, readonly ChartTransition[]>();
  const source = reader.indexOf.get(node) as number;
  for (const event of Object.keys((node.config.on ?? {}) as object)) {
    const at = `${path}.${event}`;
    if (event === '*' || event.endsWith('.*')) {
      reader.list.add(at, 'wildcard-event');
      continue;
    }
    if (event.startsWith('xstate.')) {
      reader.list.add(at, 'reserved-event');
      continue;
    }
    reader.events.add(event);
    const raw = (node.transitions.get(event) ?? []) as unknown as RawTransition[];
    on.set(event, readTransitions(raw, source, at, reader));
  }
  return on;
}

function readTransitions(
  raw: readonly RawTransition[],
  source: number,
  path: string,
  reader: Reader,
): readonly ChartTransition[] {
  return raw.map((transition, i) => {
    const at = `${path}[${i}]`;
    const { target, guard, reenter } = transition;
    const targets = (target ?? []).map((node) => reader.indexOf.get(node));
    return {
      path: at,
      source,
      // Targets that are history states are refused where these stand.
      targets: targets.filter((index) => index !== undefined),
      reenter,
      guard: guard === undefined ? undefined : readGuard(guard, `${at}.guard`, reader.setup, reader.list),
      actions: readActionList(transition.actions, `${at}.actions`, reader),
    };
  });
}

function readActionList(
  actions: readonly unknown[],
  path: string,
  reader: Reader,
): readonly NamedReference[] {
  const read = actions.map((action, i) => readAction(action, `${path}[${i}]`, reader.setup, reader.list));
  return read.filter((action) => action !== undefined);
}

function toList(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}
