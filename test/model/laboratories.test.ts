import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { measureGraph } from '../../engine/world/laboratories/metrics.ts';
import { load, metricOf, only, played, problems, ticking, world } from './worlds/development.ts';

const quarter = 3;
const stages = ['idle', 'proposed', 'staffed', 'operating', 'networked'];

const members = [{ readiness: 0.9 }, { readiness: 0.5 }, { readiness: 0.2 }];
const firm = { id: 'firm', code: 'FRM', name: 'Firm', kind: 'firm', ideal: { all: 0 }, salience: { all: 1 } };

/** Three states `a`, `b` and `c`, a firm, and a network. */
async function network(settings: object, more: object = {}) {
  const plain = await world(members, {});
  const parties = [...plain.file.parties, firm];
  return world([], { laboratories: { start: 'at-once', ...settings } }, { parties, ...more });
}

const node = (id: string, host: string, stage = 'operating', owners = ['firm']) => ({
  id,
  host,
  stage,
  owners,
});
const three = [node('x', 'a'), node('y', 'b'), node('z', 'c')];

describe('spill-over', () => {
  it('goes over the links to whoever lies behind, by their weight', async () => {
    const edges = [
      ['x', 'y', 0.5],
      ['y', 'z', 0.4],
    ];
    const { run, tick } = ticking(await network({ labs: 1.5, nodes: three, edges, links: 0 }));
    tick();
    const gain = (lesson: number) => (0.05 * 1.5 * lesson) / quarter;
    expect(run.scenario.readiness[0]).toBe(0.9);
    expect(run.scenario.readiness[1]).toBeCloseTo(0.5 + gain(0.5 * 0.4), 12);
    expect(run.scenario.readiness[2]).toBeCloseTo(0.2 + gain(0.4 * 0.3), 12);
    expect(metricOf(run, 'spillOver')).toBeCloseTo((gain(0.2) + gain(0.12)) / 3, 12);
  });

  it('takes the whole attention of a state at most', async () => {
    const edges = [
      ['x', 'z', 1],
      ['y', 'z', 0.6],
    ];
    const { run, tick } = ticking(await network({ nodes: three, edges, links: 0 }));
    tick();
    const lesson = (1 * 0.7 + 0.6 * 0.3) / 1.6;
    expect(run.scenario.readiness[2]).toBeCloseTo(0.2 + (0.05 * lesson) / quarter, 12);
  });

  it('needs laboratories that operate at both ends, of different states', async () => {
    const nodes = [node('x', 'a'), node('y', 'c', 'staffed'), node('z', 'c'), node('w', 'a')];
    const edges = [
      ['x', 'y', 1],
      ['x', 'w', 1],
    ];
    const { run, tick } = ticking(await network({ nodes, edges, links: 0, funding: 0 }));
    tick(12);
    expect([...run.scenario.readiness].slice(0, 3)).toEqual([0.9, 0.5, 0.2]);
    expect(run.f64['laboratories.learned'][2]).toBe(0);
  });

  it('by default links every state alike', async () => {
    const { run, tick } = ticking(await network({ stageTicks: 1 }));
    tick(2);
    const lesson = 0.7 / 2 + 0.3 / 2;
    expect(run.scenario.readiness[2]).toBeCloseTo(0.2 + (0.05 * lesson) / quarter, 12);
    expect(metricOf(run, 'networkDensity')).toBe(1);
  });
});

