import type { AccountDigest, AccountSnapshot } from '../sandbox';
import type { CustomResource } from '../sandbox/cloudformation/deployment';
import { presignedUrl } from '../sandbox/cloudformation/presigned-url';
import type { Attempt } from '../sandbox/lambda/environment';
import type { Invocation } from '../sandbox/lambda/lambda';
import {
  type CustomerAccount,
  EXTERNAL_ID,
  LOGICAL_ID,
  openCustomerAccount,
  RESOURCE_TYPE,
  type Stack,
  type StackStatus,
} from '../support/customer-account';
import { newKeys } from '../support/registration';
import { type ValidatorRun, validate } from '../support/validator-run';
import { type Clients, clientsFor, clientsOfRole } from './clients';
import { type Collector, startCollector } from './collector';
import { ACCOUNT_ID, ACCOUNT_ROOT, ADMINISTRATOR, NEIGHBOURS, REGION, roleArn, trusting } from './neighbours';

/** Parameters of template.yaml that an attempt needs otherwise than by default. */
export type Setting = Readonly<Record<string, string>>;

export type Properties = CustomResource['properties'];

export const ATTACKERS_ROLE = 'Mallory';

/** An account with its neighbours, a victim and an attacker in it. */
export interface AttackWorld {
  readonly customer: CustomerAccount;
  readonly account: CustomerAccount['account'];
  /** The attacker inside the account, who may do nothing but what he has the right to. */
  readonly attacker: Clients;
  /** The account's administrator. */
  readonly administrator: Clients;
  /** Somebody with the credentials of a function. */
  thiefOf(functionId: 'Provider' | 'Validator'): Clients;
  /** The stack of somebody who uses the product. */
  readonly victims: Stack;
  /** The stack of the attacker, where he may deploy one. */
  readonly attackers: Stack;
  /** Deploys a stack with one integration in it. */
  deploy(stack: Stack, properties?: Properties): Promise<StackStatus>;
  /** Invokes the provider directly, with an event that only looks like CloudFormation's. */
  forge(event: unknown): Promise<Invocation>;
  /** Everything a forged event needs, in the name of a stack; replies go to the attacker. */
  eventOf(stackId: string, fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>>;
  /** What came back for forged events. */
  readonly collector: Collector;
  /** Lets the schedule start the validator. */
  validate(): Promise<ValidatorRun>;
  /** Runs that the validator has made. */
  readonly runs: readonly ValidatorRun[];
  /** The account as it was right before the attempt. */
  before: AccountDigest;
  /** The text of a parameter; empty when there is none. */
  parameter(name: string): string;
  /** Every delivery of an event to a function since the beginning. */
  attempts(): readonly Attempt[];
  /** All that the functions have logged since the beginning. */
  logs(): string;
  /** A place for what an attempt has seen. */
  readonly seen: string[];
}

/** A customer in which one attack after the other is tried. */
export interface AttackBed {
  begin(rights: readonly string[]): AttackWorld;
  close(): Promise<void>;
}

export const RECORDS = '/datadog-integration-role';
const REGISTRATION_RECORDS = '/datadog-integration-registration';

/** Where the rights apply that an attacker holds; others are nothing that his credentials could use here. */
const RESOURCES: readonly (readonly [RegExp, string | readonly string[]])[] = [
  [
    /^ssm:/,
    [RECORDS, REGISTRATION_RECORDS].map((path) => `arn:aws:ssm:${REGION}:${ACCOUNT_ID}:parameter${path}/*`),
  ],
  [/^iam:.*Role/, roleArn('*')],
  [/^iam:.*Policy/, `arn:aws:iam::${ACCOUNT_ID}:policy/*`],
  [/^iam:.*InstanceProfile/, `arn:aws:iam::${ACCOUNT_ID}:*`],
];

export async function openAttackBed(setting: Setting = {}): Promise<AttackBed> {
  const customer = await openCustomerAccount({
    parameters: setting,
    skipsWaits: true,
    datadogKeys: newKeys(),
  });
  const collector = await startCollector();
  return {
    begin: (rights) => worldIn(customer, collector, rights),
    close: async () => {
      await collector.close();
      await customer.close();
    },
  };
}

function worldIn(customer: CustomerAccount, collector: Collector, rights: readonly string[]): AttackWorld {
  const { account, provider, validator } = customer;
  customer.reset();
  customer.datadog().accounts.restore([]);
  collector.clear();
  account.seed(NEIGHBOURS);
  account.seed({
    roles: [
      { name: ATTACKERS_ROLE, trust: trusting(ACCOUNT_ROOT), inline: { Rights: documentOfRights(rights) } },
    ],
  });
  const functions = { Provider: provider, Validator: validator };
  const roles = { Provider: customer.providerRole, Validator: customer.validatorRole };
  const started = [provider, validator].map((lambda) => ({ lambda, from: lambda.invocations.length }));
  const runs: ValidatorRun[] = [];
  const attempts = () =>
    started.flatMap(({ lambda, from }) =>
      lambda.invocations.slice(from).flatMap((invocation) => invocation.attempts),
    );
  return {
    customer,
    account,
    attacker: clientsOfRole(customer, ATTACKERS_ROLE, 'attack'),
    administrator: clientsFor(
      customer,
      { accessKeyId: ACCOUNT_ID, secretAccessKey: 'not-checked' },
      ADMINISTRATOR,
    ),
    thiefOf: (id) => clientsOfRole(customer, roles[id], 'thief', functions[id].arn),
    victims: customer.stack('victims'),
    attackers: customer.stack('attackers'),
    deploy: (stack, properties) => customer.deploy(stack, properties),
    forge: (event) => provider.invoke(event),
    eventOf: (StackId, fields) => {
      const event = {
        ServiceToken: provider.arn,
        StackId,
        RequestId: 'f0f0f0f0-0000-4000-8000-000000000001',
        LogicalResourceId: LOGICAL_ID,
        ResourceType: RESOURCE_TYPE,
        ResourceProperties: { ServiceToken: provider.arn, ExternalId: EXTERNAL_ID },
        ...fields,
      };
      return { ResponseURL: addressFor(collector, event, customer.virtualTime.now()), ...event };
    },
    collector,
    validate: async () => {
      const run = await validate(customer);
      runs.push(run);
      return run;
    },
    runs,
    before: account.digest(),
    parameter: (name) => parametersIn(account.snapshot())[name]?.value ?? '',
    attempts,
    logs: () =>
      attempts()
        .flatMap(({ logs, error }) => [...logs, error?.message ?? ''])
        .join('\n'),
    seen: [],
  };
}

/** As far in the future as any phase of a stack is: nobody keeps an attacker from choosing the date, too. */
const AHEAD_MS = 600_000;

/** As CloudFormation makes it, but for the host and the date: those are the attacker's, as if he had CloudFormation's. */
function addressFor(
  { origin }: Collector,
  ids: Readonly<Record<'StackId' | 'RequestId' | 'LogicalResourceId', string>>,
  now: number,
): string {
  const { StackId: stackId, RequestId: requestId, LogicalResourceId: logicalId } = ids;
  return presignedUrl(origin, { stackId, requestId, logicalId, region: REGION, now: now + AHEAD_MS }).href;
}

function parametersIn({ parameters }: AccountSnapshot) {
  return parameters[REGION] ?? {};
}

function documentOfRights(rights: readonly string[]) {
  const statements = rights.flatMap((action) => {
    const [, resource] = RESOURCES.find(([pattern]) => pattern.test(action)) ?? [];
    return resource === undefined ? [] : [{ Effect: 'Allow', Action: action, Resource: resource }];
  });
  // IAM wants at least one statement, and everybody may ask who he is.
  const own = { Effect: 'Allow', Action: 'sts:GetCallerIdentity', Resource: '*' };
  return { Version: '2012-10-17', Statement: [own, ...statements] };
}
