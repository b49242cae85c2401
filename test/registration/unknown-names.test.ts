import { unknownNames } from '../../src/registration/unknown-names';

const known = {
  namespaces: async () => ['AWS/EC2', 'AWS/SQS'],
  logSources: async () => ['s3'],
};

test('names that Datadog does not know are told with those that are meant', async () => {
  const faults = await unknownNames(
    {
      'Metrics.NamespaceFilters': { exclude_only: ['AWS/SQS', 'aws/ec2'] },
      'Metrics.TagFilters': [{ of: 'Custom/Mine', tags: ['env:prod'] }],
      'Logs.Sources': ['s3', 'floppy'],
    },
    known,
  );
  expect(faults).toEqual([
    'Metrics.NamespaceFilters has "aws/ec2", which is no namespace that Datadog knows. Did you mean AWS/EC2?',
    'Metrics.TagFilters has "Custom/Mine", which is no namespace that Datadog knows. It knows 2, such as AWS/EC2, AWS/SQS.',
    'Logs.Sources has "floppy", which is no log source that Datadog knows. It knows 1, such as s3.',
  ]);
});

test('Datadog is asked for nothing where nothing is named, and what its own tools send is no fault', async () => {
  const never = async () => Promise.reject(new Error('asked'));
  expect(await unknownNames({ AccountTags: ['a'] }, { namespaces: never, logSources: never })).toEqual([]);
  expect(await unknownNames({ 'Metrics.NamespaceFilters': { exclude_only: ['AWS/Usage'] } }, known)).toEqual(
    [],
  );
});