describe('the life of a laboratory', () => {
  const stageOf = (run: { i32: Readonly<Record<string, Int32Array>> }, at: number) =>
    stages[run.i32['laboratories.stage'][at]];

  it('is proposed, staffed, operates, and is networked with another one that operates', async () => {
    const nodes = [node('x', 'a', 'operating'), node('y', 'b', 'proposed')];
    const settings = { nodes, edges: [['x', 'y']], stageTicks: 4, links: 0 };
    const { run, tick } = ticking(await network(settings));
    expect([stageOf(run, 0), stageOf(run, 1)]).toEqual(['operating', 'proposed']);
    tick(4);
    expect([stageOf(run, 0), stageOf(run, 1)]).toEqual(['operating', 'staffed']);
    tick(3);
    expect(stageOf(run, 1)).toBe('staffed');
    tick();
    expect([stageOf(run, 0), stageOf(run, 1)]).toEqual(['networked', 'networked']);
    expect([...run.i32['laboratories.hosted'].slice(0, 3)]).toEqual([1, 1, 0]);
  });

  it('takes twice as long with half the funds', async () => {
    const settings = { nodes: [node('x', 'a', 'proposed')], stageTicks: 4, funding: 0.5 };
    const { run, tick } = ticking(await network(settings));
    tick(7);
    expect(stageOf(run, 0)).toBe('proposed');
    tick();
    expect(stageOf(run, 0)).toBe('staffed');
  });

  it('does not begin while its owners are of one kind', async () => {
    const nodes = [node('x', 'a', 'operating', []), node('y', 'b', 'operating', ['c']), node('z', 'c')];
    const edges = [
      ['x', 'y'],
      ['y', 'z'],
    ];
    const { run, tick } = ticking(await network({ nodes, edges }));
    tick(36);
    expect([0, 1, 2].map((at) => stageOf(run, at))).toEqual(['idle', 'idle', 'operating']);
    expect(metricOf(run, 'laboratoriesOperating')).toBe(1);
    expect(metricOf(run, 'networkDensity')).toBeNaN();
  });

  it('is built in states that the treaty binds, from then on', async () => {
    const { run, events } = played(await load(...only('laboratories')), 3);
    const bound = new Set<string>();
    let built = 0;
    for (const event of events) {
      if (event.kind === 'becameBound') bound.add(event.party);
      if (event.kind !== 'laboratoryMoved' || event.stage !== 'staffed') continue;
      expect(bound).toContain(event.party);
      built++;
    }
    expect(built).toBe(3);
    expect(stageOf(run, 0)).toBe('idle');
  });
});

describe('new links', () => {
  const four = [node('v', 'a'), ...three];

  it('come as the funds of a year pay for them, first where there is most to learn', async () => {
    const settings = { nodes: four, edges: [['x', 'z', 0.5]], links: 4, linkWeight: 0.25 };
    const { run, tick } = ticking(await network(settings));
    tick(2);
    expect([...run.i32['laboratories.added'].slice(0, 2)]).toEqual([-1, -1]);
    tick();
    // v and x stand in a, y in b, z in c; x and z are linked already
    expect([...run.i32['laboratories.added'].slice(0, 2)]).toEqual([0, 3]);
    tick(9);
    // then a and b, one after the other, and b and c at last; never two of one state
    expect([...run.i32['laboratories.added'].slice(2, 10)]).toEqual([0, 2, 1, 2, 2, 3, -1, -1]);
    tick(24);
    expect(run.i32['laboratories.added'][8]).toBe(-1);
    expect(metricOf(run, 'networkDensity')).toBeCloseTo(5 / 6, 12);
    expect(metricOf(run, 'networkComponents')).toBe(1);
  });

  it('are funded as the text has it', async () => {
    const plain = await load();
    const linksWhereAllWant = async (place: number): Promise<number> => {
      const wanted = plain.partyIds.map((party) => `parties.${party}.ideal.research=${place}`);
      const scenario = await load(...only('laboratories'), 'world.laboratories.links=1', ...wanted);
      const { run, events } = played(scenario, 3);
      expect(run.i32['text.option'][scenario.issueIds.indexOf('research')]).toBe(2 * place);
      return events.filter((event) => event.kind === 'laboratoriesLinked').length;
    };
    const [none, some, full] = await Promise.all([0, 0.5, 1].map(linksWhereAllWant));
    expect(none).toBe(0);
    // a link takes twenty-four months of half the funds, twelve of all
    expect(some).toBeGreaterThan(0);
    expect(full).toBeGreaterThan(some);
  });
});

