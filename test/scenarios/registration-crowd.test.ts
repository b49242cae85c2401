import { NodeHttpHandler } from '@smithy/node-http-handler';
import { createProviderClients } from '../../src/aws/clients';
import { createHandler } from '../../src/custom-resource';
import { secretAccess } from '../../src/datadog-api/secret-access';
import { registrationResource } from '../../src/provider/registration/registration-provider';
import { type Sandbox, startSandbox } from '../sandbox';
import { createEvent, FUNCTION_ARN } from '../support/custom-resource/events';
import type { Stack } from '../support/customer-account';
import {
  ACCOUNT_ID,
  type DatadogSide,
  failuresOf,
  newOrganization,
  openRegisteringCustomer,
  REGISTRATION,
  REGISTRATION_TYPE,
  type RegisteringCustomer,
  registrationRecords,
} from '../support/registration';

/* A StackSet rolls out to an organization: many accounts register at once, with one organization in Datadog. */

const LIMIT_MS = 240_000;

describe('300 accounts that register at once', () => {
  const ACCOUNTS = Array.from({ length: 300 }, (_, index) => String(200_000_000_000 + index));
  const REGION = 'us-gov-west-1';
  /** A site that serves the partition of the events that tests have. */
  const SITE = 'ddog-gov.com';
  const RATE_LIMITED = 100;

  let sandbox: Sandbox;
  let datadog: DatadogSide;

  beforeAll(async () => {
    const accounts = Object.fromEntries(ACCOUNTS.map((id) => [id, { partition: 'aws-us-gov' }]));
    sandbox = await startSandbox({ accounts });
    datadog = newOrganization(sandbox, SITE);
    process.env['AWS_ENDPOINT_URL'] = sandbox.endpoint;
  });
  afterAll(async () => {
    delete process.env['AWS_ENDPOINT_URL'];
    await sandbox.stop();
  });

  const stackOf = (accountId: string) =>
    `arn:aws-us-gov:cloudformation:${REGION}:${accountId}:stack/datadog/00000000-0000-4000-8000-${accountId}`;

  /** The function of one account, and its replies. */
  function functionOf(accountId: string, requestHandler: NodeHttpHandler) {
    const replies: Record<string, unknown>[] = [];
    const clients = () =>
      createProviderClients(REGION, {
        maxAttempts: 1,
        requestHandler,
        credentials: { accessKeyId: accountId, secretAccessKey: 'any' },
      });
    const keys = async () => JSON.stringify(datadog.keys);
    const handler = createHandler({
      resources: [registrationResource(clients, () => secretAccess(keys, sandbox.datadogEndpoint))],
      write: () => undefined,
      sendReply: async (_url, body) => {
        replies.push(JSON.parse(body));
      },
    });
    return { handler, replies };
  }

  it(
    'each gets a registration and an external id of its own, though Datadog limits their rate',
    async () => {
      sandbox.faults.add({
        match: { service: 'datadog' },
        times: RATE_LIMITED,
        effect: { type: 'throttle', resetSeconds: 1 },
      });
      const requestHandler = new NodeHttpHandler({
        httpAgent: { maxSockets: 100 },
        socketAcquisitionWarningTimeout: LIMIT_MS,
      });
      const created = await Promise.all(
        ACCOUNTS.map(async (accountId) => {
          const StackId = stackOf(accountId);
          const now = new Date();
          const resource = { logicalId: REGISTRATION, type: REGISTRATION_TYPE, status: 'CREATE_IN_PROGRESS' };
          sandbox.account(accountId).stacks.publish({
            id: StackId,
            name: 'datadog',
            status: 'CREATE_IN_PROGRESS',
            createdAt: now,
            resources: [{ ...resource, changedAt: now }],
          });
          const { handler, replies } = functionOf(accountId, requestHandler);
          const arn = FUNCTION_ARN.replace(/\d{12}/, accountId);
          await handler(
            createEvent({
              StackId,
              LogicalResourceId: REGISTRATION,
              ResourceType: REGISTRATION_TYPE,
              ServiceToken: arn,
              ResourceProperties: { ServiceToken: arn, DatadogSite: SITE },
            }),
            { invokedFunctionArn: arn, getRemainingTimeInMillis: () => 200_000 },
          );
          return replies;
        }),
      );
      const replies = created.flat();
      expect(replies.filter(({ Status }) => Status !== 'SUCCESS').slice(0, 3)).toEqual([]);
      expect(replies).toHaveLength(ACCOUNTS.length);
      const registrations = datadog.organization.accounts.list();
      expect(registrations.map(({ attributes }) => attributes.aws_account_id).sort()).toEqual(ACCOUNTS);
      const externalIds = registrations.map(({ attributes: { auth_config: auth } }) =>
        'external_id' in auth ? auth.external_id : '',
      );
      expect(new Set(externalIds).size).toBe(ACCOUNTS.length);
      const ids = replies.map(({ PhysicalResourceId }) => PhysicalResourceId);
      expect([...ids].sort()).toEqual(registrations.map(({ id }) => id).sort());
    },
    LIMIT_MS,
  );
});

