/** What the page of a scenario says of the space of its experiment is what a dry run finds there. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { runsOf, type Stage } from '../../engine/analysis/experiment/plan.ts';
import { type Job, makeJob } from '../../server/batch/job.ts';
import { scenarioIds } from '../../server/places.ts';

const fileOf = (id: string, file: string) => path.resolve(import.meta.dirname, '../../scenarios', id, file);
const textOf = (id: string, file: string) => readFileSync(fileOf(id, file), 'utf8');

async function jobOf(id: string): Promise<Job> {
  const texts = { experiment: textOf(id, 'experiment.yaml'), scenario: textOf(id, 'scenario.yaml') };
  const made = await makeJob(texts, true);
  if (!made.ok) throw new Error(JSON.stringify(made.problems));
  return made.job;
}

/** The section of a page, with every break of a line as a space; rows of its table stay apart. */
function sectionOf(id: string): { readonly prose: string; readonly rows: readonly string[][] } | undefined {
  const [, section] = /### Over what nobody knows\n([\s\S]*?)(?=\n## )/.exec(textOf(id, 'README.md')) ?? [];
  if (section === undefined) return undefined;
  const lines = section.split('\n');
  const cells = (line: string) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim());
  const rows = lines.filter((line) => line.startsWith('| ')).map(cells);
  return { prose: lines.filter((line) => !line.startsWith('|')).join(' '), rows: rows.slice(1) };
}

const withExperiment = scenarioIds().filter((id) => existsSync(fileOf(id, 'experiment.yaml')));

describe.each(withExperiment)('the page of %s', (id) => {
  it('says how large the space of its experiment is, and has a row for every hypothesis', async () => {
    const { stages, experiment } = await jobOf(id);
    const section = sectionOf(id);
    const compared = experiment.hypotheses.filter(({ factor }) => factor === undefined);
    const stage = stages.find((part: Stage) => part.id === 'space');
    expect(section === undefined, 'a section where there is a space').toBe(stage === undefined);
    if (section === undefined || stage === undefined) return;
    const { arms, places, factors, replications } = stage;
    const { prose, rows } = section;
    expect(prose).toContain(
      `the ${arms.length} arms at ${places} points of a Latin hypercube over the plausible ranges of all ` +
        `${factors.length} parameters`,
    );
    expect(prose).toContain(
      `Each point has ${replications} pairs of its own seeds; these are ${runsOf(stage)} runs.`,
    );
    const words = ['no', 'One', 'Two', 'Three', 'Four', 'Five', 'Six'];
    const alone = factors.filter((factor) => factor.arms !== undefined).length;
    const [, told = 'no'] = /(\w+) of them only (?:some|an) arms? switch/.exec(prose) ?? [];
    expect(told).toBe(words[alone]);
    const names = rows.map(([name = '']) => name.replace(/ \(\d+ points\)$/, ''));
    expect(names).toEqual(compared.map((hypothesis) => hypothesis.id.replaceAll('-', ' ')));
    for (const [name, ...cells] of rows) {
      const [, ...verdicts] = cells.slice(0, 4).map((cell) => Number(/^(\d+) %/.exec(cell)?.[1]));
      const [sign = 0] = /^\d+/.exec(cells[0] ?? '')?.map(Number) ?? [];
      // Where the sign holds the estimate has it, and where it is contradicted it has not.
      expect(sign, name).toBeGreaterThanOrEqual((verdicts[0] ?? 0) - 1);
      expect(sign, name).toBeLessThanOrEqual(101 - (verdicts[2] ?? 0));
      expect(Math.abs(verdicts.reduce((sum, share) => sum + share, 0) - 100), name).toBeLessThanOrEqual(1);
      const parameters = [...(cells[4] ?? '').matchAll(/`([^`]+)` [<>] /g)];
      if (parameters.length === 0) expect(['all alike', 'too few points', 'none'], name).toContain(cells[4]);
      // Points that are all of one kind have nothing that could tell them apart.
      if (cells[4] === 'all alike') expect(verdicts, name).toContain(100);
      for (const [, parameter = ''] of parameters) {
        const known = factors.map(({ title }) => title.replace('.with.', '.'));
        expect(
          known.some((title) => title.endsWith(parameter)),
          `${name}: ${parameter}`,
        ).toBe(true);
      }
    }
  });

  it('says how many arms the experiment plays', async () => {
    const { experiment } = await jobOf(id);
    const said = /plays\s+(?:its\s+|the\s+)?(\w+)\s+(?:arms|rules)\s+on/.exec(textOf(id, 'README.md'));
    const [, count = ''] = said ?? [];
    const words: Readonly<Record<string, number>> = { three: 3, five: 5 };
    expect(words[count] ?? Number(count)).toBe(experiment.arms.length);
  });
});
