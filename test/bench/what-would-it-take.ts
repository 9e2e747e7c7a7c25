/** “What would it take?” over 20 parties and 12 issues: every state that is out, one change and two. */
import { situationOfPackage, statesIn } from '../../engine/analysis/situation.ts';
import { dissenters, whatWouldItTake } from '../../engine/analysis/what-would-it-take.ts';
import { loadDocument, type Scenario } from '../../engine/index.ts';
import { cpuSeconds, type Measured, summarise, warmUps } from './measure.ts';

const parties = 20;
const issues = 12;
const options = 5;

/** A made-up conference; the numbers come from a fixed linear congruence. */
async function conference(): Promise<Scenario> {
  let state = 2024;
  const next = () => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state / 2147483648;
  };
  const name = (prefix: string, n: number) => `${prefix}-${String.fromCharCode(97 + n)}`;
  const issueIds = Array.from({ length: issues }, (_, k) => name('issue', k));
  const weights = () => {
    const drawn = issueIds.map(() => 0.05 + next());
    const sum = drawn.reduce((all, one) => all + one, 0);
    return Object.fromEntries(issueIds.map((id, k) => [id, drawn[k] / sum]));
  };
  const document = {
    format: 1,
    id: 'bench',
    title: 'Bench',
    summary: 'Twenty states and twelve issues.',
    ticks: 24,
    chair: 'chair',
    parties: [
      ...Array.from({ length: parties }, (_, n) => ({
        id: name('state', n),
        code: `ST${String.fromCharCode(65 + n)}`,
        name: `State ${n}`,
        kind: 'state',
        weight: 1 / parties,
        benefit: 0.9 + 0.4 * next(),
        ideal: Object.fromEntries(issueIds.map((id) => [id, next()])),
        salience: weights(),
      })),
      {
        id: 'chair',
        code: 'CHR',
        name: 'Chair',
        kind: 'organisation',
        ideal: Object.fromEntries(issueIds.map((id) => [id, 0.5])),
        salience: Object.fromEntries(issueIds.map((id) => [id, 1 / issues])),
      },
    ],
    issues: issueIds.map((id) => ({
      id,
      title: id,
      article: id,
      depth: 1 / issues,
      options: Array.from({ length: options }, (_, o) => ({
        id: `rung-${o}`,
        title: `Rung ${o}`,
        sentence: `Rung ${o}.`,
      })),
    })),
    rules: { decision: [{ rule: 'consensus' }], entryIntoForce: { parties: 10 } },
    phases: [{ id: 'bargaining', protocol: 'single-text' }],
  };
  const loaded = await loadDocument(document);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  return loaded.value;
}

/** Milliseconds for all who are out of a text, and for the slowest single party of some texts. */
export async function measureWhatWouldItTake(): Promise<{ all: Measured; hardest: Measured; out: number }> {
  const scenario = await conference();
  const text = Array.from(scenario.optionCount, (count, k) => (k * 2 + 1) % count);
  const situation = situationOfPackage(scenario, text);
  const out = dissenters(scenario, situation).length;
  const all: number[] = [];
  const hardest: number[] = [];
  // Somebody whom nothing brings in: every pair of changes is tried.
  const isIn = statesIn(scenario, situation);
  const hopeless = {
    ...scenario,
    margin: scenario.margin.map((margin, n) => (n === 1 ? 9 : margin)),
  };
  for (let repetition = -warmUps; repetition < 15; repetition++) {
    const every = 1000 * cpuSeconds(() => dissenters(scenario, situation));
    const one = 1000 * cpuSeconds(() => whatWouldItTake(hopeless, situation, 1, isIn));
    if (repetition < 0) continue;
    all.push(every);
    hardest.push(one);
  }
  return { all: summarise(all), hardest: summarise(hardest), out };
}
