/**
 * The statechart of a meeting of the assembly: how far its business has come and, in parallel, what is done
 * with the floor. A point of order interrupts whatever is in hand and is ruled on at once; an appeal against
 * the ruling is put to the vote at once (Rules of Procedure of the General Assembly, rules 67–91).
 */
import { setup } from 'xstate';
import { At } from '../rules/procedure.ts';
import type { Run } from '../run/contract.ts';
import type { Actions, Guards } from '../statechart/step.ts';
import { unboundNames } from './unbound.ts';

/** Machine of a meeting; the implementations are `meetingImplementations`. */
export const meetingMachine = setup({
  types: {} as {
    events: {
      type:
        | 'CONVENE'
        | 'OPEN'
        | 'TABLE'
        | 'DEBATE'
        | 'SUSPEND'
        | 'ADJOURN'
        | 'DECIDE'
        | 'DIVIDE'
        | 'PUT'
        | 'EXPLAIN'
        | 'CLOSE'
        | 'RAISE'
        | 'RULE'
        | 'APPEAL'
        | 'MOVE'
        | 'SETTLE';
    };
  },
  guards: unboundNames('isQuorate', 'isQuorateToVote'),
}).createMachine({
  id: 'meeting',
  type: 'parallel',
  states: {
    business: {
      initial: 'notConvened',
      states: {
        notConvened: { on: { CONVENE: 'convened' } },
        convened: { on: { OPEN: { target: 'generalDebate', guard: 'isQuorate' } } },
        generalDebate: { on: { TABLE: 'tabling' } },
        tabling: { on: { DEBATE: 'debate', CLOSE: 'closed' } },
        debate: {
          on: {
            SUSPEND: 'suspended',
            ADJOURN: 'adjourned',
            DECIDE: { target: 'amendments', guard: 'isQuorateToVote' },
            CLOSE: 'closed',
          },
        },
        suspended: { on: { OPEN: { target: 'debate', guard: 'isQuorate' }, CLOSE: 'closed' } },
        adjourned: { on: { OPEN: { target: 'debate', guard: 'isQuorate' }, CLOSE: 'closed' } },
        amendments: { on: { DIVIDE: 'parts' } },
        parts: { on: { PUT: 'whole' } },
        whole: { on: { EXPLAIN: 'explanations' } },
        explanations: { on: { DEBATE: 'debate', CLOSE: 'closed' } },
        closed: { on: { CONVENE: 'convened' } },
      },
    },
    floor: {
      initial: 'free',
      states: {
        free: { on: { RAISE: 'pointOfOrder', MOVE: 'motionInHand' } },
        pointOfOrder: { on: { RULE: 'ruledOn' } },
        ruledOn: { on: { APPEAL: 'appealed', SETTLE: 'free' } },
        appealed: { on: { SETTLE: 'free' } },
        motionInHand: { on: { SETTLE: 'free' } },
      },
    },
  },
});

const guards: Guards<Run> = {
  isQuorate: (run) => run.i32['assembly.state'][At.present] >= run.i32['assembly.state'][At.neededToOpen],
  isQuorateToVote: (run) =>
    run.i32['assembly.state'][At.present] >= run.i32['assembly.state'][At.neededToVote],
};

const actions: Actions<Run> = {};

/** What the names in `meetingMachine` do to a run: nothing, the acts of a meeting are the protocol’s. */
export const meetingImplementations = { guards, actions };
