/**
 * What a scenario must fulfil beyond its shape: names that name something, weights that sum to 1, thresholds
 * that can be met. A file whose shape is broken in places is still checked where it is whole.
 */

import { groupChecks } from './check-groups.ts';
import { partyChecks } from './check-parties.ts';
import { ruleChecks } from './check-rules.ts';
import { textChecks } from './check-text.ts';
import type { CheckOptions } from './checks.ts';
import { clubChecks } from './clubs.ts';
import { type Finding, type Problem, toProblems } from './problems.ts';
import type { ScenarioFile } from './schema.ts';

const checks = [...partyChecks, ...groupChecks, ...ruleChecks, ...textChecks, ...clubChecks];

/**
 * Runs every check whose top-level keys are all in `parts`, the parts of a file that have the right shape.
 * An optional key that the file leaves out counts as there when it is `undefined` in `parts`.
 */
export function findFaults(parts: Partial<ScenarioFile>, options: CheckOptions = {}): Finding[] {
  const runnable = checks.filter((check) => check.needs.every((key) => Object.hasOwn(parts, key)));
  return runnable.flatMap((check) => check.find(parts as ScenarioFile, options));
}

/**
 * All problems of a file that has the right shape; none means that it can be compiled as far as this stage
 * knows. Strategies are checked when their names are given.
 *
 * @example `validateScenario(file, { strategies: ['time-dependent'] })`
 */
export function validateScenario(file: ScenarioFile, options: CheckOptions = {}): Problem[] {
  return toProblems(findFaults({ chair: undefined, ...file } as ScenarioFile, options), file);
}
