import { type AccountView, type Credentials, type Sandbox, startSandbox } from '../sandbox';
import { inlinePolicies, resolvedTemplate } from '../support/installed-provider';
import { seedOfRole, storedRecord } from './integration';
import {
  ACCOUNT,
  DATADOG,
  DATADOG_ORGANIZATION,
  EXTERNAL_ID,
  HOME,
  NOW,
  ORGANIZATION,
  OTHER_ROLE,
  ROLE,
  SIGN_ON_ROLE,
  STRANGER,
  VALIDATOR_ROLE,
} from './places';
import type { Document, Situation } from './situation';
import { documentOf } from './situation';
import { openWire, type Wire } from './wire';

/** The embedded AWS in which one situation after the other is built. */
export interface TruthWorld {
  readonly sandbox: Sandbox;
  readonly wire: Wire;
  readonly account: AccountView;
  /** The time of AWS and of whoever validates. */
  readonly time: { now(): number; set(now: number): void };
  close(): Promise<void>;
}

const ASSUMES = documentOf({ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' });
const ADMINISTRATES = documentOf({ Effect: 'Allow', Action: '*', Resource: '*' });
/** The sandbox makes what is seeded a day old. */
const SEEDED_BEFORE_MS = 86_400_000;
/** The unique id of a role that is not there any more. */
const GONE = 'AROAGONE';
const EMPTY = { roles: {}, policies: {}, users: {}, instanceProfiles: {}, parameters: {} };

const trusting = (Principal: Readonly<Record<string, string>>): Document =>
  documentOf({ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' });
const OF_LAMBDA = trusting({ Service: 'lambda.amazonaws.com' });

export async function openTruthWorld(): Promise<TruthWorld> {
  let now = NOW;
  const sandbox = await startSandbox({ now: () => now });
  const wire = openWire(sandbox.endpoint);
  sandbox.account(STRANGER).seed({
    roles: [{ name: 'Stranger', trust: OF_LAMBDA, inline: { all: ASSUMES } }],
  });
  return {
    sandbox,
    wire,
    account: sandbox.account(ACCOUNT),
    time: {
      now: () => now,
      set: (moment) => {
        now = moment;
      },
    },
    close: async () => {
      wire.close();
      await sandbox.stop();
    },
  };
}

const place = { partition: 'aws', accountId: ACCOUNT, region: HOME };
const [{ document: deployed } = { document: { Statement: [] } }] = inlinePolicies(
  resolvedTemplate(place, { ExternalId: EXTERNAL_ID }),
  'ValidatorRole',
);

/** What template.yaml lets the validator do, but for one action. */
function permissionsOfValidator(lacks: string | null): object {
  return {
    Version: '2012-10-17',
    Statement: deployed.Statement.map((statement) => {
      const { Action, Effect } = statement;
      if (Effect !== 'Allow') return statement;
      const actions = [Action].flat().filter((action) => action !== lacks);
      return { ...statement, Action: actions.length > 0 ? actions : 'none:Nothing' };
    }),
  };
}

/** Puts a situation in the place of the one before. */
export async function build(world: TruthWorld, situation: Situation): Promise<void> {
  const { sandbox, account, time } = world;
  const { outsider, validator, weather } = situation;
  time.set(NOW);
  sandbox.journal.clear();
  sandbox.configure({ accounts: { [ACCOUNT]: { regions: [HOME], regionsOff: [], scps: [] } } });
  const datadog = sandbox.account(DATADOG);
  datadog.restore(EMPTY);
  datadog.seed({
    roles: [
      { name: OTHER_ROLE, trust: OF_LAMBDA },
      {
        name: outsider.roleName,
        path: outsider.path,
        tags: outsider.tags,
        trust: OF_LAMBDA,
        inline: { all: ASSUMES },
      },
    ],
  });
  account.restore(EMPTY);
  account.seed({
    roles: [
      {
        name: VALIDATOR_ROLE,
        trust: OF_LAMBDA,
        inline: { Validator: permissionsOfValidator(validator.lacks) },
      },
      {
        name: SIGN_ON_ROLE,
        path: '/aws-reserved/sso.amazonaws.com/',
        trust: OF_LAMBDA,
        inline: { all: ADMINISTRATES },
      },
    ],
  });
  time.set(NOW + SEEDED_BEFORE_MS - weather.ageMs);
  if (situation.origin !== 'gone') account.seed(seedOfRole(situation));
  time.set(NOW - weather.ageMs);
  if (situation.origin !== 'by hand') await putRecord(world, situation);
  time.set(NOW);
  restrict(sandbox, situation);
}

/** The record that the stack has left of its role. */
async function putRecord(
  { account, wire }: Pick<TruthWorld, 'account' | 'wire'>,
  situation: Situation,
): Promise<void> {
  const roleId = Object.entries(account.snapshot().roles).find(([name]) => name === ROLE)?.[1].id;
  const { name, value } = storedRecord(situation, situation.origin === 'replaced' ? GONE : (roleId ?? GONE));
  const put = await wire.send({
    accessKeyId: ACCOUNT,
    region: HOME,
    service: 'ssm',
    target: 'AmazonSSM.PutParameter',
    body: JSON.stringify({ Name: name, Value: value, Type: 'String' }),
  });
  if (put.status !== 200) throw new Error(`the record cannot be put: ${put.body}`);
}

/** Organization, regions, and where everybody is. */
function restrict(sandbox: Sandbox, { regions, scps, rcps, outsider, weather }: Situation): void {
  sandbox.configure({
    propagation: { roleAssumableMs: weather.spreadMs },
    accounts: {
      [ACCOUNT]: {
        organizationId: ORGANIZATION,
        regions: regions.exist,
        regionsOff: regions.off,
        stsDeactivated: regions.stsOff,
        scps: scps.documents,
        rcps: rcps.documents,
        scpsBindAdministrator: true,
      },
      [DATADOG]: {
        organizationId: DATADOG_ORGANIZATION,
        sourceIp: outsider.sourceIp,
        scps: outsider.scps,
      },
      [STRANGER]: { organizationId: 'o-stranger00001' },
    },
  });
}

/** With whose credentials the situation is validated. */
export function credentialsOf({ account }: TruthWorld, { vantage }: Situation): Credentials {
  switch (vantage) {
    case 'function':
      return account.credentialsOf(VALIDATOR_ROLE, 'validator');
    case 'single sign-on':
      return account.credentialsOf(SIGN_ON_ROLE, 'somebody');
    case 'user':
      return { accessKeyId: ACCOUNT, secretAccessKey: 'any', sessionToken: '', expiresAt: 0 };
  }
}
