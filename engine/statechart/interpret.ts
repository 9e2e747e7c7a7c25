/**
 * The reference interpreter: the same machine and the same implementations, run by xstate itself. Slow
 * (tens of microseconds a step) and exact; tests compare every step of the tables with it.
 */
import {
  type AnyActor,
  type AnyMachineSnapshot,
  type AnyStateMachine,
  createActor,
  createMachine,
  type StateValue,
  transition,
} from 'xstate';
import type { ChartEvent, Implementations } from './bind.ts';

/** What the context of an adapted machine leads to. Machines hold no data: this is where the data is. */
export interface Handle<S> {
  readonly state: S;
  readonly party: number;
  /** The event that is being handled; also what eventless transitions and entry actions see. */
  readonly event: ChartEvent;
}

/** The outcome of one step of xstate. */
export interface InterpretedStep {
  readonly value: StateValue;
  /** Whether the machine is in its final state. */
  readonly done: boolean;
  /** Transitions taken in all microsteps together. */
  readonly taken: number;
}

/** xstate running the implementations of a machine. */
export interface Interpreter<S> {
  /** The machine with the implementations in it; its context is made by {@link Interpreter.context}. */
  readonly machine: AnyStateMachine;
  /** The context that leads to a handle. */
  context(handle: Handle<S>): { handle: () => Handle<S> };
  /** Starts the machine: runs entry actions over `handle.state`. */
  start(handle: Handle<S>): InterpretedStep;
  /**
   * One event, by an actor: actions run as they come, so that guards of later microsteps see what they did.
   * The configuration is resolved anew from `value`, whose keys must be in document order, as `toValue`
   * gives them: a long-lived snapshot remembers in which order its states were entered and orders actions
   * by that.
   */
  send(value: StateValue, handle: Handle<S>): InterpretedStep;
  /**
   * One event, by the pure `transition()` of xstate, whose returned actions are run afterwards. All guards,
   * those of eventless microsteps too, see the state before; without guarded eventless transitions it
   * equals `send`.
   */
  sendPure(value: StateValue, handle: Handle<S>): Omit<InterpretedStep, 'taken'>;
}

/**
 * Adapts `machine`, whose events are numbered by `eventNames`, to xstate.
 *
 * @example
 * const reference = interpretMachine(machine, table.eventNames, implementations);
 * reference.send({ stance: 'open' }, { state, party: 0, event: { type: 2, value: 0.5, other: -1 } }).value;
 */
export function interpretMachine<S>(
  machine: AnyStateMachine,
  eventNames: readonly string[],
  implementations: Implementations<S>,
): Interpreter<S> {
  const adapted = adapt(machine, implementations);
  // A function, because xstate walks through every object that it finds in a restored context.
  const context = (handle: Handle<S>) => ({ handle: () => handle });
  const resolve = (value: StateValue, handle: Handle<S>): AnyMachineSnapshot =>
    adapted.resolveState({ value, context: context(handle) });
  const nameOf = (event: ChartEvent) => ({ type: eventNames[event.type] });

  return {
    machine: adapted,
    context,
    start(handle) {
      return runActor((inspect) => createActor(adapted, { input: context(handle), inspect }));
    },
    send(value, handle) {
      const snapshot = resolve(value, handle);
      return runActor((inspect) => createActor(adapted, { snapshot, inspect }), nameOf(handle.event));
    },
    sendPure(value, handle) {
      const before = resolve(value, handle);
      if (before.status !== 'active') return { value, done: true };
      const [after, executed] = transition(adapted, before, nameOf(handle.event)) as [
        AnyMachineSnapshot,
        readonly {
          exec?: ((info: unknown, params: unknown) => void) | undefined;
          info: unknown;
          params: unknown;
        }[],
      ];
      for (const { exec, info, params } of executed) exec?.(info, params);
      return { value: after.value as StateValue, done: after.status === 'done' };
    },
  };
}

/** The machine's configuration with a context that is a handle, and named functions that call ours. */
function adapt<S>(machine: AnyStateMachine, implementations: Implementations<S>): AnyStateMachine {
  type Arguments = { readonly context: { handle: () => Handle<S> } };
  const call =
    <R>(implementation: (state: S, party: number, event: ChartEvent, params: unknown) => R) =>
    ({ context }: Arguments, params: unknown): R => {
      const { state, party, event } = context.handle();
      return implementation(state, party, event, params);
    };
  const callAll = <R>(named: Readonly<Record<string, (s: S, p: number, e: ChartEvent, q: unknown) => R>>) =>
    Object.fromEntries(Object.entries(named).map(([name, implementation]) => [name, call(implementation)]));
  const config = { ...machine.config, context: ({ input }: { input: unknown }) => input };
  const adapted: unknown = createMachine(
    config as never,
    { guards: callAll(implementations.guards), actions: callAll(implementations.actions) } as never,
  );
  return adapted as AnyStateMachine;
}

type Inspect = (inspected: { readonly type: string; readonly _transitions?: readonly unknown[] }) => void;

function runActor(
  create: (inspect: Inspect) => AnyActor,
  event?: { readonly type: string },
): InterpretedStep {
  let taken = 0;
  let failure: unknown;
  const actor = create((inspected) => {
    if (inspected.type === '@xstate.microstep') taken += inspected._transitions?.length ?? 0;
  });
  // Without an observer xstate would report the failure of an implementation from a timer of its own.
  actor.subscribe({
    error: (error) => {
      failure = error;
    },
  });
  actor.start();
  if (event !== undefined && actor.getSnapshot().status === 'active') actor.send(event);
  const snapshot = actor.getSnapshot() as AnyMachineSnapshot;
  if (failure !== undefined) throw failure;
  if (snapshot.status === 'error') throw snapshot.error;
  const result = { value: snapshot.value as StateValue, done: snapshot.status === 'done', taken };
  actor.stop();
  return result;
}
