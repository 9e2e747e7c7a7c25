/** How often the points of the space are played: the text alone says it, and no option changes it. */
import { parseExperiment } from '../../engine/analysis/experiment/parse.ts';
import type { Job } from './job.ts';

/** The replications of the space of a job; undefined where it has none. */
export const spaceReplicationsOf = ({ stages }: Pick<Job, 'stages'>): number | undefined =>
  stages.find(({ id }) => id === 'space')?.replications;

/** Those that the text of an experiment asks for; undefined where it has no space, or cannot be read. */
export function spaceReplicationsIn(text: string): number | undefined {
  const read = parseExperiment(text);
  return read.ok ? read.value.space?.replications : undefined;
}
