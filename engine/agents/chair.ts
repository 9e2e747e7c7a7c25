/**
 * The statechart of the chair: it drafts, consults, tables the text it believes in, and brings down the
 * gavel; or takes up the pen again, where the text it tabled was not adopted.
 */
import { setup } from 'xstate';
import type { Run } from '../run/contract.ts';
import type { Actions, Guards } from '../statechart/step.ts';

/** Machine of the chair. */
export const chairMachine = setup({
  types: {} as { events: { type: 'DRAFT' | 'CONSULT' | 'TABLE' | 'GAVEL' | 'FAIL' } },
}).createMachine({
  id: 'chair',
  initial: 'waiting',
  states: {
    waiting: { on: { DRAFT: 'textDrafting', TABLE: 'tabling', FAIL: 'closed' } },
    textDrafting: { on: { CONSULT: 'consulting', FAIL: 'closed' } },
    consulting: { on: { DRAFT: 'textDrafting', TABLE: 'tabling', FAIL: 'closed' } },
    tabling: { on: { GAVEL: 'gavel', DRAFT: 'textDrafting', FAIL: 'closed' } },
    gavel: {},
    closed: {},
  },
});

const guards: Guards<Run> = {};
const actions: Actions<Run> = {};

/** What the names in `chairMachine` do to a run: nothing, the chair’s acts are those of the protocols. */
export const chairImplementations = { guards, actions };
