import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { createPlay, loadScenario, type Scenario } from '../../engine/index.ts';
import { scenarioIds } from '../../server/places.ts';

const folder = (id: string) => path.resolve(import.meta.dirname, '../../scenarios', id);

async function load(id: string): Promise<Scenario> {
  const loaded = await loadScenario(readFileSync(path.join(folder(id), 'scenario.yaml'), 'utf8'));
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  return loaded.value;
}

describe.each(scenarioIds())('scenario %s', (id) => {
  it('has a brief for every seat, with a public and a confidential part of its own', async () => {
    const { file } = await load(id);
    for (const { name, brief } of file.parties) {
      expect(brief?.public.length, name).toBeGreaterThan(40);
      expect(brief?.confidential.length, name).toBeGreaterThan(40);
    }
    const confidential = file.parties.map((party) => party.brief?.confidential);
    // Two hundred states cannot all be told something new; nobody shares all of a brief with many others.
    for (const text of confidential)
      expect(confidential.filter((other) => other === text).length).toBeLessThan(40);
  });

  it('says what it teaches and where it comes from', async () => {
    const { file } = await load(id);
    expect(file.goals.length).toBeGreaterThanOrEqual(3);
    expect(file.sources.length).toBeGreaterThanOrEqual(3);
    const readme = path.join(folder(id), 'README.md');
    expect(existsSync(readme)).toBe(true);
    expect(readFileSync(readme, 'utf8')).toContain('## Before you believe it');
  });

  it('plays to its end', async () => {
    const play = createPlay(await load(id), { seed: 3 });
    expect(play.toEnd()).toBe(true);
    expect(play.fault).toBeUndefined();
  });
});

describe('the members of real bodies', () => {
  it('are fifteen, five of them permanent', async () => {
    const scenario = await load('security-council-ai');
    expect(scenario.states.length).toBe(15);
    expect(scenario.groups.find((group) => group.id === 'permanent')?.members.length).toBe(5);
  });

  it('are twenty-seven, with the population shares of 2025', async () => {
    const scenario = await load('council-ai-regulation');
    expect(scenario.states.length).toBe(27);
    const [population] = scenario.tables;
    // Two-decimal shares, as published: they sum to 100.01 per cent.
    expect(population?.values.reduce((sum, value) => sum + (Number.isNaN(value) ? 0 : value), 0)).toBe(
      10_001,
    );
    const share = (party: string) => population?.values[scenario.partyIds.indexOf(party)] ?? 0;
    expect(share('germany') + share('france') + share('italy')).toBe(4689);
  });

  it('are the 193 Member States of the United Nations', async () => {
    const scenario = await load('general-assembly-laws');
    expect(scenario.states.length).toBe(193);
    expect(new Set(scenario.file.parties.map((party) => party.code)).size).toBe(scenario.partyCount);
  });
});
