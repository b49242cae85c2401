/**
 * Who may know whom: docs/design.md, "Layout". A room may import the rooms of its line, and reaches no others by any
 * number of steps.
 *
 * @type {import('dependency-cruiser').IConfiguration}
 */
const rooms = {
  runtime: [],
  datadog: [],
  report: [],
  aws: ['runtime'],
  'datadog-api': ['datadog', 'runtime'],
  policy: [],
  'custom-resource': ['runtime'],
  integration: ['datadog', 'policy'],
  registration: ['datadog-api', 'integration', 'datadog', 'policy'],
  probe: ['report', 'aws', 'runtime'],
  iam: ['integration', 'datadog', 'policy', 'aws', 'runtime'],
  state: [
    'iam',
    'registration',
    'datadog-api',
    'policy',
    'report',
    'integration',
    'datadog',
    'aws',
    'runtime',
  ],
  provider: [
    'custom-resource',
    'state',
    'registration',
    'datadog-api',
    'iam',
    'probe',
    'integration',
    'datadog',
    'policy',
    'aws',
    'runtime',
  ],
  validation: [
    'state',
    'registration',
    'datadog-api',
    'iam',
    'probe',
    'report',
    'integration',
    'datadog',
    'policy',
    'aws',
    'runtime',
  ],
  publish: ['state', 'report', 'datadog-api', 'datadog', 'aws', 'runtime'],
  cli: [
    'validation',
    'publish',
    'datadog-api',
    'state',
    'iam',
    'probe',
    'report',
    'integration',
    'datadog',
    'policy',
    'aws',
    'runtime',
  ],
};

/** Single files of rooms that are not known as a whole: they know nothing themselves. */
const WORDS = '^src/runtime/(suggest|text|user-error)\\.ts$';
const PLACES = '^src/aws/(arn\\.ts|partitions\\.(ts|json))$';

/** What pure rooms take from others file by file. */
const singleFiles = {
  report: [WORDS],
  policy: [PLACES],
  'custom-resource': [PLACES],
  integration: [PLACES, WORDS],
  registration: [PLACES, WORDS],
};

const below = (room) => [room, ...rooms[room].flatMap(below)];
const inRooms = (names) => `^src/(${[...new Set(names)].join('|')})/`;

const importsOfRooms = Object.entries(rooms).map(([room, known]) => ({
  name: `${room}-knows-its-own-rooms-only`,
  severity: 'error',
  from: { path: `^src/${room}/` },
  to: {
    path: '^(src|handlers|test|scripts)/',
    pathNot: [inRooms([room, ...known]), ...(singleFiles[room] ?? [])],
  },
}));

const reachOfRooms = Object.keys(rooms).map((room) => {
  const reached = below(room);
  return {
    name: `${room}-reaches-its-own-rooms-only`,
    severity: 'error',
    from: { path: `^src/${room}/` },
    to: {
      reachable: true,
      path: '^(src|handlers|test|scripts)/',
      pathNot: [inRooms(reached), ...reached.flatMap((name) => singleFiles[name] ?? [])],
    },
  };
});

/** Pure: neither SDK nor Node's I/O, however many imports away. (That nobody asks clock or environment, imports do not show.) */
const PURE = [
  '^src/(policy|datadog|integration|registration|report)/',
  '^src/iam/',
  '^src/validation/',
  '^src/aws/(arn|partitions)\\.ts$',
  '^src/probe/(session|denial)\\.ts$',
];
const EFFECTS = [
  '^src/iam/(apply|requests|answers)\\.ts$',
  '^src/iam/.*/observe(-quotas|-references)?\\.ts$',
  '^src/validation/(handler|run|run-values|validate-target)\\.ts$',
  '^src/validation/gather/',
  '^src/validation/exclusion/exclude\\.ts$',
];
const SDK_AND_IO =
  '(^|/)node_modules/(@aws-sdk|@smithy)/|^(node:)?(fs|http|https|http2|net|tls|dns|process|timers|child_process|os|worker_threads)(/|$)';

module.exports = {
  forbidden: [
    ...importsOfRooms,
    ...reachOfRooms,
    {
      name: 'every-room-is-listed',
      comment: 'A new folder of src needs its line above: who may it know?',
      severity: 'error',
      from: { path: '^src/', pathNot: inRooms(Object.keys(rooms)) },
      to: {},
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'pure-code-reaches-no-sdk-and-no-io',
      comment: 'Decisions are pure; what asks or changes anything is in the files listed as effects.',
      severity: 'error',
      from: { path: PURE, pathNot: EFFECTS },
      to: { reachable: true, path: SDK_AND_IO },
    },
    {
      name: 'product-does-not-need-tests',
      severity: 'error',
      from: { path: '^(src|handlers)/' },
      to: { path: '^(test|scripts)/' },
    },
    {
      name: 'product-uses-what-package-json-names',
      severity: 'error',
      from: { path: '^(src|handlers)/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'], pathNot: '@types/' },
    },
    {
      name: 'product-uses-what-is-bundled-only',
      comment: 'package.json lists it among the tools, as nobody installs it: docs/dependencies.md.',
      severity: 'error',
      from: { path: '^(src|handlers)/' },
      to: { path: '(^|/)node_modules/', pathNot: 'node_modules/(@aws-sdk|@smithy|@types|valibot)/' },
    },
    {
      name: 'sandbox-is-independent',
      comment: 'The sandbox is what the product is measured against: it must not share the product’s logic.',
      severity: 'error',
      from: { path: '^test/sandbox/' },
      to: { reachable: true, path: '^(src|handlers)/' },
    },
    {
      name: 'scripts-use-sandbox-and-support',
      comment: 'A script test-X.ts is the entry of test/X, too; cases are data for everybody.',
      severity: 'error',
      from: { path: '^scripts/', pathNot: '^scripts/test-' },
      to: { path: '^test/', pathNot: '^test/(sandbox|support|cases)/' },
    },
    {
      name: 'test-scripts-use-their-own-tests',
      severity: 'error',
      from: { path: '^scripts/test-([a-z]+)\\.ts$' },
      to: { path: '^test/', pathNot: '^test/(sandbox|support|cases|$1)/' },
    },
    {
      name: 'tests-use-sandbox-and-support-of-others',
      severity: 'error',
      from: { path: '^test/([^/]+)/', pathNot: '^test/(sandbox|support)/' },
      to: { path: '^test/', pathNot: '^test/($1|sandbox|support|cases)/' },
    },
    {
      name: 'fixtures-do-not-need-tests',
      severity: 'error',
      from: { path: '^test/support/' },
      // What customers deploy is made from template.yaml by a pure function.
      to: {
        path: '^(test|scripts)/',
        pathNot: '^(test/(sandbox|support|cases)/|scripts/package/templates\\.ts$)',
      },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    parser: 'swc',
    enhancedResolveOptions: { extensions: ['.ts', '.js', '.json'] },
  },
};
