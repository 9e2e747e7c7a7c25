/**
 * Ratification as a two-level game (Putnam 1988): what was signed abroad must be wanted at home. Each tick
 * the legislature of a state that submitted the treaty may ratify or reject it, with hazards that depend on
 * what the treaty is worth, on opinion and on who lobbies (model equation 8, corrections C4 and C6), and on
 * how deep it is (`rules/ratification.ts`, fitted to real lags).
 *
 *   z_i = stakes·(U_i − d_i) + opinion·(o_i − ½) − bar_i + lobby_i
 *   P(ratify in a tick) = rate·w·σ(z_i)        P(reject in a tick) = rejection·w·σ(−z_i)
 *
 * A constituency with a veto whose support is below what it asks for holds the chance at 0. A bill dies when
 * its window closes, and may be brought in again; what was rejected waits for an election. A state that
 * accepts by executive agreement asks no legislature, and can be undone by the next government. The model has
 * no window, no veto and no executive agreements: they are those of the ratification games that followed
 * Putnam (Milner 1997; for executive agreements Martin 2000).
 */
import * as z from 'zod';
import { agreementChart, stateChart } from '../agents/index.ts';
import { limits } from '../limits.ts';
import { clamp, logistic } from '../math.ts';
import { remembering } from '../remember.ts';
import { isForceDue, isThresholdMet, noteDueTicks, noteThresholds, waives } from '../rules/force-in-ticks.ts';
import {
  chanceToRatify,
  chanceToReject,
  fittedRates,
  legislativePace,
  legislativeWork,
} from '../rules/ratification.ts';
import { depthBinding } from '../rules/reservations.ts';
import type { Mechanism, Parameters, Run } from '../run/contract.ts';
import { streamId } from '../run/draws.ts';
import { EventKind, Reason } from '../run/events.ts';
import { Loop } from '../run/loop-position.ts';
import { plausible } from '../scenario/plausible.ts';
import type { Finding } from '../scenario/problems.ts';
import type { ScenarioFile } from '../scenario/schema.ts';
import { ratificationMetrics } from './ratification-metrics.ts';
import { ratificationSlices } from './ratification-slices.ts';

const parameters = z.strictObject({
  rate: z
    .number()
    .min(0)
    .max(1)
    .default(fittedRates.rate)
    .describe('largest chance of ratification in a month of legislative work')
    .meta(
      plausible([0.25, 0.6], 'chance a month of work', {
        source: 'a choice of the model, around the fit to UN Treaty Collection data',
      }),
    ),
  rejection: z
    .number()
    .min(0)
    .max(1)
    .default(fittedRates.rejection)
    .describe('largest chance of rejection in a month of legislative work')
    .meta(plausible([0.005, 0.05], 'chance a month of work', { scale: 'log' })),
  drag: z
    .number()
    .min(0)
    .max(20)
    .optional()
    .describe(
      'how much depth slows a legislature: on a treaty of depth D a month counts as exp(−drag·D) months of ' +
        `work; by default ${fittedRates.drag}, fitted to the Paris, Kigali and Doha ratifications`,
    )
    .meta(
      plausible([2, 5], 'per unit of depth', {
        source: 'a choice of the model, around the fit to UN Treaty Collection data',
        usual: fittedRates.drag,
      }),
    ),
  reading: z
    .number()
    .min(0)
    .max(120)
    .optional()
    .describe(
      'months of legislative work until the chance is at its largest; by default ' +
        `${fittedRates.reading}, fitted to the same`,
    )
    .meta(
      plausible([1, 4], 'months of work', {
        source: 'a choice of the model, around the fit to UN Treaty Collection data',
        usual: fittedRates.reading,
      }),
    ),
  stakes: z
    .number()
    .min(0)
    .max(50)
    .default(8)
    .describe('weight of the gain over no agreement')
    .meta(plausible([4, 12], 'z a unit of utility')),
  opinion: z
    .number()
    .min(0)
    .max(50)
    .default(6)
    .describe('weight of public opinion at home')
    .meta(plausible([3, 9], 'z a unit of opinion')),
  lobbyLimit: z
    .number()
    .min(0)
    .max(2)
    .default(0.3)
    .describe('most that all lobbies together can move')
    .meta(plausible([0.15, 0.6], 'z')),
  window: z
    .number()
    .int()
    .min(1)
    .max(limits.ticks)
    .optional()
    .describe('ticks after which a bill dies that was neither passed nor rejected; by default it does not'),
  resubmitAfter: z
    .number()
    .int()
    .min(1)
    .max(limits.ticks)
    .optional()
    .describe('ticks until a bill that died may be brought in again without an election; by default 12'),
});

type RatificationParameters = z.output<typeof parameters>;

const session = streamId('ratification.session');
const isRatifying = stateChart.in('commitment.ratifying');
const isRatified = stateChart.in('commitment.ratified');
const isShelved = stateChart.in('commitment.shelved');

