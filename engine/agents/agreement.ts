/** The statechart of the agreement: the life of the text and, in parallel, whether one may still join. */
import { setup } from 'xstate';
import { isForceDue, isThresholdMet } from '../rules/force-in-ticks.ts';
import type { Run } from '../run/contract.ts';
import { EventKind } from '../run/events.ts';
import { Loop } from '../run/loop-position.ts';
import type { Actions, Guards } from '../statechart/step.ts';
import { unboundNames } from './unbound.ts';

/** Machine of the agreement; the implementations are `agreementImplementations`. */
export const agreementMachine = setup({
  types: {} as {
    events: {
      type:
        | 'TABLE'
        | 'ADOPT'
        | 'FAIL'
        | 'OPEN'
        | 'CLOSE'
        | 'DEPOSIT'
        | 'FORCE'
        | 'LAPSE'
        | 'REVIEW'
        | 'RESUME'
        | 'AMEND'
        | 'TERMINATE';
    };
  },
  guards: unboundNames('isForceDue', 'isThresholdMet', 'wasAmended'),
  actions: unboundNames('recordAdoption', 'recordForce', 'recordLapse'),
}).createMachine({
  id: 'agreement',
  type: 'parallel',
  states: {
    text: {
      initial: 'draft',
      states: {
        draft: { on: { TABLE: 'tabled', FAIL: 'abandoned' } },
        tabled: { on: { ADOPT: { target: 'adopted', actions: 'recordAdoption' }, FAIL: 'abandoned' } },
        adopted: {},
        abandoned: {},
      },
    },
    joining: {
      initial: 'notOpen',
      states: {
        notOpen: { on: { OPEN: 'openForSignature' } },
        openForSignature: { on: { CLOSE: 'openForAccession', TERMINATE: 'closed' } },
        openForAccession: { on: { LAPSE: 'closed', TERMINATE: 'closed' } },
        closed: {},
      },
    },
    force: {
      initial: 'none',
      states: {
        none: { on: { OPEN: 'awaitingEntryIntoForce' } },
        awaitingEntryIntoForce: {
          on: {
            DEPOSIT: [
              { target: 'inForce', guard: 'isForceDue', actions: 'recordForce' },
              { target: 'delayed', guard: 'isThresholdMet' },
            ],
            LAPSE: { target: 'lapsed', actions: 'recordLapse' },
          },
        },
        // the thresholds are met, and the delay of the rule runs: nothing can lapse any more
        delayed: {
          on: {
            DEPOSIT: { target: 'inForce', guard: 'isForceDue', actions: 'recordForce' },
            FORCE: { target: 'inForce', guard: 'isForceDue', actions: 'recordForce' },
          },
        },
        inForce: { on: { REVIEW: 'underReview', TERMINATE: 'terminated' } },
        lapsed: {},
        // the agreement stays in force while a conference reviews it
        underReview: {
          on: {
            RESUME: [{ target: 'amended', guard: 'wasAmended' }, { target: 'inForce' }],
            AMEND: 'amended',
            TERMINATE: 'terminated',
          },
        },
        // in force as amended
        amended: { on: { REVIEW: 'underReview', TERMINATE: 'terminated' } },
        terminated: {},
      },
    },
  },
});

const guards: Guards<Run> = {
  isForceDue,
  isThresholdMet: (run) => isThresholdMet(run, 0),
  wasAmended: (run) => run.i32['review.amendments'][0] > 0,
};

const actions: Actions<Run> = {
  recordAdoption: (run) => {
    run.i32['treaty.adoptedTick'][0] = run.loop[Loop.tick];
    run.emit(EventKind.adopted, -1, 0, 0, 0);
  },
  recordForce: (run) => {
    run.i32['treaty.forceTick'][0] = run.loop[Loop.tick];
    run.emit(EventKind.enteredIntoForce, -1, run.loop[Loop.tick], 0, 0);
  },
  recordLapse: (run) => run.emit(EventKind.lapsed, -1, 0, 0, 0),
};

/** What the names in `agreementMachine` do to a run. */
export const agreementImplementations = { guards, actions };
