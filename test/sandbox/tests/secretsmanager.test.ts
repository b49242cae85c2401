import { type Sandbox, startSandbox } from '..';
import { ACCOUNT, policy, TRUST_LAMBDA } from './harness';
import { type JsonOperation, jsonService } from './plain-requests';

const SERVICE = { name: 'secretsmanager', target: 'secretsmanager' };
const DAY_MS = 24 * 3_600_000;

let now = 1_800_000_000_000;
let sandbox: Sandbox;
let call: JsonOperation;

beforeEach(async () => {
  now = 1_800_000_000_000;
  sandbox = await startSandbox({ now: () => now });
  call = jsonService(sandbox, SERVICE);
});
afterEach(() => sandbox.stop());

const NOT_FOUND = "ResourceNotFoundException: Secrets Manager can't find the specified secret.";
const MARKED =
  "InvalidRequestException: You can't perform this operation on the secret because it was marked for deletion.";

async function create(
  Name = 'datadog/keys',
  SecretString = 'one',
): Promise<{ ARN: string; VersionId: string }> {
  return (await call('CreateSecret', { Name, SecretString })) as { ARN: string; VersionId: string };
}

describe('a secret', () => {
  it('has an ARN with six characters more than its name', async () => {
    const { ARN } = await create();

    expect(ARN).toMatch(
      /^arn:aws:secretsmanager:us-east-1:123456789012:secret:datadog\/keys-[A-Za-z0-9]{6}$/,
    );
  });

  it('is read by its name, its ARN and the beginning of its ARN', async () => {
    const { ARN, VersionId } = await create();
    for (const SecretId of ['datadog/keys', ARN, ARN.slice(0, -7)])
      expect(await call('GetSecretValue', { SecretId })).toEqual({
        ARN,
        Name: 'datadog/keys',
        VersionId,
        SecretString: 'one',
        VersionStages: ['AWSCURRENT'],
        CreatedDate: now / 1000,
      });
    for (const SecretId of [ARN.slice(0, -1), `${ARN.slice(0, -6)}AAAAAA`, 'keys', 'datadog/keys-AAAAAA'])
      expect(await call('GetSecretValue', { SecretId })).toBe(NOT_FOUND);
  });

  it('is its region’s alone', async () => {
    const { ARN } = await create();
    const elsewhere = jsonService(sandbox, SERVICE, { region: 'eu-west-1' });

    expect(await elsewhere('GetSecretValue', { SecretId: 'datadog/keys' })).toBe(NOT_FOUND);
    expect(await elsewhere('GetSecretValue', { SecretId: ARN })).toBe(NOT_FOUND);
  });

  it('may be binary, but not both', async () => {
    await call('CreateSecret', { Name: 'binary', SecretBinary: 'AAEC' });

    expect(await call('GetSecretValue', { SecretId: 'binary' })).toMatchObject({ SecretBinary: 'AAEC' });
    expect(
      await call('PutSecretValue', { SecretId: 'binary', SecretBinary: 'AA==', SecretString: 'x' }),
    ).toMatch(/^InvalidParameterException/);
  });

  it('without a value is found and has none', async () => {
    await call('CreateSecret', { Name: 'empty' });

    expect(await call('GetSecretValue', { SecretId: 'empty' })).toBe(
      "ResourceNotFoundException: Secrets Manager can't find the specified secret value for staging label: AWSCURRENT",
    );
    expect(await call('PutSecretValue', { SecretId: 'empty' })).toBe(
      'InvalidRequestException: You must provide either SecretString or SecretBinary.',
    );
  });

  it('is not made twice', async () => {
    await create();

    expect(await call('CreateSecret', { Name: 'datadog/keys' })).toBe(
      'ResourceExistsException: The operation failed because the secret datadog/keys already exists.',
    );
  });

  it.each(['no blanks', ''])('is not named %j', async (Name) => {
    expect(await call('CreateSecret', { Name })).toMatch(/^ValidationException/);
  });

  it('is described without what is secret', async () => {
    const { ARN, VersionId } = (await call('CreateSecret', {
      Name: 'keys',
      Description: 'for Datadog',
      SecretString: 'one',
      Tags: [{ Key: 'team', Value: 'a' }],
    })) as { ARN: string; VersionId: string };
    await call('GetSecretValue', { SecretId: 'keys' });

    expect(await call('DescribeSecret', { SecretId: 'keys' })).toEqual({
      ARN,
      Name: 'keys',
      Description: 'for Datadog',
      CreatedDate: now / 1000,
      LastChangedDate: now / 1000,
      LastAccessedDate: (now - (now % DAY_MS)) / 1000,
      Tags: [{ Key: 'team', Value: 'a' }],
      VersionIdsToStages: { [VersionId]: ['AWSCURRENT'] },
    });
  });
});

