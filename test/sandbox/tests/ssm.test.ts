import {
  AddTagsToResourceCommand,
  DeleteParameterCommand,
  DeleteParametersCommand,
  DescribeParametersCommand,
  GetParameterCommand,
  GetParametersByPathCommand,
  GetParametersCommand,
  ListTagsForResourceCommand,
  PutParameterCommand,
  type PutParameterCommandInput,
  paginateGetParametersByPath,
  RemoveTagsFromResourceCommand,
  type SSMClient,
} from '@aws-sdk/client-ssm';
import { type Sandbox, startSandbox } from '..';
import { ACCOUNT, clientsOf, refusal } from './harness';

const NAME = '/datadog-integration-role/R';

let sandbox: Sandbox;
let ssm: SSMClient;
beforeEach(async () => {
  sandbox = await startSandbox();
  ssm = clientsOf(sandbox).ssm;
});
afterEach(() => sandbox.stop());

function put(input: Partial<PutParameterCommandInput> = {}) {
  return ssm.send(new PutParameterCommand({ Name: NAME, Value: 'v', Type: 'String', ...input }));
}

describe('a parameter', () => {
  test('is read as it was written, with version and ARN', async () => {
    await put();
    expect(await put({ Value: '{"a":"ü"}', Overwrite: true })).toMatchObject({
      Version: 2,
      Tier: 'Standard',
    });
    const { Parameter } = await ssm.send(new GetParameterCommand({ Name: NAME }));
    expect(Parameter).toMatchObject({
      Name: NAME,
      Type: 'String',
      Value: '{"a":"ü"}',
      Version: 2,
      ARN: `arn:aws:ssm:us-east-1:${ACCOUNT}:parameter${NAME}`,
      LastModifiedDate: expect.any(Date),
    });
    const byArn = await ssm.send(new GetParameterCommand({ Name: Parameter?.ARN }));
    expect(byArn.Parameter?.Value).toBe('{"a":"ü"}');
    const byVersion = ssm.send(new GetParameterCommand({ Name: `${NAME}:1` }));
    expect(await refusal(byVersion)).toMatch(/^ParameterVersionNotFound/);
  });

  test('belongs to its region', async () => {
    await put();
    const elsewhere = clientsOf(sandbox, ACCOUNT, 'eu-west-1').ssm;
    expect(await refusal(elsewhere.send(new GetParameterCommand({ Name: NAME })))).toMatch(
      /^ParameterNotFound/,
    );
  });

  test('is not overwritten unasked', async () => {
    await put();
    expect(await refusal(put())).toBe(
      'ParameterAlreadyExists: The parameter already exists. To overwrite this value, set the overwrite option in ' +
        'the request to true.',
    );
  });

  test('is deleted once', async () => {
    await put();
    await ssm.send(new DeleteParameterCommand({ Name: NAME }));
    expect(await refusal(ssm.send(new DeleteParameterCommand({ Name: NAME })))).toMatch(/^ParameterNotFound/);
  });

  test('can be tagged, when it is made and later', async () => {
    const resource = { ResourceType: 'Parameter', ResourceId: NAME } as const;
    await put({ Tags: [{ Key: 'a', Value: '1' }] });
    await ssm.send(new AddTagsToResourceCommand({ ...resource, Tags: [{ Key: 'b', Value: '2' }] }));
    await ssm.send(new RemoveTagsFromResourceCommand({ ...resource, TagKeys: ['a'] }));
    const { TagList } = await ssm.send(new ListTagsForResourceCommand(resource));
    expect(TagList).toEqual([{ Key: 'b', Value: '2' }]);
    expect(await refusal(put({ Overwrite: true, Tags: [{ Key: 'a', Value: '1' }] }))).toMatch(
      /^ValidationException: Invalid request: tags and overwrite can't be used together\./,
    );
    const missing = new ListTagsForResourceCommand({ ...resource, ResourceId: '/missing' });
    expect(await refusal(ssm.send(missing))).toBe(
      'InvalidResourceId: The resource ID is not valid. Verify that you entered the correct ID and try again.',
    );
  });
});

