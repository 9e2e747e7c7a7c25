import { expect, it } from 'vitest';
import { createPlay } from '../../engine/index.ts';
import { compiled, firstMandateDocument } from './first-mandate.ts';

it('a scenario has views on its own slices, and the fields of all there can be', async () => {
  const whole = createPlay(await compiled(firstMandateDocument()), { seed: 1 });
  const { world, ...plain } = firstMandateDocument();
  expect(Object.keys(world as object)).toContain('trust');
  const bare = createPlay(await compiled({ ...plain, world: { mandates: {} } }), { seed: 1 });
  // One shape: V8 then compiles what reads them once for all arms of a batch.
  expect(Object.keys(bare.run.f64)).toEqual(Object.keys(whole.run.f64));
  expect(Object.keys(bare.run.i32)).toEqual(Object.keys(whole.run.i32));
  expect(bare.run.f64['trust.value']).toBeUndefined();
  expect(whole.run.f64['trust.value']).toBeInstanceOf(Float64Array);
  for (const { run, scenario } of [bare, whole]) {
    const given = [...Object.values(run.f64), ...Object.values(run.i32)].filter((view) => view !== undefined);
    expect(given).toHaveLength(scenario.layout.slices.length);
  }
});