/** Ticks until a bill that died may be brought in again, where the scenario does not say. */
const usualRecess = 12;

/** Net weight of the endorsements of parties without a vote, within ± the limit. */
function lobby(run: Run, limit: number): number {
  const { scenario } = run;
  const endorsement = run.i32['talks.endorsement'];
  let net = 0;
  for (let party = 0; party < scenario.partyCount; party++)
    net += scenario.lobbying[party] * endorsement[party];
  return clamp(net, -limit, limit);
}

/** z_i: what the text weighs at home. */
function pressureOf(run: Run, settings: RatificationParameters, party: number, lobbied: number): number {
  const { scenario } = run;
  const gain = run.textUtility(party) - scenario.reversionUtility[party];
  return (
    settings.stakes * gain +
    settings.opinion * (scenario.opinion[party] - 0.5) -
    scenario.bar[party] +
    lobbied
  );
}

/** Parameters of this mechanism in the scenario of a run; undefined where it is off. */
function settingsOf(run: Run): RatificationParameters | undefined {
  const placed = run.scenario.mechanisms.find(({ mechanism }) => mechanism.id === 'ratification');
  return placed?.parameters as RatificationParameters | undefined;
}

/** z_i of a party now, whether or not the treaty is before its legislature; NaN without this mechanism. */
export function pressureAtHome(run: Run, party: number): number {
  const settings = settingsOf(run);
  if (settings === undefined) return Number.NaN;
  return pressureOf(run, settings, party, lobby(run, settings.lobbyLimit));
}

/**
 * The gain over no agreement at which z_i is `least`: packages that give as much make up the win-set.
 * −Infinity where home asks for nothing: an executive decides, the stakes weigh nothing, or the mechanism is
 * off.
 */
export function gainAskedAtHome(run: Run, party: number, least: number): number {
  const settings = settingsOf(run);
  if (settings === undefined || settings.stakes === 0 || run.scenario.byExecutive[party] === 1) {
    return -Infinity;
  }
  const { opinion, bar } = run.scenario;
  const without = settings.opinion * (opinion[party] - 0.5) - bar[party] + lobby(run, settings.lobbyLimit);
  return (least - without) / settings.stakes;
}

/** Place of the first constituency whose veto blocks ratification, −1 when none does. */
export function vetoAtHome(run: Run, party: number): number {
  const { publics, byExecutive } = run.scenario;
  if (byExecutive[party] === 1) return -1;
  const opinion = run.f64['opinion.public'] ?? publics.opinion;
  const from = party * publics.stride;
  for (let v = 0; v < publics.count[party]; v++) {
    if (opinion[from + v] < publics.vetoBelow[from + v]) return v;
  }
  return -1;
}

/** Tells when another constituency blocks than before, or none does any more. */
function noteVeto(run: Run, party: number, veto: number): void {
  const known = run.i32['ratification.veto'];
  if (known[party] === veto + 1) return;
  known[party] = veto + 1;
  if (veto < 0) run.emit(EventKind.vetoLifted, party, 0, 0, 0);
  else run.emit(EventKind.vetoedAtHome, party, veto, 0, 0);
}

/** Tells a chance and, where it is new, the pressure behind it; both are the same in many months. */
function explain(run: Run, party: number, pressure: number, hazard: number): void {
  const { moved, opinion, bar } = run.scenario;
  if (run.f64['ratification.pressure'][party] !== pressure) {
    run.f64['ratification.pressure'][party] = pressure;
    run.emitNumber(EventKind.reasoned, party, pressure, Reason.pressure);
    if (moved.includes('opinion')) run.emitNumber(EventKind.reasoned, party, opinion[party], Reason.opinion);
    if (moved.includes('bar')) run.emitNumber(EventKind.reasoned, party, bar[party], Reason.bar);
  }
  if (run.f64['ratification.hazard'][party] === hazard) return;
  run.f64['ratification.hazard'][party] = hazard;
  run.emitNumber(EventKind.reasoned, party, hazard, Reason.hazard);
}

const paceOf = remembering(legislativePace, limits.parties);
const favourOf = remembering(logistic, limits.parties);
const disfavourOf = remembering((pressure) => logistic(-pressure), limits.parties);

/** What a month of legislative work counts for, on the text as it binds a party. */
function workOf(run: Run, settings: RatificationParameters, party: number): number {
  const drag = settings.drag ?? fittedRates.drag;
  const reading = settings.reading ?? fittedRates.reading;
  const pace = paceOf(party, drag * depthBinding(run, party));
  return legislativeWork(reading, pace, run.i32['ratification.months'][party]);
}

