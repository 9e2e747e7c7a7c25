// The soak: random scenarios drawn from the schema, each run twice, branched as replicate 0 at a random
// round, with and without listeners, and through its record; then what must hold of any run is checked round
// by round.
//
//   SOAK_RUNS=20000 npx tsx test/property/soak.ts        longer than the tests do, from a random seed
//   SOAK_RUNS=500 SOAK_SEED=7 npx tsx test/property/soak.ts
//
// The first difference is shrunk and printed with the record of the run.

import fc from 'fast-check';
import {
  type Branch,
  branchPlay,
  charts,
  createPlay,
  decodeEvents,
  formatProblems,
  formatRecord,
  Loop,
  loadDocument,
  makeRecord,
  type Play,
  parseRecord,
  replay,
  runDigest,
  type Scenario,
} from '../../engine/index.ts';
import { scenarioDocuments, treatyDocuments } from './scenarios.ts';

/** One draw of the soak. */
export interface SoakCase {
  readonly document: unknown;
  readonly seed: string | number;
  /** Picks the round of the branch. */
  readonly at: number;
}

/** The cases the soak draws. */
export const soakCases: fc.Arbitrary<SoakCase> = fc.record({
  document: fc.oneof({ weight: 3, arbitrary: scenarioDocuments }, treatyDocuments),
  seed: fc.oneof(fc.nat(1000), fc.string({ minLength: 1, maxLength: 8 })),
  at: fc.nat(1000),
});

/** What must hold at the end of every round. */
function violations(play: Play): string[] {
  const { scenario, run } = play;
  const { partyCount } = scenario;
  const found: string[] = [];
  for (const { name, type } of scenario.layout.slices) {
    if (type === 'f64' && !run.f64[name]!.every((value) => Number.isFinite(value)))
      found.push(`${name} holds a number that is not finite`);
  }
  scenario.optionCount.forEach((count, k) => {
    const option = run.i32['text.option']![k]!;
    if (option < 0 || option >= count) found.push(`the text has option ${option} of ${count} on issue ${k}`);
  });
  for (let party = 0; party < partyCount; party++) {
    const at = (slice: string) => run.i32[`treaty.${slice}`]![party]!;
    if (at('boundTick') >= 0 && at('ratifiedTick') < 0) found.push(`${party} is bound and has not ratified`);
    if (at('boundTick') >= 0 && at('boundTick') < at('ratifiedTick'))
      found.push(`${party} was bound before it ratified`);
    if (at('ratifiedTick') >= 0 && run.i32['treaty.adoptedTick']![0]! < 0)
      found.push(`${party} ratified no text`);
    if (scenario.isState[party] === 1) found.push(...membershipViolations(play, party));
  }
  const { 'opinion.public': publics } = run.f64;
  if (publics?.some((value) => value < 0 || value > 1)) found.push('an opinion lies outside [0, 1]');
  found.push(...gavelViolations(play));
  const { 'trust.alpha': alpha, 'trust.beta': beta } = run.f64;
  alpha?.forEach((value, pair) => {
    const trust = value / (value + beta![pair]!);
    if (!(trust > 0 && trust < 1)) found.push(`trust of pair ${pair} is ${trust}`);
  });
  return found;
}

/** What sends a treaty back to where it may be submitted again. */
const turnedDown: readonly string[] = ['rejected', 'shelved', 'revoked'];

const isBound = charts.state.in('commitment.inForce');
const hasWithdrawn = charts.state.in('commitment.withdrawn');
const isEnded = charts.agreement.in('force.terminated');

/** Who is bound has ratified; who left is bound to nothing, and nothing is expected or monitored of it. */
function membershipViolations({ run }: Play, party: number): string[] {
  const found: string[] = [];
  const at = (slice: string) => run.i32[slice]?.[party];
  if (isBound(run, party) !== at('treaty.boundTick')! >= 0) found.push(`${party} is bound in one place only`);
  if (!hasWithdrawn(run, party) && !isEnded(run, 0)) return found;
  const stands = ['treaty.boundTick', 'treaty.ratifiedTick', 'treaty.dueTick'].some(
    (slice) => at(slice)! >= 0,
  );
  if (stands) found.push(`an instrument of ${party} stands, who is out`);
  if (at('treaty.expected') === 1) found.push(`${party} is expected, who is out`);
  if (at('compliance.member') === 1) found.push(`${party} is monitored, who is out`);
  if (run.f64['treaty.kept']![party] !== 1) found.push(`reservations of ${party} stand, who is out`);
  return found;
}

const sumOf = (values: Iterable<number> = []): number => [...values].reduce((sum, value) => sum + value, 0);

/** What side payments are worth, and what was paid, sums to the cost of administration. */
function paymentViolations({ f64 }: Play['run']): string[] {
  const parts = f64['payments.transferPart'];
  if (parts === undefined) return [];
  const kept = 1 - f64['payments.terms']![0]!;
  const [given, got] = [parts.filter((part) => part < 0), parts.filter((part) => part > 0)];
  const worth = sumOf(got) + kept * sumOf(given);
  const flows =
    sumOf(f64['payments.paid']) - sumOf(f64['payments.received']) - f64['payments.administration']![0]!;
  return [
    ...(Math.abs(worth) > 1e-9 ? [`side payments are worth ${worth} more than they cost`] : []),
    ...(Math.abs(flows) > 1e-9 ? [`side payments lose ${flows} on the way`] : []),
  ];
}