describe('two stacks that register one account at once', () => {
  let account: RegisteringCustomer;
  let datadog: DatadogSide;
  let stacks: readonly [Stack, Stack];

  beforeAll(async () => {
    account = await openRegisteringCustomer({ retryDelaysMs: [] });
  });
  beforeEach(() => {
    datadog = account.renew();
    stacks = [account.customer.stack('one'), account.customer.stack('other')];
  });
  afterAll(() => account.close());

  const accounts = () => datadog.organization.accounts;

  it.each([
    ['answers in time', undefined],
    ['does the work and loses every answer to the request that registers', { type: 'dropAfter' }],
    ['fails, and then does it', { type: 'serverError' }],
  ] as const)('end with one that has it, where Datadog %s', async (_, effect) => {
    if (effect !== undefined)
      account.customer.sandbox.faults.add({
        match: { service: 'datadog', operation: 'CreateAWSAccount' },
        times: 2,
        effect,
      });
    const statuses = await Promise.all(stacks.map((stack) => account.register(stack)));
    const [winner, ...more] = stacks.filter((_stack, index) => statuses[index] === 'CREATE_COMPLETE');
    // Where both lose every answer, neither can tell whose it is: then it is nobody's, and none is harmed.
    if (effect?.type === 'dropAfter')
      expect(statuses.filter((status) => status.endsWith('_COMPLETE'))).toHaveLength(2);
    else expect(winner).toBeDefined();
    expect(more).toEqual([]);
    if (winner === undefined) return;
    expect(accounts().of(ACCOUNT_ID)?.id).toBe(winner.ref(REGISTRATION));
    expect(registrationRecords(account.customer)).toHaveLength(1);

    const [loser] = stacks.filter((stack) => stack !== winner);
    await loser?.delete();
    expect(accounts().of(ACCOUNT_ID)?.id).toBe(winner.ref(REGISTRATION));
    expect(await winner.delete()).toBe('DELETE_COMPLETE');
    expect(accounts().list()).toEqual([]);
    expect(registrationRecords(account.customer)).toEqual([]);
  });

  it('of which one is to adopt what the other has made: not before that one has let go of it', async () => {
    const [maker, adopter] = stacks;
    const adopting = { ExistingRegistration: 'Adopt', AccountTags: ['env:prod'] };
    await account.register(maker);
    const made = accounts().of(ACCOUNT_ID);
    expect(await account.register(adopter, adopting)).toBe('ROLLBACK_COMPLETE');
    expect(failuresOf(adopter).join()).toContain(
      `the registration ${made?.id} is the resource ${REGISTRATION} of the stack ${maker.id}`,
    );
    expect(accounts().of(ACCOUNT_ID)).toEqual(made);
    expect(await adopter.delete()).toBe('DELETE_COMPLETE');
    expect(accounts().of(ACCOUNT_ID)).toEqual(made);

    expect(await maker.delete()).toBe('DELETE_COMPLETE');
    expect(accounts().list()).toEqual([]);
    expect(registrationRecords(account.customer)).toEqual([]);
  });
});
