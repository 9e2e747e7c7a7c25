/**
 * The dividend of artificial intelligence: how much it adds to income, who gets it, and how unequal that is
 * between states and within them (model equation 15 with correction C8). An account of the run: nothing else
 * reads it.
 *
 *   Y(t)    logistic from 0 to its total at the horizon: a sum over all years, or a level a year at the end
 *   share_i = (1 − ϑ)·w_i·r_i^ψ / Σ_j w_j·r_j^ψ + ϑ·people_i
 *   g_i′    = (.02·n_i·(1 − talent_i) − .03·net_i) / 12 a tick, held within [.2, .7]
 *   n_i′    = (p + q·n_i)·(1 − n_i) / 12 a tick
 *
 * - 15.7 trillion dollars: the seeds speak of what AI adds in a decade; PwC (2017), the figure’s source, of
 *   the level of yearly output in 2030. `dividendMeaning` chooses; the default is the seeds’ reading.
 * - ψ above 1 gives the most ready more than their share (superstars: Rosen 1981). ϑ is a levy shared by
 *   heads.
 * - n_i is the share of a state’s economy that has adopted AI (Bass 1969). It widens the distribution within
 *   a state the more, the less talent there is to use it; a safety net narrows it.
 *
 * Inequality between states is Gini’s and Theil’s index of the dividend per head; with those within, taken
 * for lognormal, it adds up to that among all people (Theil 1967).
 */
import * as z from 'zod';
import { clamp, logistic, pow } from '../math.ts';
import type { Mechanism, Metric, Parameters, Run, Scenario } from '../run/contract.ts';
import { EventKind } from '../run/events.ts';
import { Loop } from '../run/loop-position.ts';
import { idSchema, share } from '../scenario/basic-schema.ts';
import { Pillar, pillarNames } from '../scenario/pillars.ts';
import { plausible } from '../scenario/plausible.ts';
import type { Finding } from '../scenario/problems.ts';
import type { ScenarioFile } from '../scenario/schema.ts';
import { ofStates } from './growth.ts';
import { gini, type Theil, theil, theilOfLognormal } from './inequality.ts';
import { once } from './once.ts';
import { checkIssue, checkTable } from './parameter-checks.ts';
import { isBound, issueAt, placeOfText, sharesOf, tableOf } from './standing.ts';

const parameters = z.strictObject({
  total: z
    .number()
    .min(0)
    .max(1000)
    .default(15.7)
    .describe('trillions of dollars, in the meaning below')
    .meta(plausible([10, 20], 'trillions of dollars')),
  dividendMeaning: z
    .enum(['cumulative', 'annualAtEnd'])
    .default('cumulative')
    .describe('whether the total is the sum until the horizon, or what a year adds at the horizon'),
  horizon: z.number().int().min(12).max(1200).default(120).describe('ticks until the total is reached'),
  steepness: z
    .number()
    .min(1)
    .max(20)
    .default(8)
    .describe('of the logistic over the horizon')
    .meta(plausible([5, 10], 'per horizon')),
  winnerTakeAll: z
    .number()
    .min(0)
    .max(5)
    .default(1.8)
    .describe('ψ: exponent of readiness in the shares')
    .meta(plausible([0.5, 3], 'exponent of readiness', { source: 'model equation 15' })),
  levy: share.default(0).describe('ϑ: share of the dividend that is shared by heads; the model has 0 to .1'),
  levyIssue: idSchema
    .optional()
    .describe('issue whose option in the text scales the levy, paid by those whom the treaty binds'),
  size: idSchema.optional().describe('table of the economies’ sizes; voting weights unless given'),
  people: idSchema.optional().describe('table of populations; as many in every state unless given'),
  giniWithin: z
    .number()
    .min(0.2)
    .max(0.7)
    .default(0.38)
    .describe('g: Gini coefficient within a state at the start')
    .meta(plausible([0.3, 0.45], 'Gini coefficient')),
  giniTable: idSchema.optional().describe('table of these coefficients by state'),
  widening: z
    .number()
    .min(0)
    .max(0.2)
    .default(0.02)
    .describe('what full adoption without talent adds to g a year')
    .meta(plausible([0.01, 0.04], 'Gini coefficient a year')),
  narrowing: z
    .number()
    .min(0)
    .max(0.2)
    .default(0.03)
    .describe('what a full safety net takes from g a year')
    .meta(plausible([0.015, 0.06], 'Gini coefficient a year')),
  safetyNet: share
    .default(0.25)
    .describe('net: extent of the safety net')
    .meta(plausible([0.1, 0.5], 'share')),
  safetyNetTable: idSchema.optional().describe('table of safety nets by state'),
  innovation: z
    .number()
    .min(0)
    .max(0.5)
    .default(0.01)
    .describe('p of Bass: adoption a year on their own')
    .meta(
      plausible([0.003, 0.03], 'share a year', {
        scale: 'log',
        source: 'a choice of the model, up to the mean of .03 in Sultan, Farley & Lehmann 1990',
      }),
    ),
  imitation: z
    .number()
    .min(0)
    .max(2)
    .default(0.3)
    .describe('q of Bass: adoption a year by imitation')
    .meta(
      plausible([0.2, 0.5], 'share a year', {
        source: 'a choice of the model, about the mean of .38 in Sultan, Farley & Lehmann 1990',
      }),
    ),
  adopted: share
    .default(0.02)
    .describe('n: share that has adopted at the start')
    .meta(plausible([0.01, 0.05], 'share')),
});