/** Levels are shares, payments sum to nothing, excuses end, and objections are mutual. */
function gavelViolations({ run, scenario }: Play): string[] {
  const found: string[] = [];
  const { partyCount } = scenario;
  for (const name of ['operations.level', 'operations.omega']) {
    for (const level of run.f64[name] ?? [])
      if (!(level >= 0 && level <= 1)) found.push(`${name} is ${level}`);
  }
  for (const name of ['operations.effect', 'party.costRate', 'party.benefitRate']) {
    for (const value of run.f64[name] ?? []) if (value < 0) found.push(`${name} is ${value}`);
  }
  const paid = (run.f64['escape.transferPart'] ?? new Float64Array(0)).reduce((sum, value) => sum + value, 0);
  if (Math.abs(paid) > 1e-9) found.push(`escape clauses pay ${paid} in all`);
  found.push(...paymentViolations(run));
  for (const until of run.i32['escape.until'] ?? []) {
    if (until - run.loop[Loop.tick]! > 12) found.push(`somebody is excused until ${until}`);
  }
  run.f64['objections.applies']?.forEach((applies, pair) => {
    const [one, other] = [Math.floor(pair / partyCount), pair % partyCount];
    const back = run.f64['objections.applies']![other * partyCount + one];
    if (applies !== back || (applies !== 0 && applies !== 1))
      found.push(`the treaty applies one way: ${pair}`);
  });
  return found;
}

/** In force ⊆ ratified ⊆ submitted, in the order of the events; who left begins anew. */
function eventViolations(play: Play): string[] {
  const stages = new Map<string, number>();
  const order = ['submitted', 'ratified', 'becameBound'];
  return decodeEvents(play.scenario, play.recorder.records()).flatMap((event) => {
    if (turnedDown.includes(event.kind) && 'party' in event) stages.delete(event.party);
    if (event.kind === 'terminated') stages.clear();
    if (event.kind === 'withdrew') {
      const last = stages.get(event.party);
      stages.delete(event.party);
      return last === order.length - 1 ? [] : [`${event.party} left what it was not bound by`];
    }
    const stage = order.indexOf(event.kind);
    if (stage < 0 || !('party' in event)) return [];
    const before = stages.get(event.party) ?? -1;
    stages.set(event.party, stage);
    return stage === before + 1 ? [] : [`${event.party} ${event.kind} after stage ${before}`];
  });
}

/** Plays to the end with everything kept; the first violation of an invariant. */
function playChecked(scenario: Scenario, seed: string | number): { play: Play; broken: string | undefined } {
  const play = createPlay(scenario, { seed, keepRecords: true, keepSliceDigests: true });
  for (;;) {
    const step = play.advance();
    if (step === 'turn') continue;
    const [first] = violations(play);
    if (first !== undefined) return { play, broken: first };
    if (step !== 'round') return { play, broken: eventViolations(play)[0] };
  }
}

async function compare(scenario: Scenario, { seed, at }: SoakCase, play: Play): Promise<string | undefined> {
  if (play.fault !== undefined) return `the run faulted: ${play.fault.message}`;
  const digest = runDigest(play, seed);
  const bare = createPlay(scenario, { seed });
  bare.toEnd();
  if (runDigest(bare, seed) !== digest) return 'a second run, without listeners, has another digest';
  bare.reset(`${seed}+`);
  bare.toEnd();
  bare.reset(seed);
  bare.toEnd();
  if (runDigest(bare, seed) !== digest) return 'a run that was put back to its start has another digest';
  const record = makeRecord(play, { seed, full: true });
  const branch: Branch = { round: at % record.rounds.length, replicate: 0, inputs: 'keep' };
  const branched = branchPlay({ scenario, seed, rounds: record.rounds.length }, branch);
  if (!branched.ok) return `the branch at ${branch.round} was refused: ${branched.refusal.message}`;
  branched.value.toEnd();
  if (runDigest(branched.value, seed) !== digest)
    return `replicate 0 at round ${branch.round} has another digest`;
  const parsed = parseRecord(formatRecord(record));
  if (!parsed.ok) return `the record cannot be read: ${parsed.fault.message}`;
  const report = await replay(parsed.value);
  return report.verdict === 'same' ? undefined : report.summary;
}

/** Plays one case in every way; the first thing that is wrong, with the record, or undefined. */
export async function soakOnce(soak: SoakCase): Promise<{ what: string; record: string } | undefined> {
  const loaded = await loadDocument(soak.document);
  if (!loaded.ok)
    return { what: `the scenario does not load:\n${formatProblems(loaded.problems)}`, record: '' };
  const { play, broken } = playChecked(loaded.value, soak.seed);
  const what = broken ?? (await compare(loaded.value, soak, play));
  if (what === undefined) return undefined;
  return { what, record: formatRecord(makeRecord(play, { seed: soak.seed })) };
}

/** Draws and plays `runs` cases; the report of the first that fails, shrunk, or undefined. */
export async function soak(runs: number, seed?: number): Promise<string | undefined> {
  const property = fc.asyncProperty(soakCases, async (each) => (await soakOnce(each)) === undefined);
  const details = await fc.check(property, { numRuns: runs, ...(seed === undefined ? {} : { seed }) });
  if (!details.failed) return undefined;
  const [failing] = details.counterexample ?? [];
  const result = failing === undefined ? undefined : await soakOnce(failing);
  const head = `seed ${details.seed}, run ${details.numRuns}, ${details.numShrinks} times shrunk`;
  return `${result?.what ?? String(details.errorInstance)}\n${head}\n${result?.record ?? ''}`;
}

if (process.argv[1] === import.meta.filename) {
  const { SOAK_RUNS = '2000', SOAK_SEED } = process.env;
  const report = await soak(Number(SOAK_RUNS), SOAK_SEED === undefined ? undefined : Number(SOAK_SEED));
  console.log(
    report ?? `${SOAK_RUNS} random scenarios: every run repeats, branches and replays to its digest`,
  );
  process.exitCode = report === undefined ? 0 : 1;
}
