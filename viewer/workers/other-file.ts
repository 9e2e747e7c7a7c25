/** What a file is that is no record: somebody who drops a scenario learns what to do with it. */
import type { ReplayFault } from './messages.ts';

/** The keys at the margin of a document, in YAML or in JSON. */
function keysOf(text: string): ReadonlySet<string> {
  try {
    const document: unknown = JSON.parse(text);
    return new Set(typeof document === 'object' && document !== null ? Object.keys(document) : []);
  } catch {
    return new Set([...text.matchAll(/^"?([\w-]+)"?:/gm)].map(([, key = '']) => key));
  }
}

/** Why a scenario or an experiment is not opened; undefined for anything else. */
export function otherFile(text: string): ReplayFault | undefined {
  const keys = keysOf(text);
  const has = (...wanted: readonly string[]): boolean => wanted.every((key) => keys.has(key));
  if (has('parties', 'issues', 'phases')) {
    return {
      code: 'scenario-file',
      message: 'It is a scenario, from which runs are made, and not the record of a run.',
      hint:
        'Make a record of it with “plenary run FILE --seed 7 --record run.json” and open run.json here. ' +
        '“plenary check FILE” tells what is wrong with it.',
    };
  }
  if (has('scenario') && (has('replications') || has('hypotheses') || has('arms'))) {
    return {
      code: 'experiment-file',
      message: 'It is an experiment, of which batches are made, and not the record of a run.',
      hint:
        'Play it with “plenary batch FILE --out results/NAME”. “plenary serve --results results” then ' +
        'shows its report, and every run of it opens from there.',
    };
  }
  return undefined;
}
