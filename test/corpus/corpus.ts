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
import firstMandate from '../../scenarios/first-mandate/scenario.yaml';
import type { ComputeCorpus } from '../engines/corpus.ts';

/** Overrides that between them reach every protocol, mechanism, strategy and decision rule. */
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
  'signature weighs': ['world.trust.acts.signature=1', 'world.trust.acts.communique=1'],
};

async function load(overrides: readonly string[]): Promise<Scenario> {
  const parsed = overrides.map(parseOverride).map((result) => {
    if (!result.ok) throw new Error(result.problems[0]?.message);
    return result.value;
  });
  const loaded = await loadScenario(firstMandate, { overrides: parsed });
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