/** What the treaty weighs at home, and the hazards that follow. */
function weigh(run: Run, settings: RatificationParameters, party: number, lobbied: number): void {
  const months = run.i32['ratification.months'];
  if (months[party]++ === 0) {
    run.i32['ratification.again'][party] = 0;
    run.i32['ratification.shelvedTick'][party] = -1;
  }
  const pressure = pressureOf(run, settings, party, lobbied);
  const veto = vetoAtHome(run, party);
  noteVeto(run, party, veto);
  if (run.scenario.byExecutive[party] === 1) {
    run.f64['ratification.rejection'][party] = 0;
    explain(run, party, pressure, 1);
    return;
  }
  const work = workOf(run, settings, party);
  run.f64['ratification.rejection'][party] = chanceToReject(
    settings.rejection,
    work,
    disfavourOf(party, pressure),
  );
  explain(
    run,
    party,
    pressure,
    veto < 0 ? chanceToRatify(settings.rate, work, favourOf(party, pressure)) : 0,
  );
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
    if (!isRatified(run, party) || due[party] < 0 || due[party] > tick) continue;
    run.sendParty(party, stateChart.event.FORCE);
  }
}

/**
 * Every legislature with the treaty before it weighs it; false when there is none, as in most years. All
 * weigh before the first session is held: a rejection must not be known abroad in the month it happens.
 */
function weighAll(run: Run, settings: RatificationParameters): boolean {
  const { states } = run.scenario;
  let lobbied = Number.NaN;
  for (let s = 0; s < states.length; s++) {
    if (!isRatifying(run, states[s])) continue;
    if (Number.isNaN(lobbied)) lobbied = lobby(run, settings.lobbyLimit);
    weigh(run, settings, states[s], lobbied);
  }
  return !Number.isNaN(lobbied);
}

/** The draw of a session: none where an executive decides alone. */
function drawSession(run: Run, party: number): number {
  if (run.scenario.byExecutive[party] === 1) return 0;
  const draw = run.tickUniform(session, party);
  run.emitNumber(EventKind.reasoned, party, draw, Reason.draw);
  return draw;
}

function holdSession(run: Run, settings: RatificationParameters, party: number): void {
  const draw = drawSession(run, party);
  if (!run.sendParty(party, stateChart.event.SESSION, draw)) {
    closeWindow(run, settings, party);
    return;
  }
  run.i32['ratification.months'][party] = 0;
  if (run.i32['treaty.ratifiedTick'][party] >= 0) {
    deposit(run, party);
    return;
  }
  run.i32['ratification.rejections'][party]++;
  run.expect(party, false);
}

/** A bill dies when its window closes, and the others count on that state no more. */
function closeWindow(run: Run, { window }: RatificationParameters, party: number): void {
  if (window === undefined || run.i32['ratification.months'][party] < window) return;
  run.sendParty(party, stateChart.event.SHELVE);
  run.i32['ratification.months'][party] = 0;
  run.i32['ratification.shelvings'][party]++;
  run.i32['ratification.shelvedTick'][party] = run.loop[Loop.tick];
  run.expect(party, false);
}

/** Bills that died long enough ago may be brought in again. */
function endRecess(run: Run, { window, resubmitAfter }: RatificationParameters): void {
  if (window === undefined) return;
  const { states } = run.scenario;
  const since = run.i32['ratification.shelvedTick'];
  for (let s = 0; s < states.length; s++) {
    const party = states[s];
    const isOver = since[party] >= 0 && run.loop[Loop.tick] - since[party] >= (resubmitAfter ?? usualRecess);
    if (isOver && isShelved(run, party)) run.i32['ratification.again'][party] = 1;
  }
}

function onTick(run: Run, parameters: Parameters): void {
  if (run.i32['treaty.adoptedTick'][0] < 0) return;
  const settings = parameters as RatificationParameters;
  const { states } = run.scenario;
  bindWhoIsDue(run);
  endRecess(run, settings);
  if (!weighAll(run, settings)) return;
  for (let s = 0; s < states.length; s++) {
    if (isRatifying(run, states[s])) holdSession(run, settings, states[s]);
  }
  bindWhoIsDue(run);
}

/** A bill that has more time than the run has cannot die, and says nothing. */
function check(parameters: Parameters, { ticks }: ScenarioFile): Finding[] {
  const { window } = parameters as RatificationParameters;
  if (window === undefined || window <= ticks) return [];
  const message = `the window of ratification is ${window} ticks, and the run has ${ticks}`;
  const hint = 'Raise `ticks`, shorten the window, or leave it out: a bill then does not die.';
  return [{ path: ['window'], code: 'horizon-short', message, hint }];
}

/** The ratification mechanism. */
export const ratification: Mechanism = {
  id: 'ratification',
  title: 'Ratification',
  summary: 'chances of ratification and rejection at home, from stakes, opinion, bar, lobbies and depth',
  source:
    'Putnam 1988; pace and depth: fitted to UN Treaty Collection data; functional form of z: proposal of ' +
    'the model',
  parameters,
  slices: ratificationSlices,
  metrics: ratificationMetrics,
  check,
  onTick,
};
