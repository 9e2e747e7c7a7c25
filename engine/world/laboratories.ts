/**
 * The laboratories’ network as a graph. A laboratory stands in a state, its host, and is owned by parties of
 * at least two kinds: else it lies idle. It is proposed, staffed, operates, and is networked once it is
 * linked to another one that operates. Over the links knowledge spills over to whoever lies behind (model
 * equation 13):
 *
 *   Δr_i = .05·labs·Σ_j W_ij·max(0, r_j − r_i)      a quarter
 *
 * W_ij is the weight of the links between laboratories in i and in j. A state learns with at most its whole
 * attention: where its weights sum to more than 1 they are scaled to 1 (spill-overs by a weight matrix: Coe &
 * Helpman 1995). With no nodes given every state has a laboratory, owned with the parties that are no states,
 * and all are linked alike.
 *
 * From entry into force on, funding builds what is proposed in the states that are bound, and then links
 * laboratories that are not linked yet: first those whose hosts are furthest apart in readiness, where there
 * is most to learn. Density and components are those of the graph of laboratories that operate (Wasserman &
 * Faust 1994).
 */
import { limits } from '../limits.ts';
import type { Mechanism, Parameters, Run } from '../run/contract.ts';
import { EventKind, laboratoryStages } from '../run/events.ts';
import { growthSlices, movedByReadiness, raiseReadiness } from './growth.ts';
import { checkNetwork } from './laboratories/check.ts';
import { linkNext } from './laboratories/links.ts';
import { laboratoryMetrics } from './laboratories/metrics.ts';
import { mostLinksAdded, type Network, networkOf, Stage } from './laboratories/network.ts';
import { type LaboratoryParameters, laboratoryParameters } from './laboratories/parameters.ts';
import { isBound, placeOfText } from './standing.ts';

/** Ticks of the quarter in which the spill-over is given, and of the year in which links are. */
const quarter = 3;
const year = 12;

/** Puts a laboratory at a stage, and tells it. */
function move(run: Run, { host }: Network, node: number, stage: number): void {
  run.i32['laboratories.stage'][node] = stage;
  run.emit(EventKind.laboratoryMoved, host[node], node, stage, 0);
}

function begin(run: Run, given: Parameters): void {
  const network = networkOf(run.scenario, given);
  for (let node = 0; node < network.count; node++) move(run, network, node, network.start[node]);
}

/** Whether the network’s funds may be spent in a state. */
function isFunded(run: Run, settings: LaboratoryParameters, party: number): boolean {
  return settings.start === 'at-once' || isBound(run, party);
}

/** Funds of this tick: of the scenario, or as the text has them. */
function fundsOf(run: Run, settings: LaboratoryParameters, issue: number): number {
  return issue < 0 ? settings.funding : settings.funding * placeOfText(run, issue);
}

/** Builds what is proposed or staffed. */
function build(run: Run, settings: LaboratoryParameters, network: Network, funds: number): void {
  const stage = run.i32['laboratories.stage'];
  const progress = run.f64['laboratories.progress'];
  for (let node = 0; node < network.count; node++) {
    if (stage[node] !== Stage.proposed && stage[node] !== Stage.staffed) continue;
    if (!isFunded(run, settings, network.host[node])) continue;
    progress[node] += funds;
    if (progress[node] < settings.stageTicks) continue;
    progress[node] = 0;
    move(run, network, node, stage[node] + 1);
  }
}

/** Adds the links that the funds of the year so far pay for; funds that find nothing to link lapse. */
function link(run: Run, settings: LaboratoryParameters, network: Network, funds: number): void {
  const budget = run.f64['laboratories.linkBudget'];
  budget[0] = Math.min(1, budget[0] + (funds * settings.links) / year);
  if (budget[0] < 1) return;
  const isOpen = (node: number) =>
    run.i32['laboratories.stage'][node] >= Stage.operating && isFunded(run, settings, network.host[node]);
  linkNext(run, network, isOpen);
  budget[0] = 0;
}

/**
 * Counts the links in whose laboratories both operate: who has one is networked, and learns over those to
 * other states.
 *
 * @param pairs ends of the links, two by two, up to the first below 0
 * @param weights their weights, or the one of all
 */
function useLinks(run: Run, { host }: Network, pairs: Int32Array, weights: Float64Array | number): void {
  const { readiness } = run.scenario;
  const stage = run.i32['laboratories.stage'];
  const linked = run.i32['laboratories.linked'];
  const attention = run.f64['laboratories.attention'];
  const lesson = run.f64['laboratories.lesson'];
  for (let at = 0; at < pairs.length && pairs[at] >= 0; at += 2) {
    const one = pairs[at];
    const other = pairs[at + 1];
    if (stage[one] < Stage.operating || stage[other] < Stage.operating) continue;
    linked[one] = 1;
    linked[other] = 1;
    const here = host[one];
    const there = host[other];
    if (here === there) continue;
    const weight = typeof weights === 'number' ? weights : weights[at >> 1];
    attention[here] += weight;
    attention[there] += weight;
    const gap = readiness[there] - readiness[here];
    if (gap > 0) lesson[here] += weight * gap;
    else lesson[there] -= weight * gap;
  }
}

