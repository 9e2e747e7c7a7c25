// Who may import whom (DESIGN section 2). The compiler holds that the engine sees neither Node nor the DOM;
// this holds the folders apart. There is no list of tolerated exceptions, by policy: an edge that should
// exist is named here with its reason.

/** Inside engine/: folder → the folders whose values it may import, besides its own and the leaf modules. */
const data = ['scenario', 'preferences'];
const rules = [...data, 'rules', 'questions'];
const parts = [...rules, 'statechart', 'agents'];
const run = [...parts, 'strategies', 'protocols', 'world', 'run'];
const mayImport = {
  statechart: [],
  scenario: data,
  preferences: data,
  rules,
  questions: rules,
  agents: parts,
  strategies: [...parts, 'strategies'],
  protocols: [...parts, 'protocols'],
  world: [...parts, 'world'],
  run,
  analysis: [...run, 'analysis'],
  text: [...run, 'analysis', 'text'],
  interchange: [...run, 'analysis', 'text', 'interchange'],
};

// What protocols, strategies and mechanisms get from the run is described by types in run/ (the contract):
// naming a type costs nothing at run time, so every folder below run/ may. Values of run/ are for run/ and
// what is above it.
const seesValuesOfRun = ['run', 'analysis', 'text', 'interchange'];

// Modules that any folder may use: the ones at the top of engine/ (except its public door, the registry and
// what checks other people's parts), and of run/ the draws, the digest and the tables of words that parts and
// run share. They import one another; the events also name the words of rules/.
const leaves = [
  '^engine/(?!index|load|conformance|plugin|registry)[^/]+\\.ts$',
  '^engine/text/amendments\\.ts$',
  '^engine/run/(acts|core-slices|digest|draws|events|live-columns|loop-position|motions|slices|subjects)\\.ts$',
];

const layers = Object.entries(mayImport).flatMap(([folder, allowed]) => {
  const folders = [...new Set([folder, ...allowed])];
  const own = folders.map((name) => `^engine/${name}/`);
  if (seesValuesOfRun.includes(folder)) own.push('^engine/(registry|load)\\.ts$');
  const rule = {
    name: `engine-${folder}`,
    comment: `engine/${folder} may import values of: ${folders.join(', ')} and leaf modules`,
    severity: 'error',
    from: { path: `^engine/${folder}/` },
    to: { path: '^engine/', pathNot: [...own, ...leaves] },
  };
  if (seesValuesOfRun.includes(folder)) return [rule];
  return [
    { ...rule, to: { path: '^engine/', pathNot: [...own, ...leaves, '^engine/run/'] } },
    {
      ...rule,
      name: `engine-${folder}-run`,
      comment: `engine/${folder} may import types of engine/run, and values only of its leaf modules`,
      to: { path: '^engine/run/', pathNot: leaves, dependencyTypesNot: ['type-only'] },
    },
  ];
});

const enginePackages = [
  '@noble/hashes',
  '@stdlib/[^/]+',
  'mathjs',
  'seedrandom',
  '@types/seedrandom',
  'xstate',
  'yaml',
  'zod',
];

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment:
        'modules that need each other while they load depend on the order of loading; ' +
        'types, and what a function loads when it runs, do not',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only', 'dynamic-import'] } },
    },
    {
      name: 'nothing-unresolved',
      comment: 'an import that leads nowhere',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'engine-is-alone',
      comment: 'the engine imports none of the other folders',
      severity: 'error',
      from: { path: '^engine/' },
      to: { path: '^(server|viewer|test|scenarios)/' },
    },
    {
      name: 'engine-has-no-node',
      comment: 'the engine runs in browsers and workers: no Node modules',
      severity: 'error',
      from: { path: '^engine/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'engine-packages',
      comment:
        'the engine uses only packages that give the same result everywhere; add one here with its reason',
      severity: 'error',
      from: { path: '^engine/' },
      to: { path: 'node_modules/', pathNot: enginePackages.map((name) => `node_modules/${name}(/|$)`) },
    },
    {
      name: 'mathjs-only-as-parser',
      comment:
        'mathjs costs most of a cold start: one module picks its parser, and the build bundles that module',
      severity: 'error',
      from: { path: '^(engine|server|viewer)/', pathNot: '^engine/preferences/expression-parser\\.ts$' },
      to: { path: 'node_modules/mathjs(/|$)' },
    },
    {
      name: 'leaves-are-leaves',
      comment: 'a module that everything may import must not pull a layer in with it',
      severity: 'error',
      from: { path: leaves },
      to: { path: '^engine/', pathNot: [...leaves, '^engine/rules/'], dependencyTypesNot: ['type-only'] },
    },
    ...layers,
    {
      name: 'commands-load-late',
      comment:
        'every command line loads all commands: what a command needs of the rest it imports when it runs',
      severity: 'error',
      from: { path: '^server/cli/commands/' },
      to: {
        path: '^(engine|server/(batch|docs|http|live|queue|report|store|text|validate))/',
        pathNot: '^(engine/version|server/batch/names)\\.ts$',
        dependencyTypesNot: ['type-only', 'dynamic-import'],
      },
    },
    {
      name: 'server-imports-engine',
      comment: 'the server imports the engine and itself',
      severity: 'error',
      from: { path: '^server/' },
      to: { path: '^(viewer|test|scenarios)/' },
    },
    {
      name: 'wire-is-for-browsers-too',
      comment: 'the viewer loads server/wire: it imports no Node module and nothing else of the server',
      severity: 'error',
      from: { path: '^server/wire/' },
      to: { path: '^server/', pathNot: '^server/wire/' },
    },
    {
      name: 'wire-has-no-node',
      comment: 'the viewer loads server/wire: it imports no Node module',
      severity: 'error',
      from: { path: '^server/wire/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'viewer-imports-engine-and-wire',
      comment: 'the viewer imports the engine, the wire messages and itself',
      severity: 'error',
      from: { path: '^viewer/' },
      to: { path: '^(server|test|scenarios)/', pathNot: '^server/wire/' },
    },
    {
      name: 'viewer-has-no-node',
      comment: 'the viewer runs in browsers',
      severity: 'error',
      from: { path: '^viewer/', pathNot: '^viewer/[^/]+\\.config\\.ts$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'nobody-imports-tests',
      comment: 'tests are imported by tests only',
      severity: 'error',
      from: { pathNot: '^test/' },
      to: { path: '^test/' },
    },
    {
      name: 'shipped-code-uses-shipped-packages',
      comment:
        'the engine and the server run from the published package, which has no development dependencies',
      severity: 'error',
      from: { path: '^(engine|server)/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['^dist/', '^test/engines/node_modules/', '(^|/)fixtures/'] },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'module', 'browser', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.mjs', '.cjs', '.svelte', '.json', '.d.ts'],
    },
    moduleSystems: ['es6', 'cjs'],
    skipAnalysisNotInRules: true,
    builtInModules: { add: ['node:test', 'node:sqlite'] },
  },
};