type DividendParameters = z.output<typeof parameters>;

const year = 12;
const lowestGini = 0.2;
const highestGini = 0.7;

/** What follows from the scenario alone. */
const frame = once((scenario: Scenario, given: Parameters) => {
  const settings = given as DividendParameters;
  const { partyCount, states } = scenario;
  const people = new Float64Array(partyCount);
  for (const party of states) people[party] = 1 / states.length;
  return {
    size: sharesOf(scenario, settings.size),
    people: settings.people === undefined ? people : sharesOf(scenario, settings.people),
    giniWithin: tableOf(scenario, settings.giniTable),
    safetyNet: tableOf(scenario, settings.safetyNetTable),
    levyIssue: issueAt(scenario, settings.levyIssue),
  };
});

/** The logistic from 0 at the start to 1 at the horizon. */
export function progressOf(tick: number, horizon: number, steepness: number): number {
  const low = logistic(-steepness / 2);
  const high = logistic(steepness / 2);
  return (logistic(steepness * (tick / horizon - 0.5)) - low) / (high - low);
}

/** What the dividend of a tick is, in trillions. */
function flowOf(settings: DividendParameters, tick: number): number {
  const { total, horizon, steepness } = settings;
  const now = progressOf(tick, horizon, steepness);
  if (settings.dividendMeaning === 'annualAtEnd') return (total * now) / year;
  return total * (now - progressOf(tick - 1, horizon, steepness));
}

function begin(run: Run, given: Parameters): void {
  const settings = given as DividendParameters;
  const { states } = run.scenario;
  const { giniWithin } = frame(run.scenario, given);
  for (let s = 0; s < states.length; s++) {
    const start = giniWithin === undefined ? settings.giniWithin : giniWithin[states[s]];
    run.f64['dividend.giniWithin'][states[s]] = clamp(start, lowestGini, highestGini);
    run.f64['dividend.adoption'][states[s]] = settings.adopted;
  }
}

/** ϑ of a party: of the scenario, or of the text for those whom it binds. */
function levyOf(run: Run, settings: DividendParameters, issue: number, party: number): number {
  if (issue < 0) return settings.levy;
  return isBound(run, party) ? settings.levy * placeOfText(run, issue) : 0;
}

/** Shares the dividend of a tick: what is won by readiness, less the levy, which goes out by heads. */
function shareOut(run: Run, settings: DividendParameters, given: Parameters, flow: number): void {
  const { states, readiness } = run.scenario;
  const { size, people, levyIssue } = frame(run.scenario, given);
  const won = run.f64['dividend.won'];
  let sum = 0;
  for (let s = 0; s < states.length; s++) {
    const party = states[s];
    won[party] = size[party] * pow(readiness[party], settings.winnerTakeAll);
    sum += won[party];
  }
  let levied = 0;
  let heads = 0;
  for (let s = 0; s < states.length; s++) {
    const party = states[s];
    // Where nobody is ready there are no winners: the economies grow alike.
    const amount = flow * (sum > 0 ? won[party] / sum : size[party]);
    const levy = amount * levyOf(run, settings, levyIssue, party);
    levied += levy;
    won[party] = amount - levy;
    if (levy > 0) heads += people[party];
  }
  const total = run.f64['dividend.total'];
  for (let s = 0; s < states.length; s++) {
    const party = states[s];
    const pays = levyOf(run, settings, levyIssue, party) > 0;
    total[party] += won[party] + (pays && heads > 0 ? (levied * people[party]) / heads : 0);
  }
}

/** Talent of a party: the pillar where there are pillars, else its readiness. */
function talentOf(run: Run, party: number): number {
  const pillar = run.f64['readiness.pillar'];
  return pillar === undefined
    ? run.scenario.readiness[party]
    : pillar[party * pillarNames.length + Pillar.talent];
}