describe('a new value', () => {
  const read = (asked: object = {}) => call('GetSecretValue', { SecretId: 'datadog/keys', ...asked });

  it.each(['PutSecretValue', 'UpdateSecret'])(
    'by %s is the current one, and the one before is kept',
    async (operation) => {
      const first = await create();
      await call(operation, { SecretId: 'datadog/keys', SecretString: 'two' });

      expect(await read()).toMatchObject({ SecretString: 'two', VersionStages: ['AWSCURRENT'] });
      expect(await read({ VersionStage: 'AWSPREVIOUS' })).toMatchObject({ SecretString: 'one' });
      expect(await read({ VersionId: first.VersionId })).toMatchObject({ VersionStages: ['AWSPREVIOUS'] });
      await call(operation, { SecretId: 'datadog/keys', SecretString: 'three' });
      expect(await read({ VersionStage: 'AWSPREVIOUS' })).toMatchObject({ SecretString: 'two' });
      expect(await read({ VersionId: first.VersionId })).toBe(
        `ResourceNotFoundException: Secrets Manager can't find the specified secret value for VersionId: ${first.VersionId}`,
      );
    },
  );

  it('with a token is taken once', async () => {
    await create();
    const ClientRequestToken = '6a2f3c1e-0000-4000-8000-000000000001';
    const put = (SecretString: string) =>
      call('PutSecretValue', { SecretId: 'datadog/keys', SecretString, ClientRequestToken });
    const first = await put('two');

    expect(await put('two')).toEqual(first);
    expect(await put('three')).toMatch(/^ResourceExistsException/);
    expect(await read()).toMatchObject({ SecretString: 'two', VersionId: ClientRequestToken });
  });

  it('under a label of its own leaves the current one alone', async () => {
    await create();
    await call('PutSecretValue', {
      SecretId: 'datadog/keys',
      SecretString: 'two',
      VersionStages: ['AWSPENDING'],
    });

    expect(await read()).toMatchObject({ SecretString: 'one' });
    expect(await read({ VersionStage: 'AWSPENDING' })).toMatchObject({ SecretString: 'two' });
  });
});

