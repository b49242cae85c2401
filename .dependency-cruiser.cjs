/**
 * The layering of docs/design.md as rules. A folder may import the folders below it, never above.
 *
 *   handlers -> provider, validation, publish -> custom-resource | role -> integration -> datadog, policy -> aws -> runtime
 *
 * @type {import('dependency-cruiser').IConfiguration}
 */
const layers = {
  runtime: [],
  datadog: ['aws', 'policy'],
  report: ['runtime'],
  aws: ['runtime'],
  policy: ['aws'],
  'custom-resource': ['runtime'],
  integration: ['datadog', 'policy', 'aws', 'runtime'],
  probe: ['report', 'aws', 'runtime'],
  iam: ['integration', 'datadog', 'policy', 'aws', 'runtime'],
  role: ['iam', 'state', 'integration', 'datadog', 'policy', 'aws', 'runtime'],
  state: ['iam', 'role', 'report', 'integration', 'aws', 'runtime'],
  provider: [
    'custom-resource',
    'state',
    'iam',
    'role',
    'probe',
    'integration',
    'datadog',
    'policy',
    'aws',
    'runtime',
  ],
  validation: [
    'publish',
    'state',
    'iam',
    'role',
    'probe',
    'report',
    'integration',
    'datadog',
    'policy',
    'aws',
    'runtime',
  ],
  publish: ['validation', 'state', 'report', 'integration', 'aws', 'runtime'],
  cli: [
    'validation',
    'publish',
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

const downwardOnly = Object.entries(layers).map(([folder, below]) => ({
  name: `${folder}-looks-down-only`,
  severity: 'error',
  from: { path: `^src/${folder}/` },
  to: { path: '^(src|handlers|test|scripts)/', pathNot: `^src/(${[folder, ...below].join('|')})/` },
}));

const pure =
  '^src/(policy/|role/(desired|plan|packing|quotas|equality)[^/]*\\.ts$|integration/(properties|spec)[^/]*\\.ts$|aws/(partitions|arn)[^/]*\\.ts$)';

module.exports = {
  forbidden: [
    ...downwardOnly,
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'pure-code-has-no-sdk-and-no-io',
      comment: 'policy, desired, plan and properties are pure: no SDK, no clock, no environment, no I/O.',
      severity: 'error',
      from: { path: pure },
      to: { path: '(^node_modules/|^(node:)?(fs|http|https|net|process|timers|child_process|os)$)' },
    },
    {
      name: 'product-does-not-need-tests',
      severity: 'error',
      from: { path: '^(src|handlers)/' },
      to: { path: '^(test|scripts)/' },
    },
    {
      name: 'product-uses-runtime-dependencies-only',
      severity: 'error',
      from: { path: '^(src|handlers)/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], pathNot: '@types/' },
    },
    {
      name: 'sandbox-judges-independently',
      comment: 'The sandbox is what the product is measured against: it must not share the product’s logic.',
      severity: 'error',
      from: { path: '^test/sandbox/' },
      to: { path: '^(src|handlers)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    parser: 'swc',
    enhancedResolveOptions: { extensions: ['.ts', '.js', '.json'] },
  },
};
