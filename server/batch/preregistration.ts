/**
 * Pre-registration: an experiment, its hypotheses and the engine, frozen under a digest before results exist.
 * A file cannot prove when it was made: whoever must, deposits it, or its digest, where dates are kept by
 * others.
 */
import { readDocument } from '../../engine/scenario/document.ts';
import { engineVersion, rulesVersion } from '../../engine/version.ts';
import { sha256 } from './folder.ts';
import type { Job } from './job.ts';
import { replicationWords } from './names.ts';
import { spaceReplicationsIn, spaceReplicationsOf } from './replications.ts';

/** A pre-registration file. */
export interface Preregistration {
  readonly format: 'plenary-preregistration';
  readonly formatVersion: 1;
  readonly title: string;
  readonly question: string;
  readonly registered: string;
  readonly engineVersion: string;
  readonly rulesVersion: number;
  /** Digest of all that results depend on. */
  readonly key: string;
  readonly replications: number;
  /**
   * Of each point of the space, where there is one; registrations of older versions have it in the text
   * alone.
   */
  readonly spaceReplications?: number;
  readonly stop?: Job['experiment']['stop'];
  readonly hypotheses: Job['experiment']['hypotheses'];
  readonly experiment: string;
  readonly scenario: string;
  /** SHA-256 of everything above. */
  readonly digest: string;
}

function digestOf(content: Omit<Preregistration, 'digest'>): string {
  return sha256(JSON.stringify(content));
}

/** Freezes a job. */
export function preregister(job: Job, registered: string): Preregistration {
  const { experiment, texts, key } = job;
  const spaceReplications = spaceReplicationsOf(job);
  const content: Omit<Preregistration, 'digest'> = {
    format: 'plenary-preregistration',
    formatVersion: 1,
    title: experiment.title,
    question: experiment.question,
    registered,
    engineVersion,
    rulesVersion,
    key,
    replications: experiment.replications,
    ...(spaceReplications === undefined ? {} : { spaceReplications }),
    ...(experiment.stop === undefined ? {} : { stop: experiment.stop }),
    hypotheses: experiment.hypotheses,
    experiment: texts.experiment,
    scenario: texts.scenario,
  };
  return { ...content, digest: digestOf(content) };
}

/** Reads a pre-registration; undefined when the text is none, or was changed after it was made. */
export function readPreregistration(text: string): Preregistration | undefined {
  try {
    const { digest, ...content } = JSON.parse(text) as Preregistration;
    if (content.format !== 'plenary-preregistration' || content.formatVersion !== 1) return undefined;
    return digestOf(content) === digest ? { ...content, digest } : undefined;
  } catch {
    return undefined;
  }
}

/** The id of the scenario that a registered experiment is of. */
function scenarioOf({ experiment }: Preregistration): string {
  const read = readDocument(experiment);
  return read.ok ? String((read.value.value as { readonly scenario?: unknown } | null)?.scenario) : '';
}

/** How often points were registered to be played, and are, where that differs. */
function otherReplications(was: Preregistration, now: Preregistration): string[] {
  const { replications, spaceReplications: space } = now;
  const spaceBefore = was.spaceReplications ?? spaceReplicationsIn(was.experiment);
  const found: string[] = [];
  if (replications !== was.replications) {
    found.push(`${was.replications} ${replicationWords.runs} were registered; these are ${replications}`);
  }
  // A space that is in one of them alone is another experiment, which the key tells.
  if (space !== undefined && spaceBefore !== undefined && space !== spaceBefore) {
    found.push(`${spaceBefore} ${replicationWords.space} were registered; these are ${space}`);
  }
  return found;
}

/** What of a job is not as it was registered, in words; nothing when it matches. */
export function deviations(registration: Preregistration, job: Job): string[] {
  const now = preregister(job, registration.registered);
  const other = scenarioOf(registration);
  if (other !== job.experiment.scenario) {
    return [`it was registered for the scenario ${other}, and this is ${job.experiment.scenario}`];
  }
  const found: string[] = [];
  if (now.engineVersion !== registration.engineVersion || now.rulesVersion !== registration.rulesVersion) {
    const was = `engine ${registration.engineVersion}, rules ${registration.rulesVersion}`;
    found.push(`it was registered for ${was}; this is engine ${engineVersion}, rules ${rulesVersion}`);
  }
  if (now.scenario !== registration.scenario) found.push('the scenario was changed');
  found.push(...otherReplications(registration, now));
  if (JSON.stringify(now.stop) !== JSON.stringify(registration.stop)) found.push('the stop rule was changed');
  const before = new Map(registration.hypotheses.map((entry) => [entry.id, JSON.stringify(entry)]));
  for (const { id, ...rest } of now.hypotheses) {
    const was = before.get(id);
    if (was === undefined) found.push(`the hypothesis ${id} was added`);
    else if (was !== JSON.stringify({ id, ...rest })) found.push(`the hypothesis ${id} was changed`);
    before.delete(id);
  }
  for (const id of before.keys()) found.push(`the hypothesis ${id} was left out`);
  // The key covers engine and scenario too: where these differ it tells nothing of the rest.
  const isSameModel =
    now.engineVersion === registration.engineVersion &&
    now.rulesVersion === registration.rulesVersion &&
    now.scenario === registration.scenario;
  if (isSameModel ? now.key !== registration.key : now.experiment !== registration.experiment)
    found.push(isSameModel ? 'arms, factors, seeds or metrics were changed' : 'the experiment was edited');
  return found;
}