describe('a deletion', () => {
  it('can be taken back for thirty days, in which the name is taken', async () => {
    const { ARN } = await create();
    const SecretId = 'datadog/keys';

    expect(await call('DeleteSecret', { SecretId })).toEqual({
      ARN,
      Name: SecretId,
      DeletionDate: (now + 30 * DAY_MS) / 1000,
    });
    for (const operation of ['GetSecretValue', 'PutSecretValue', 'UpdateSecret', 'DeleteSecret'])
      expect(await call(operation, { SecretId, SecretString: 'x' })).toBe(MARKED);
    expect(await call('CreateSecret', { Name: SecretId })).toBe(
      "InvalidRequestException: You can't create this secret because a secret with this name is already scheduled for deletion.",
    );
    expect(await call('DescribeSecret', { SecretId })).toMatchObject({ DeletedDate: now / 1000 });
    await call('RestoreSecret', { SecretId });
    expect(await call('GetSecretValue', { SecretId })).toMatchObject({ SecretString: 'one' });
  });

  it('is for good after its time', async () => {
    await create();
    await call('DeleteSecret', { SecretId: 'datadog/keys', RecoveryWindowInDays: 7 });
    now += 7 * DAY_MS;

    expect(await call('RestoreSecret', { SecretId: 'datadog/keys' })).toBe(NOT_FOUND);
  });

  it('without recovery is for good at once, and the next of that name has another ARN', async () => {
    const { ARN } = await create();
    await call('DeleteSecret', { SecretId: ARN, ForceDeleteWithoutRecovery: true });

    expect(await call('GetSecretValue', { SecretId: ARN })).toBe(NOT_FOUND);
    expect((await create()).ARN).not.toBe(ARN);
  });

  it.each([
    { RecoveryWindowInDays: 6 },
    { RecoveryWindowInDays: 31 },
    { RecoveryWindowInDays: 7, ForceDeleteWithoutRecovery: true },
  ])('is refused with %j', async (options) => {
    await create();

    expect(await call('DeleteSecret', { SecretId: 'datadog/keys', ...options })).toMatch(
      /^InvalidParameterException/,
    );
  });
});

describe('a role', () => {
  function readerOf(Resource: string): JsonOperation {
    const account = sandbox.account();
    const statement = { Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource };
    account.seed({ roles: [{ name: 'Reader', trust: TRUST_LAMBDA, inline: { read: policy(statement) } }] });
    return jsonService(sandbox, SERVICE, { accessKeyId: account.credentialsOf('Reader').accessKeyId });
  }

  it.each([
    ['the whole ARN', (arn: string) => arn, true],
    ['the ARN with six question marks', (arn: string) => `${arn.slice(0, -6)}??????`, true],
    ['the ARN without its end', (arn: string) => arn.slice(0, -7), false],
    ['the ARN of another', (arn: string) => `${arn.slice(0, -6)}AAAAAA`, false],
  ])('that may read %s does so: %s', async (_what, resourceOf, isAllowed) => {
    const { ARN } = await create();
    const answer = await readerOf(resourceOf(ARN))('GetSecretValue', { SecretId: 'datadog/keys' });

    if (isAllowed) expect(answer).toMatchObject({ SecretString: 'one' });
    else
      expect(answer).toBe(
        `AccessDeniedException: User: arn:aws:sts::${ACCOUNT}:assumed-role/Reader/sandbox is not authorized to perform: ` +
          `secretsmanager:GetSecretValue on resource: ${ARN} because no identity-based policy allows the ` +
          'secretsmanager:GetSecretValue action',
      );
  });

  it('is not told that a secret does not exist, unless it may read any', async () => {
    const limited = readerOf(`arn:aws:secretsmanager:us-east-1:${ACCOUNT}:secret:*`);

    expect(await limited('GetSecretValue', { SecretId: 'gone' })).toMatch(
      /^AccessDeniedException: .* on resource: gone because/,
    );
    expect(await call('GetSecretValue', { SecretId: 'gone' })).toBe(NOT_FOUND);
  });
});

it('tests put, change, delete and restore secrets without a call', async () => {
  const { secrets } = sandbox.account();
  const arn = secrets.put('keys', { apiKey: 'a' });
  secrets.put('keys', 'changed');
  secrets.put('keys', 'other', { region: 'eu-west-1' });

  expect(await call('GetSecretValue', { SecretId: arn })).toMatchObject({ SecretString: 'changed' });
  secrets.delete('keys', { recoverable: true });
  expect(await call('GetSecretValue', { SecretId: arn })).toBe(MARKED);
  secrets.restore('keys');
  secrets.delete('keys');
  expect(await call('GetSecretValue', { SecretId: arn })).toBe(NOT_FOUND);
  expect(sandbox.journal.calls()).toHaveLength(3);
});
