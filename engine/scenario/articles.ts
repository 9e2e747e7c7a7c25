/** The order in which a treaty's articles are read: one for every screen, page and report. */
import type { IssueFile } from './schema.ts';

/**
 * Issues by what they add to the depth of the agreement, the weightiest first; by id where two weigh the
 * same.
 */
export function articleOrder<Issue extends Pick<IssueFile, 'id' | 'depth'>>(
  issues: readonly Issue[],
): Issue[] {
  return [...issues].sort((a, b) => b.depth - a.depth || (a.id < b.id ? -1 : 1));
}
