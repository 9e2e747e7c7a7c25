/**
 * The statechart of a state: its mandate, its stance at the table and its commitment to the treaty, in
 * parallel. The normative transitions are those of the model's part 2.9, as far as mechanisms exist for them.
 */
import { setup } from 'xstate';
import { wouldBeBoundAtOnce } from '../rules/force-in-ticks.ts';
import type { Run } from '../run/contract.ts';
import { EventKind } from '../run/events.ts';
import { Loop } from '../run/loop-position.ts';
import type { Actions, Guards } from '../statechart/step.ts';
import { unboundNames } from './unbound.ts';

/** Transitions that several states have. */
const recall = { target: 'none', actions: 'recordRecall' } as const;
const resubmit = { target: 'ratifying', guard: 'mayResubmit', actions: 'recordSubmission' } as const;
const revoke = { target: 'rejected', actions: 'recordRevocation' } as const;

/** Machine of a state; the implementations are `stateImplementations`. */
export const stateMachine = setup({
  types: {} as {
    events: {
      type:
        | 'ORDER'
        | 'MANDATE'
        | 'REVISE'
        | 'RECALL'
        | 'TEXT'
        | 'ACCEPT'
        | 'OBJECT'
        | 'AMEND'
        | 'WALK'
        | 'OFFER'
        | 'BLOCK'
        | 'SIGN'
        | 'SUBMIT'
        | 'SESSION'
        | 'SHELVE'
        | 'REVOKE'
        | 'ACCEDE'
        | 'FORCE'
        | 'PERIOD'
        | 'DEFECT'
        | 'COMPLY'
        | 'DETECT'
        | 'REINSTATE'
        | 'ESCAPE'
        | 'RESUME'
        | 'WITHDRAW'
        | 'RELEASE';
    };
  },
  guards: unboundNames(
    'isTextAdopted',
    'isWorseThanBefore',
    'hasNoHope',
    'seesHope',
    'ratifiesIntoForce',
    'ratifies',
    'rejects',
    'mayResubmit',
    'lacksCapacity',
    'hasCapacity',
    'hasServedPenalty',
  ),
  actions: unboundNames(
    'recordMandate',
    'recordRevision',
    'recordRecall',
    'recordSignature',
    'recordSubmission',
    'recordRatification',
    'recordRejection',
    'recordShelving',
    'recordRevocation',
    'recordForce',
  ),
}).createMachine({
  id: 'state',
  type: 'parallel',
  states: {
    mandate: {
      initial: 'none',
      states: {
        none: { on: { ORDER: 'drafting' } },
        drafting: {
          on: { MANDATE: { target: 'mandated', actions: 'recordMandate' }, RECALL: recall },
        },
        mandated: { on: { REVISE: { target: 'revised', actions: 'recordRevision' }, RECALL: recall } },
        revised: { on: { REVISE: { actions: 'recordRevision' }, RECALL: recall } },
      },
    },
    stance: {
      initial: 'exploring',
      states: {
        exploring: { on: { TEXT: 'bargaining' } },
        bargaining: {
          on: {
            OBJECT: 'holding',
            ACCEPT: 'accepting',
            WALK: { target: 'walkedOut', guard: 'hasNoHope' },
            BLOCK: 'blocking',
          },
        },
        holding: {
          on: {
            ACCEPT: 'accepting',
            WALK: { target: 'walkedOut', guard: 'hasNoHope' },
            BLOCK: 'blocking',
          },
        },
        accepting: {
          on: {
            OBJECT: 'holding',
            AMEND: { target: 'bargaining', guard: 'isWorseThanBefore' },
            BLOCK: 'blocking',
          },
        },
        blocking: { on: { ACCEPT: 'accepting' } },
        walkedOut: { on: { OFFER: { target: 'bargaining', guard: 'seesHope' } } },
      },
    },
    commitment: {
      initial: 'none',
      states: {
        none: {
          on: {
            SIGN: { target: 'signed', guard: 'isTextAdopted', actions: 'recordSignature' },
            ACCEDE: { target: 'ratifying', guard: 'isTextAdopted', actions: 'recordSubmission' },
          },
        },
        signed: { on: { SUBMIT: { target: 'ratifying', actions: 'recordSubmission' } } },
        ratifying: {
          on: {
            SESSION: [
              {
                target: 'inForce',
                guard: 'ratifiesIntoForce',
                actions: ['recordRatification', 'recordForce'],
              },
              { target: 'ratified', guard: 'ratifies', actions: 'recordRatification' },
              { target: 'rejected', guard: 'rejects', actions: 'recordRejection' },
            ],
            SHELVE: { target: 'shelved', actions: 'recordShelving' },
            RELEASE: 'none',
          },
        },
        ratified: {
          on: { FORCE: { target: 'inForce', actions: 'recordForce' }, REVOKE: revoke, RELEASE: 'none' },
        },
        // turned down at home, or undone by a new government: only an election opens it again
        rejected: { on: { SUBMIT: resubmit } },
        // the bill died with its window: a government may bring it in again
        shelved: { on: { SUBMIT: resubmit } },
        inForce: {
          initial: 'complying',
          // a treaty that ends releases its parties (Vienna Convention, art. 70)
          on: { REVOKE: revoke, WITHDRAW: 'withdrawn', RELEASE: 'none' },
          states: {
            // what an audit finds may lie some months back, so it can find a party that complies again
            complying: {
              on: {
                PERIOD: { target: 'lapsing', guard: 'lacksCapacity' },
                DEFECT: 'defecting',
                DETECT: 'sanctioned',
                ESCAPE: 'excused',
              },
            },
            lapsing: {
              on: {
                PERIOD: { target: 'complying', guard: 'hasCapacity' },
                DEFECT: 'defecting',
                DETECT: 'sanctioned',
                ESCAPE: 'excused',
              },
            },
            defecting: { on: { DETECT: 'sanctioned', COMPLY: 'complying', ESCAPE: 'excused' } },
            sanctioned: { on: { REINSTATE: { target: 'complying', guard: 'hasServedPenalty' } } },
            excused: { on: { RESUME: 'complying', DETECT: 'sanctioned' } },
          },
        },
        withdrawn: {
          on: { ACCEDE: { target: 'ratifying', guard: 'isTextAdopted', actions: 'recordSubmission' } },
        },
      },
    },
  },
});