function useAllLinks(run: Run, settings: LaboratoryParameters, network: Network): void {
  run.i32['laboratories.linked'].fill(0);
  run.f64['laboratories.attention'].fill(0);
  run.f64['laboratories.lesson'].fill(0);
  useLinks(run, network, network.edges, network.weight);
  useLinks(run, network, run.i32['laboratories.added'], settings.linkWeight);
}

/** Laboratories with a link are networked, those without one only operate. */
function noteNetworked(run: Run, network: Network): void {
  const stage = run.i32['laboratories.stage'];
  const hosted = run.i32['laboratories.hosted'];
  hosted.fill(0);
  for (let node = 0; node < network.count; node++) {
    if (stage[node] < Stage.operating) continue;
    const now = run.i32['laboratories.linked'][node] === 1 ? Stage.networked : Stage.operating;
    if (now !== stage[node]) move(run, network, node, now);
    if (now === Stage.networked) hosted[network.host[node]] = 1;
  }
}

/** What spills over in this tick. */
function spill(run: Run, settings: LaboratoryParameters): void {
  const { states } = run.scenario;
  for (let s = 0; s < states.length; s++) {
    const party = states[s];
    const lesson = run.f64['laboratories.lesson'][party];
    if (lesson === 0) continue;
    const attention = Math.max(1, run.f64['laboratories.attention'][party]);
    const gain = (settings.spill * settings.labs * (lesson / attention)) / quarter;
    run.f64['laboratories.learned'][party] += gain;
    raiseReadiness(run, party, gain);
  }
}

function onTick(run: Run, given: Parameters): void {
  const settings = given as LaboratoryParameters;
  const network = networkOf(run.scenario, given);
  if (settings.start === 'at-once' || run.i32['treaty.adoptedTick'][0] >= 0) {
    const funds = fundsOf(run, settings, network.issue);
    build(run, settings, network, funds);
    link(run, settings, network, funds);
  }
  useAllLinks(run, settings, network);
  noteNetworked(run, network);
  spill(run, settings);
}

/** A number of every laboratory. */
const ofNode = (type: 'f64' | 'i32', name: string, doc: string) =>
  ({ name, type, per: 'run', size: limits.laboratories, visible: 'public', doc }) as const;
/** A number of every party. */
const ofParty = (type: 'f64' | 'i32', name: string, doc: string, visible: 'public' | 'hidden' = 'public') =>
  ({ name, type, per: 'party', visible, doc }) as const;

/** The mechanism of the laboratories’ network. */
export const laboratories: Mechanism = {
  id: 'laboratories',
  title: 'Network of laboratories',
  summary: 'a graph of laboratories that are built, linked, and pass on what they know',
  source: 'Coe & Helpman 1995; Wasserman & Faust 1994; GENIA (kinds of owners, stages); rates: proposal',
  parameters: laboratoryParameters,
  slices: [
    ...growthSlices,
    ofNode('i32', 'laboratories.stage', `stage of each laboratory: ${laboratoryStages.join(', ')}`),
    ofNode('f64', 'laboratories.progress', 'funded ticks of each laboratory in its stage'),
    ofNode('i32', 'laboratories.linked', '1 for laboratories with a link that is in use'),
    {
      name: 'laboratories.added',
      type: 'i32',
      per: 'run',
      size: 2 * mostLinksAdded,
      fill: -1,
      visible: 'public',
      doc: 'pairs of laboratories that were linked in the run; −1 for none',
    },
    {
      name: 'laboratories.linkBudget',
      type: 'f64',
      per: 'run',
      visible: 'public',
      doc: 'part of the next link that is paid for',
    },
    ofParty('i32', 'laboratories.hosted', '1 for hosts of a networked laboratory'),
    ofParty('f64', 'laboratories.attention', 'weight of the links of each state that are in use', 'hidden'),
    ofParty('f64', 'laboratories.lesson', 'weighted readiness that it could learn over them', 'hidden'),
    ofParty('f64', 'laboratories.learned', 'readiness that spilled over to each state so far'),
  ],
  moves: movedByReadiness,
  metrics: laboratoryMetrics,
  check: (given, file) => checkNetwork(given as LaboratoryParameters, file),
  begin,
  onTick,
  goesOn: true,
};
