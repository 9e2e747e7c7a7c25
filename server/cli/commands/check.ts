/** `plenary check`: every problem of a scenario file at once, or what the file holds. */
import { loadText } from '../../prepared.ts';
import { argument, type CommandSpec, flag, listOption, shared } from '../command.ts';
import { CliError } from '../exit.ts';
import { loadSource } from '../scenario-source.ts';
import type { Terminal } from '../terminal.ts';
import { clean, safeJson } from '../text.ts';

/** The command. */
export const checkCommand: CommandSpec = {
  name: 'check',
  summary: 'list the problems of a scenario or experiment file',
  about:
    'Reads a scenario and lists all of its problems at once, each with its line, its path, a code and a ' +
    'way out. An experiment, told by what it holds, is checked with the scenario beside it or the shipped ' +
    'one that it names. Nothing is run.',
  arguments: [{ name: '<file>', says: 'a scenario or experiment file, or the id of a shipped scenario' }],
  options: [shared.set, shared.json],
  examples: [
    { line: 'plenary check my-talks.yaml', says: 'exit code 0 when it is sound, 3 when it has problems' },
    { line: 'plenary check first-mandate --set ticks=5', says: 'check what a change would do' },
  ],
  run: async (invocation) => {
    const { terminal } = invocation;
    const word = argument(invocation, 0);
    const sets = listOption(invocation, 'set');
    const { isExperiment } = await import('../experiment-source.ts');
    if (isExperiment(word, terminal)) return checkExperiment(word, sets, terminal);
    if (flag(invocation, 'json')) return checkAsJson(word, sets, invocation.terminal);
    const { file, scenario } = await loadSource(word, sets, terminal);
    const { parties, issues, phases } = scenario.file;
    terminal.out(
      `${clean(file)}: no problems. ${clean(scenario.file.title)}: ${parties.length} parties, ` +
        `${issues.length} issues, ${phases.length} phases, scenario ${scenario.digest.slice(0, 12)}\n`,
    );
    return 0;
  },
};

/** An experiment is checked with the scenario beside it, at all of its points or at the corners of them. */
async function checkExperiment(word: string, sets: readonly string[], terminal: Terminal): Promise<number> {
  if (sets.length > 0) {
    const hint = 'Write the value into an arm of the experiment, or check the scenario.';
    throw new CliError('usage', '--set goes with a scenario, not with an experiment', { hint });
  }
  const { loadJob } = await import('../experiment-source.ts');
  const { experiment, stages } = await loadJob(word, terminal);
  const runs = stages.reduce((sum, { points, replications }) => sum + points * replications, 0);
  terminal.out(
    `${clean(word)}: no problems. ${clean(experiment.title)}: ${experiment.arms.length} arms, ` +
      `${experiment.factors.length} factors, ${experiment.hypotheses.length} hypotheses, ${runs} runs\n`,
  );
  return 0;
}

async function checkAsJson(word: string, sets: readonly string[], terminal: Terminal): Promise<number> {
  const { findSource, readOverrides } = await import('../scenario-source.ts');
  const { file, text } = await findSource(word, terminal);
  const overrides = await readOverrides(sets, terminal);
  const loaded = await loadText(await import('../../../engine/load.ts'), text, { overrides });
  const report = loaded.ok
    ? { file, ok: true, id: loaded.value.file.id, digest: loaded.value.digest, problems: [] }
    : { file, ok: false, problems: loaded.problems };
  terminal.out(safeJson(report));
  return loaded.ok ? 0 : 3;
}