describe('measures of a graph', () => {
  it.each([
    [3, [], { nodes: 3, edges: 0, components: 3 }],
    [3, [0, 1], { nodes: 3, edges: 1, components: 2 }],
    [4, [0, 1, 1, 2, 2, 0], { nodes: 4, edges: 3, components: 2 }],
    [5, [0, 1, 2, 3, 3, 4, 4, 2], { nodes: 5, edges: 4, components: 2 }],
    [0, [], { nodes: 0, edges: 0, components: 0 }],
  ])('of %d nodes and the edges %j', (count, pairs, expected) => {
    expect(measureGraph(count, () => true, pairs)).toEqual(expected);
  });

  it('count the components that a search finds, of the nodes that are in', () => {
    const graphs = fc
      .record({ inside: fc.array(fc.boolean(), { minLength: 1, maxLength: 9 }), ends: fc.array(fc.nat(8)) })
      .map(({ inside, ends }) => ({ inside, pairs: ends.map((end) => end % inside.length) }));
    fc.assert(
      fc.property(graphs, ({ inside, pairs }) => {
        const seen = new Set<number>();
        const visit = (at: number): void => {
          if (seen.has(at) || !inside[at]) return;
          seen.add(at);
          for (let e = 0; e + 1 < pairs.length; e += 2) {
            if (pairs[e] === at) visit(pairs[e + 1]);
            if (pairs[e + 1] === at) visit(pairs[e]);
          }
        };
        let components = 0;
        inside.forEach((isIn, at) => {
          if (!isIn || seen.has(at)) return;
          components++;
          visit(at);
        });
        expect(measureGraph(inside.length, (at) => inside[at], pairs).components).toBe(components);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('a network does not depend on the order in which it is written', () => {
  it('of nodes, of edges and of their ends', async () => {
    const edges = [
      ['x', 'y', 0.5],
      ['y', 'z', 0.25],
    ];
    const [first, second] = await Promise.all([
      network({ nodes: three, edges }),
      network({
        nodes: [...three].reverse(),
        edges: [
          ['z', 'y', 0.25],
          ['y', 'x', 0.5],
        ],
      }),
    ]);
    const runs = [ticking(first), ticking(second)];
    for (const { tick } of runs) tick(60);
    expect([...runs[0].run.scenario.readiness]).toEqual([...runs[1].run.scenario.readiness]);
  });
});

describe('problems of a network', () => {
  const at = 'world.laboratories';
  it.each([
    [`${at}.edges=[[vision, speach]]`, `${at}.edges[0][1] unknown-id`],
    [`${at}.edges=[[vision, vision]]`, `${at}.edges[0] self-edge`],
    [`${at}.edges=[[vision, speech], [speech, vision, 0.2]]`, `${at}.edges[1] duplicate-edge`],
    [`${at}.edges=[[vision, speech, 1.5]]`, `${at}.edges[0][2] out-of-range`],
    [`${at}.nodes.vision.host=albiom`, `${at}.nodes.vision.host unknown-id`],
    [`${at}.nodes.vision.host=works`, `${at}.nodes.vision.host bad-value`],
    [`${at}.nodes.vision.owners=[wurks]`, `${at}.nodes.vision.owners[0] unknown-id`],
    [`${at}.nodes=[{id: one, host: albion}, {id: one, host: borea}]`, `${at}.nodes[1].id duplicate-id`],
    [`${at}.issue=researsh`, `${at}.issue unknown-id`],
  ])('%s', async (arm, expected) => expect(await problems(arm)).toContain(expected));

  it('edges without laboratories join nothing', async () => {
    expect(await problems(`${at}.nodes=null`)).toContain(`${at}.edges[0][0] unknown-id`);
  });
});
