/**
 * Ratification as a two-level game (Putnam 1988): what was signed abroad must be wanted at home. Each tick
 * the legislature of a state that submitted the treaty may ratify or reject it, with hazards that depend on
 * what the treaty is worth, on opinion and on who lobbies (model equation 8, corrections C4 and C6).
 *
 *   z_i = stakes·(U_i − d_i) + opinion·(o_i − ½) − bar_i + lobby_i
 *   P(ratify in a tick) = rate·σ(z_i)        P(reject in a tick) = rejection·σ(−z_i)
 */
import * as z from 'zod';
import { agreementChart, stateChart } from '../agents/index.ts';
import { clamp, logistic } from '../math.ts';
import { isForceDue, isThresholdMet, noteDueTicks, noteThresholds, waives } from '../rules/force-in-ticks.ts';
import type { Mechanism, Parameters, Run } from '../run/contract.ts';
import { streamId } from '../run/draws.ts';
import { EventKind, Reason } from '../run/events.ts';
import { Loop } from '../run/loop-position.ts';

const parameters = z.strictObject({
  rate: z.number().min(0).max(1).default(0.12).describe('largest chance of ratification in a tick'),
  rejection: z.number().min(0).max(1).default(0.02).describe('largest chance of rejection in a tick'),
  stakes: z.number().min(0).max(50).default(8).describe('weight of the gain over no agreement'),
  opinion: z.number().min(0).max(50).default(6).describe('weight of public opinion at home'),
  lobbyLimit: z.number().min(0).max(2).default(0.3).describe('most that all lobbies together can move'),
});

type RatificationParameters = z.output<typeof parameters>;

const session = streamId('ratification.session');
const isRatifying = stateChart.in('commitment.ratifying');

/** Net weight of the endorsements of parties without a vote, within ± the limit. */
function lobby(run: Run, limit: number): number {
  const { scenario } = run;
  const endorsement = run.i32['talks.endorsement'];
  let net = 0;
  for (let party = 0; party < scenario.partyCount; party++)
    net += scenario.lobbying[party] * endorsement[party];
  return clamp(net, -limit, limit);
}

/**
 * Sets the hazards of a session. They follow from the pressure, which is the same in most months as in the
 * last.
 */
function setHazards(run: Run, settings: RatificationParameters, party: number, pressure: number): void {
  const hazard = run.f64['ratification.hazard'];
  const isKnown = run.f64['ratification.pressure'][party] === pressure;
  if (isKnown && hazard[party] > 0) return;
  hazard[party] = settings.rate * logistic(pressure);
  run.f64['ratification.rejection'][party] = settings.rejection * logistic(-pressure);
  if (isKnown) return;
  run.f64['ratification.pressure'][party] = pressure;
  run.emitNumber(EventKind.reasoned, party, pressure, Reason.pressure);
  run.emitNumber(EventKind.reasoned, party, hazard[party], Reason.hazard);
}

/** What the treaty weighs at home, and the hazards that follow. */
function weigh(run: Run, settings: RatificationParameters, party: number, lobbied: number): void {
  const { scenario } = run;
  const gain = run.textUtility(party) - scenario.reversionUtility[party];
  const pressure =
    settings.stakes * gain +
    settings.opinion * (scenario.opinion[party] - 0.5) -
    scenario.bar[party] +
    lobbied;
  setHazards(run, settings, party, pressure);
}

/** An instrument is deposited: it may meet thresholds, and those who ratified learn when they are bound. */
function deposit(run: Run, party: number): void {
  const due = run.i32['treaty.dueTick'];
  const tick = run.loop[Loop.tick];
  if (waives(run, party)) run.emit(EventKind.thresholdsWaived, party, 0, 0, 0);
  const place = run.scenario.instrument[party] + 1;
  const wasMet = isThresholdMet(run, place);
  noteThresholds(run, place);
  if (!wasMet && isThresholdMet(run, place) && run.i32['treaty.bindsTick'][place] > tick) {
    run.emit(EventKind.thresholdsMet, -1, place, run.i32['treaty.bindsTick'][place], 0);
  }
  noteDueTicks(run);
  if (wasMet && due[party] > tick) run.emit(EventKind.bindingDue, party, due[party], 0, 0);
  run.sendAgreement(agreementChart.event.DEPOSIT);
}

/** What is due this month: entry into force after its delay, and the parties whose own delay is over. */
function bindWhoIsDue(run: Run): void {
  const { states, additionalProtocols } = run.scenario;
  const due = run.i32['treaty.dueTick'];
  const tick = run.loop[Loop.tick];
  if (isForceDue(run)) run.sendAgreement(agreementChart.event.FORCE);
  for (let place = 1; place <= additionalProtocols.length; place++) {
    const binds = run.i32['treaty.bindsTick'][place];
    if (binds < 0 || binds > tick || run.i32['treaty.protocolTick'][place] >= 0) continue;
    run.i32['treaty.protocolTick'][place] = tick;
    run.emit(EventKind.protocolInForce, -1, place, 0, 0);
  }
  for (let s = 0; s < states.length; s++) {
    const party = states[s];
    if (due[party] >= 0 && due[party] <= tick) run.sendParty(party, stateChart.event.FORCE);
  }
}

function holdSession(run: Run, party: number): void {
  const draw = run.tickUniform(session, party);
  run.emitNumber(EventKind.reasoned, party, draw, Reason.draw);
  if (!run.sendParty(party, stateChart.event.SESSION, draw)) return;
  const ratified = run.i32['treaty.ratifiedTick'][party] >= 0;
  if (ratified) deposit(run, party);
  else run.i32['treaty.expected'][party] = 0;
}

function onTick(run: Run, parameters: Parameters): void {
  if (run.i32['treaty.adoptedTick'][0] < 0) return;
  const settings = parameters as RatificationParameters;
  const { states } = run.scenario;
  bindWhoIsDue(run);
  const lobbied = lobby(run, settings.lobbyLimit);
  // All weigh before the first session is held: a rejection must not be known abroad in the month it happens.
  for (let s = 0; s < states.length; s++) {
    if (isRatifying(run, states[s])) weigh(run, settings, states[s], lobbied);
  }
  for (let s = 0; s < states.length; s++) if (isRatifying(run, states[s])) holdSession(run, states[s]);
  bindWhoIsDue(run);
}

/** The ratification mechanism. */
export const ratification: Mechanism = {
  id: 'ratification',
  title: 'Ratification',
  summary: 'hazards of ratification and rejection at home, from stakes, opinion, bar and lobbies',
  source: 'Putnam 1988; functional form and rates: proposal of the model',
  parameters,
  slices: [
    {
      name: 'ratification.hazard',
      type: 'f64',
      per: 'party',
      visible: 'own',
      doc: 'chance of ratification in a tick',
    },
    {
      name: 'ratification.rejection',
      type: 'f64',
      per: 'party',
      visible: 'own',
      doc: 'chance of rejection in a tick',
    },
    {
      name: 'ratification.pressure',
      type: 'f64',
      per: 'party',
      visible: 'own',
      doc: 'z_i, as last explained',
    },
  ],
  onTick,
};