/** Adoption and the distribution within each state. */
function spread(run: Run, settings: DividendParameters, given: Parameters): void {
  const { states } = run.scenario;
  const { safetyNet } = frame(run.scenario, given);
  const adoption = run.f64['dividend.adoption'];
  const within = run.f64['dividend.giniWithin'];
  for (let s = 0; s < states.length; s++) {
    const party = states[s];
    const net = safetyNet === undefined ? settings.safetyNet : safetyNet[party];
    const widening = settings.widening * adoption[party] * (1 - talentOf(run, party));
    within[party] = clamp(
      within[party] + (widening - settings.narrowing * net) / year,
      lowestGini,
      highestGini,
    );
    const adopting = (settings.innovation + settings.imitation * adoption[party]) * (1 - adoption[party]);
    adoption[party] = Math.min(1, adoption[party] + adopting / year);
  }
}

function onTick(run: Run, given: Parameters): void {
  const settings = given as DividendParameters;
  const { states } = run.scenario;
  const tick = run.loop[Loop.tick];
  shareOut(run, settings, given, flowOf(settings, tick));
  spread(run, settings, given);
  if (tick % year !== 0) return;
  for (let s = 0; s < states.length; s++) {
    run.emitNumber(EventKind.dividendShared, states[s], run.f64['dividend.total'][states[s]], 0);
  }
}

function check(given: Parameters, file: ScenarioFile): Finding[] {
  const settings = given as DividendParameters;
  return [
    ...checkIssue(file, settings.levyIssue, ['levyIssue']),
    ...checkTable(file, settings.size, ['size']),
    ...checkTable(file, settings.people, ['people'], { isPositive: true }),
    ...checkTable(file, settings.giniTable, ['giniTable'], { most: highestGini }),
    ...checkTable(file, settings.safetyNetTable, ['safetyNetTable'], { most: 1 }),
  ];
}

/** Heads of the states, in the order of `states`. */
function headsOf(run: Run): Float64Array {
  const placed = run.scenario.mechanisms.find(({ mechanism }) => mechanism === dividend);
  return ofStates(run, frame(run.scenario, placed?.parameters ?? {}).people);
}

/** Theil’s index of the dividend among all people, and its parts. */
function theilOf(run: Run): Theil {
  const within = ofStates(run, run.f64['dividend.giniWithin']).map(theilOfLognormal);
  return theil(ofStates(run, run.f64['dividend.total']), headsOf(run), within);
}

function dividendGini(run: Run): number {
  const heads = headsOf(run);
  const total = ofStates(run, run.f64['dividend.total']);
  // A state without people has nobody to be unequal to.
  return gini(
    total.map((of, s) => (heads[s] > 0 ? of / heads[s] : 0)),
    heads,
  );
}

/** A share of the whole, as a metric. */
const indexMetric = (id: string, title: string, summary: string, compute: Metric['compute']): Metric => ({
  id,
  title,
  unit: 'index',
  summary,
  compute,
});

const dividendMetrics: readonly Metric[] = [
  {
    id: 'dividend',
    title: 'Dividend',
    unit: 'trillion dollars',
    summary: 'what AI has added to the states’ incomes until the end',
    compute: (run) => ofStates(run, run.f64['dividend.total']).reduce((sum, value) => sum + value, 0),
  },
  indexMetric(
    'dividendGini',
    'Inequality of the dividend',
    'Gini coefficient of the dividend per head between states, each counted by its people',
    dividendGini,
  ),
  indexMetric(
    'dividendTheil',
    'Theil index of the dividend',
    'inequality among all people: the part between states and the part within them',
    (run) => theilOf(run).total,
  ),
  indexMetric(
    'dividendTheilBetween',
    'Between states',
    'the part of the Theil index of the dividend that lies between states',
    (run) => theilOf(run).between,
  ),
  indexMetric(
    'dividendTheilWithin',
    'Within states',
    'the part of the Theil index of the dividend that lies within states',
    (run) => theilOf(run).within,
  ),
];

/** A number of every state. */
const ofParty = (name: string, visible: 'public' | 'hidden', doc: string) =>
  ({ name, type: 'f64', per: 'party', visible, doc }) as const;

/** The mechanism of the dividend of AI. */
export const dividend: Mechanism = {
  id: 'dividend',
  title: 'Dividend of AI',
  summary: 'what AI adds to incomes, who gets it, and inequality between states and within them',
  source: 'PwC 2017 (total); Rosen 1981; Bass 1969; Theil 1967; Aitchison & Brown 1957; rates: proposal',
  parameters,
  slices: [
    ofParty('dividend.total', 'public', 'trillions of dollars that a state has got so far'),
    ofParty('dividend.won', 'hidden', 'what it won in this tick before the levy is shared out'),
    ofParty('dividend.adoption', 'public', 'n: share of its economy that has adopted AI'),
    ofParty('dividend.giniWithin', 'public', 'g: Gini coefficient of incomes within it'),
  ],
  metrics: dividendMetrics,
  check,
  begin,
  onTick,
  goesOn: true,
};
