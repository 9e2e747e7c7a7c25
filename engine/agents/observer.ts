/**
 * The statechart of a party without a vote: a firm, a chamber, an NGO, a university network. It is invited or
 * not, follows the talks, and in the end endorses or opposes what the states adopted.
 */
import { setup } from 'xstate';
import type { Run } from '../run/contract.ts';
import { EventKind } from '../run/events.ts';
import type { Actions, Guards } from '../statechart/step.ts';
import { unboundNames } from './unbound.ts';

/** Machine of an observer; the implementations are `observerImplementations`. */
export const observerMachine = setup({
  types: {} as { events: { type: 'INVITE' | 'ACCEPT' | 'OBJECT' | 'ENDORSE' | 'OPPOSE' } },
  actions: unboundNames('recordEndorsement', 'recordOpposition'),
}).createMachine({
  id: 'observer',
  type: 'parallel',
  states: {
    standing: {
      initial: 'outside',
      states: { outside: { on: { INVITE: 'accredited' } }, accredited: {} },
    },
    stance: {
      initial: 'watching',
      states: {
        watching: {
          on: {
            ACCEPT: 'supportive',
            OBJECT: 'critical',
            ENDORSE: { target: 'endorsing', actions: 'recordEndorsement' },
            OPPOSE: { target: 'opposing', actions: 'recordOpposition' },
          },
        },
        supportive: {
          on: {
            OBJECT: 'critical',
            ENDORSE: { target: 'endorsing', actions: 'recordEndorsement' },
            OPPOSE: { target: 'opposing', actions: 'recordOpposition' },
          },
        },
        critical: {
          on: {
            ACCEPT: 'supportive',
            ENDORSE: { target: 'endorsing', actions: 'recordEndorsement' },
            OPPOSE: { target: 'opposing', actions: 'recordOpposition' },
          },
        },
        endorsing: {},
        opposing: {},
      },
    },
  },
});

const guards: Guards<Run> = {};
const actions: Actions<Run> = {
  recordEndorsement: (run, party) => run.emit(EventKind.endorsed, party, 1, 0, 0),
  recordOpposition: (run, party) => run.emit(EventKind.endorsed, party, 0, 0, 0),
};

/** What the names in `observerMachine` do to a run. */
export const observerImplementations = { guards, actions };
