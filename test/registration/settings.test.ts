import fc from 'fast-check';
import * as v from 'valibot';
import { accountSchema, type RegisteredAccount } from '../../src/datadog-api/account';
import {
  attributesWith,
  differences,
  nameFilters,
  type Settings,
  settingDefaults,
  settingNames,
  settingsOf,
  tagFilters,
} from '../../src/registration/settings';

const word = fc.stringMatching(/^[a-z]{1,6}$/);
const sortedWords = fc.uniqueArray(word, { maxLength: 4 }).map((words) => words.toSorted());
const selection = fc.oneof(
  sortedWords.map((include_only) => ({ include_only })),
  sortedWords.map((exclude_only) => ({ exclude_only })),
);
const byName = <Value>(value: fc.Arbitrary<Value>) =>
  fc.dictionary(word, value, { maxKeys: 3, noNullPrototype: true }).map(Object.entries<Value>);
const filtersOfTags = byName(fc.uniqueArray(word, { minLength: 1, maxLength: 3 })).map((entries) =>
  tagFilters(entries.map(([of, tags]) => ({ of, tags }))),
);
const filtersOfNames = byName(selection).map((entries) =>
  nameFilters(entries.map(([namespace, selected]) => ({ namespace, ...selected }))),
);

/** Any settings, in the form in which properties are read. */
const anySettings: fc.Arbitrary<Settings> = fc.record(
  {
    RoleName: word,
    AccountTags: sortedWords,
    Regions: sortedWords.map((include_only) => ({ include_only })),
    'Metrics.Enabled': fc.boolean(),
    'Metrics.AutomuteEnabled': fc.boolean(),
    'Metrics.CollectCustomMetrics': fc.boolean(),
    'Metrics.CollectCloudWatchAlarms': fc.boolean(),
    'Metrics.NamespaceFilters': selection,
    'Metrics.TagFilters': filtersOfTags,
    'Metrics.MetricNameFilters': filtersOfNames,
    'Resources.ExtendedCollection': fc.boolean(),
    'Resources.CloudSecurityPostureManagement': fc.boolean(),
    'Traces.XRayServices': fc.oneof(
      fc.constant({ include_all: true } as const),
      sortedWords.map((include_only) => ({ include_only })),
    ),
    'Logs.Lambdas': sortedWords,
    'Logs.Sources': sortedWords,
    'Logs.TagFilters': filtersOfTags,
  },
  { requiredKeys: [] },
);

/** What Datadog has after a request, as its client reads it. */
function answered(attributes: object): RegisteredAccount {
  return v.parse(accountSchema, {
    id: 'ce7ce023-9a50-4fd1-8499-3859c66b58c2',
    attributes: { aws_account_id: '123456789012', auth_config: { role_name: 'Role' }, ...attributes },
  });
}

test('whatever is sent of settings is what is read back', () => {
  fc.assert(
    fc.property(anySettings, (settings) => {
      const read = settingsOf(answered(attributesWith(settings)));
      expect(differences(read, settings)).toEqual({});
    }),
  );
});

test('the properties of the test are about every setting there is', () => {
  const [settings = {}] = fc.sample(
    anySettings.filter((one) => Object.keys(one).length === settingNames.length),
    1,
  );
  expect(Object.keys(settings).sort()).toEqual([...settingNames].sort());
});

test('an update that gives some settings leaves all others as they were', () => {
  fc.assert(
    fc.property(anySettings, anySettings, (before, given) => {
      const current = answered(attributesWith(before));
      const after = answered({ ...current.attributes, ...attributesWith(given, current.attributes) });
      const expected = { ...settingsOf(current), ...given };
      expect(differences(settingsOf(after), expected)).toEqual({});
    }),
  );
});

test('order and repetition in a list, null and an empty list are no difference', () => {
  const one = answered({
    account_tags: null,
    metrics_config: { namespace_filters: { exclude_only: ['b', 'a', 'b'] }, tag_filters: null },
  });
  const other = answered({
    account_tags: [],
    metrics_config: {
      namespace_filters: { exclude_only: ['a', 'b'] },
      tag_filters: [{ namespace: 'AWS/EC2', tags: null }],
    },
    logs_config: { lambda_forwarder: { lambdas: [], sources: null } },
  });
  expect(settingsOf(one)).toEqual(settingsOf(other));
});

describe('a block that is sent', () => {
  const metrics = {
    enabled: true,
    tag_filters: [{ namespace: 'AWS/EC2', tags: ['env:prod'] }],
    invented_next_year: { deep: ['kept'] },
  };

  test('has the rest of it as it came, what this version does not know included', () => {
    const { attributes } = answered({ metrics_config: metrics, resources_config: { of: 'tomorrow' } });
    expect(attributesWith({ 'Metrics.Enabled': false }, attributes)).toEqual({
      metrics_config: { ...metrics, enabled: false },
    });
  });

  test('has no list that Datadog has not named', () => {
    const { attributes } = answered({
      metrics_config: { enabled: true },
      logs_config: { lambda_forwarder: { lambdas: ['one'] } },
    });
    expect(attributesWith({ 'Metrics.Enabled': false, 'Logs.Lambdas': ['two'] }, attributes)).toEqual({
      metrics_config: { enabled: false },
      logs_config: { lambda_forwarder: { lambdas: ['two'] } },
    });
  });

  test('is left out where nothing of it is given; so is the external id', () => {
    const { attributes } = answered({
      auth_config: { role_name: 'Role', external_id: 'e'.repeat(32) },
      metrics_config: metrics,
    });
    expect(attributesWith({ RoleName: 'Other' }, attributes)).toEqual({
      auth_config: { role_name: 'Other' },
    });
    expect(attributesWith({}, attributes)).toEqual({});
  });
});

test('every setting but the role’s name has a way back', () => {
  const without = settingNames.filter((name) => settingDefaults[name] === undefined);
  expect(without).toEqual(['RoleName']);
});