const guards: Guards<Run> = {
  isTextAdopted: (run) => run.i32['treaty.adoptedTick'][0] >= 0,
  /** A text that costs more than .02 of utility is not the one the party accepted (part 2.9). */
  isWorseThanBefore: (_run, _party, event) => event.value < -0.02,
  hasNoHope: (run, party) => run.i32['talks.hopelessRounds'][party] >= 3,
  seesHope: (run, party) => run.i32['talks.hopelessRounds'][party] === 0,
  ratifiesIntoForce: (run, party, event) =>
    event.value < run.f64['ratification.hazard'][party] && wouldBeBoundAtOnce(run, party),
  ratifies: (run, party, event) => event.value < run.f64['ratification.hazard'][party],
  /** Rejection takes the other end of the same draw, so that one session has one outcome. */
  rejects: (run, party, event) => event.value > 1 - run.f64['ratification.rejection'][party],
  mayResubmit: (run, party) => run.i32['ratification.again']?.[party] === 1,
  lacksCapacity: (run, party, event) => event.value >= run.f64['compliance.ability'][party],
  hasCapacity: (run, party, event) => event.value < run.f64['compliance.ability'][party],
  hasServedPenalty: (run, party, event) => run.i32['compliance.cleanPeriods'][party] >= event.value,
};

const actions: Actions<Run> = {
  recordMandate: (run, party) => run.emit(EventKind.mandateGiven, party, 0, 0, 0),
  recordRevision: (run, party, event) => run.emit(EventKind.mandateRevised, party, event.value, 0, 0),
  recordRecall: (run, party) => run.emit(EventKind.mandateRecalled, party, 0, 0, 0),
  recordSignature: (run, party) => {
    run.i32['treaty.signedTick'][party] = run.loop[Loop.tick];
    run.emit(EventKind.signed, party, 0, 0, 0);
  },
  recordSubmission: (run, party) => run.emit(EventKind.submitted, party, 0, 0, 0),
  recordRatification: (run, party) => {
    run.i32['treaty.ratifiedTick'][party] = run.loop[Loop.tick];
    run.emit(EventKind.ratified, party, 0, 0, 0);
  },
  recordRejection: (run, party) => run.emit(EventKind.rejected, party, 0, 0, 0),
  recordShelving: (run, party) => run.emit(EventKind.shelved, party, 0, 0, 0),
  // Its instrument is no longer among the deposits. A treaty in force stays so for the others, even when
  // fewer are left than its entry into force needed (Vienna Convention, art. 55).
  recordRevocation: (run, party) => {
    run.i32['treaty.ratifiedTick'][party] = -1;
    run.i32['treaty.boundTick'][party] = -1;
    run.i32['treaty.dueTick'][party] = -1;
    const member = run.i32['compliance.member'];
    if (member !== undefined) {
      member[party] = 0;
      run.i32['compliance.open'][party] = 0;
    }
    run.emit(EventKind.revoked, party, 0, 0, 0);
  },
  recordForce: (run, party) => {
    run.i32['treaty.boundTick'][party] = run.loop[Loop.tick];
    run.emit(EventKind.becameBound, party, 0, 0, 0);
  },
};

/** What the names in `stateMachine` do to a run. */
export const stateImplementations = { guards, actions };