describe('a tier', () => {
  test.each([
    { bytes: 4096, tier: 'Standard', result: 'Standard' },
    { bytes: 8192, tier: 'Advanced', result: 'Advanced' },
    { bytes: 4096, tier: 'Intelligent-Tiering', result: 'Standard' },
    { bytes: 4097, tier: 'Intelligent-Tiering', result: 'Advanced' },
  ] as const)('$tier takes $bytes bytes as $result', async ({ bytes, tier, result }) => {
    expect(await put({ Value: 'x'.repeat(bytes), Tier: tier })).toMatchObject({ Tier: result });
  });

  test.each([
    {
      bytes: 4097,
      tier: 'Standard',
      message: /Standard tier parameters support a maximum parameter value of 4096/,
    },
    { bytes: 8193, tier: 'Advanced', message: /8192/ },
    { bytes: 8193, tier: 'Intelligent-Tiering', message: /8192/ },
  ] as const)('$tier refuses $bytes bytes', async ({ bytes, tier, message }) => {
    const error = await refusal(put({ Value: 'x'.repeat(bytes), Tier: tier }));
    expect(error).toMatch(/^ValidationException/);
    expect(error).toMatch(message);
  });

  test('stays advanced: there is no way back', async () => {
    await put({ Tier: 'Advanced' });
    expect(await refusal(put({ Overwrite: true, Tier: 'Standard' }))).toMatch(
      /You can't downgrade a parameter/,
    );
    expect(await put({ Overwrite: true, Tier: 'Intelligent-Tiering' })).toMatchObject({ Tier: 'Advanced' });
  });
});

describe('a name or value', () => {
  test.each([
    [{ Name: 'a/b' }, 'Parameter name must be a fully qualified name.'],
    [{ Name: 'ssm-x' }, 'Parameter name: can\'t be prefixed with "aws" or "ssm" (case-insensitive).'],
    [{ Name: '/a b' }, 'Invalid parameter name.'],
    [{ Value: '' }, "Value '' at 'value' failed to satisfy constraint: Member must have length"],
    [
      { Value: '{{ssm:x}}' },
      'Parameter value can\'t nest another parameter. Do not use "{{}}" in the value.',
    ],
    [{ Type: undefined }, 'A parameter type is required when you create a parameter.'],
  ])('that breaks a rule is refused: %j', async (input, message) => {
    const error = await refusal(put(input));
    expect(error).toMatch(/^ValidationException: /);
    expect(error).toContain(message);
  });

  test('has at most 15 levels', async () => {
    expect(await refusal(put({ Name: '/a'.repeat(16) }))).toMatch(/^HierarchyLevelLimitExceededException/);
  });
});

describe('many parameters', () => {
  const names = Array.from({ length: 12 }, (_, index) => `/path/${String(index).padStart(2, '0')}`);
  beforeEach(async () => {
    for (const Name of [...names, '/path/deep/er', '/pathological', 'path']) await put({ Name });
  });

  async function byPath(Path: string, Recursive = false) {
    const found: (string | undefined)[] = [];
    const pages: number[] = [];
    for await (const { Parameters = [] } of paginateGetParametersByPath(
      { client: ssm },
      { Path, Recursive },
    )) {
      found.push(...Parameters.map(({ Name }) => Name));
      pages.push(Parameters.length);
    }
    return { found, pages };
  }

  test('are found by path, in pages of ten', async () => {
    expect(await byPath('/path')).toEqual({ found: names, pages: [10, 2] });
    expect((await byPath('/path/', true)).found).toEqual([...names, '/path/deep/er']);
    expect((await byPath('/', true)).found).toHaveLength(14);
  });

  test('come in smaller pages when the sandbox is told so', async () => {
    sandbox.configure({ pageSize: 5 });
    expect((await byPath('/path')).pages).toEqual([5, 5, 2]);
  });

  test('are read and deleted by name', async () => {
    const Names = ['/path/00', '/missing'];
    const read = await ssm.send(new GetParametersCommand({ Names }));
    expect(read.Parameters?.map(({ Name }) => Name)).toEqual(['/path/00']);
    expect(read.InvalidParameters).toEqual(['/missing']);
    const deleted = await ssm.send(new DeleteParametersCommand({ Names }));
    expect(deleted).toMatchObject({ DeletedParameters: ['/path/00'], InvalidParameters: ['/missing'] });
    expect(await refusal(ssm.send(new GetParametersCommand({ Names: names })))).toMatch(
      /less than or equal to 10$/,
    );
  });

  test('are described without their values', async () => {
    const { Parameters = [] } = await ssm.send(new DescribeParametersCommand({}));
    expect(Parameters).toHaveLength(15);
    expect(Parameters[0]).not.toHaveProperty('Value');
  });

  test('refuse more than ten to a page', async () => {
    const command = new GetParametersByPathCommand({ Path: '/path', MaxResults: 11 });
    expect(await refusal(ssm.send(command))).toMatch(/^ValidationException.*less than or equal to 10$/);
  });
});
