/**
 * The digest corpus: runs whose digests must be the same on every JavaScript engine, and must not change
 * without a new `rulesVersion`. It runs bundled, without Node and without a DOM.
 */
import {
  createPlay,
  type Input,
  loadScenario,
  parseOverride,
  runDigest,
  type Scenario,
} from '../../engine/index.ts';
import councilAiRegulation from '../../scenarios/council-ai-regulation/scenario.yaml';
import firstMandate from '../../scenarios/first-mandate/scenario.yaml';
import securityCouncilAi from '../../scenarios/security-council-ai/scenario.yaml';
import adoption from '../conformance/protocols/adoption.yaml';
import agendaSetting from '../conformance/protocols/agenda-setting.yaml';
import assembly from '../conformance/protocols/assembly.yaml';
import blocToBloc from '../conformance/protocols/bloc-to-bloc.yaml';
import caucus from '../conformance/protocols/caucus.yaml';
import contactGroups from '../conformance/protocols/contact-groups.yaml';
import executiveOrders from '../conformance/protocols/executive-orders.yaml';
import expectedUtilityChallenge from '../conformance/protocols/expected-utility-challenge.yaml';
import pledgeAndReview from '../conformance/protocols/pledge-and-review.yaml';
import positionExchange from '../conformance/protocols/position-exchange.yaml';
import silenceProcedure from '../conformance/protocols/silence-procedure.yaml';
import singleText from '../conformance/protocols/single-text.yaml';
import stakeholderMapping from '../conformance/protocols/stakeholder-mapping.yaml';
import treatyLife from '../conformance/protocols/treaty-life.yaml';
import type { ComputeCorpus } from '../engines/corpus.ts';

/** Scenarios that between them reach every protocol and the rules of real bodies. */
const others: Readonly<Record<string, string>> = {
  'security council': securityCouncilAi,
  'council of the union': councilAiRegulation,
  adoption: adoption,
  'agenda-setting': agendaSetting,
  assembly: assembly,
  'bloc-to-bloc': blocToBloc,
  caucus: caucus,
  'contact-groups': contactGroups,
  'executive-orders': executiveOrders,
  'expected-utility-challenge': expectedUtilityChallenge,
  'pledge-and-review': pledgeAndReview,
  'position-exchange': positionExchange,
  'silence-procedure': silenceProcedure,
  'single-text': singleText,
  'stakeholder-mapping': stakeholderMapping,
  'treaty-life': treatyLife,
};

/** Overrides that between them reach every mechanism, strategy and plain decision rule. */
const arms: Readonly<Record<string, readonly string[]>> = {
  default: [],
  'ad-hoc mandates': ['world.mandates.order=ad-hoc'],
  'low trust by consensus': ['world.trust.priorBeta=8', 'rules.decision=[{rule: consensus}]'],
  'unanimity and no observers': ['rules.decision=[{rule: unanimity}]', 'phases.identify.with.invite=states'],
  'double majority': ['rules.decision=[{rule: double-majority}]'],
  'simple majority and blind monitoring': [
    'rules.decision=[{rule: simple-majority}]',
    'world.compliance.transparency=0',
  ],
  'hardliners who cannot walk alone': [
    'parties.norland.strategy.use=hardliner',
    'parties.imara.strategy.use=hardliner',
    'utility.noise=0.1',
  ],
  'instructions from capital': ['world.instructions={"delay":1}'],
  'reservations, footnotes and a delay': [
    'rules.reservations.permitted=all',
    'rules.dissociation={"permitted":true}',
    'rules.entryIntoForce.delay.days=90',
  ],
  'signature weighs': ['world.trust.acts.signature=1', 'world.trust.acts.communique=1'],
};

async function load(overrides: readonly string[], text = firstMandate): Promise<Scenario> {
  const parsed = overrides.map(parseOverride).map((result) => {
    if (!result.ok) throw new Error(result.problems[0]?.message);
    return result.value;
  });
  const loaded = await loadScenario(text, { overrides: parsed });
  if (!loaded.ok) throw new Error(loaded.problems[0]?.message);
  return loaded.value;
}

/** A person takes a seat, objects in the first straw poll, lets a deadline pass and gives the seat back. */
const inputs: readonly Input[] = [
  { type: 'take', seat: 'solenna', round: 2, turn: 0 },
  {
    type: 'answer',
    seat: 'solenna',
    round: 2,
    turn: 0,
    question: 'rank',
    answer: { order: ['data', 'aid', 'seats', 'certification', 'benefit-share'] },
  },
  { type: 'deadline', seat: 'solenna', round: 3, turn: 0 },
  {
    type: 'answer',
    seat: 'solenna',
    round: 3,
    turn: 2,
    question: 'judge',
    answer: { verdict: 'object', issues: ['aid', 'data'] },
  },
  { type: 'give', seat: 'solenna', round: 4, turn: 0 },
];

/** Digests of the corpus, by name. */
export const computeCorpus: ComputeCorpus = async ({ isShort }) => {
  const corpus: Record<string, string> = {};
  const seeds = isShort ? 2 : 12;
  for (const [name, overrides] of Object.entries(arms)) {
    const scenario = await load(overrides);
    corpus[`${name}: scenario`] = scenario.digest;
    for (let seed = 1; seed <= seeds; seed++) corpus[`${name}: seed ${seed}`] = digest(scenario, seed);
  }
  for (const [name, text] of Object.entries(others)) {
    const scenario = await load([], text);
    for (let seed = 1; seed <= Math.min(seeds, 3); seed++) {
      corpus[`${name}: seed ${seed}`] = digest(scenario, seed);
    }
  }
  const scenario = await load([]);
  corpus['a person at the table'] = digest(scenario, 'classroom é', { inputs });
  corpus['branch at 5, replicate 3'] = digest(scenario, 7, {
    branch: { round: 5, replicate: 3, inputs: 'keep' },
  });
  return corpus;
};

function digest(scenario: Scenario, seed: number | string, options: object = {}): string {
  const play = createPlay(scenario, { seed, ...options });
  if (!play.toEnd()) throw new Error('the run waits for a person');
  if (play.fault !== undefined) throw play.fault;
  return runDigest(play, seed);
}
