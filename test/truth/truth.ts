import { type PermissionSetName, publishedPermissionSets } from '../../src/datadog/permission-sets';
import { actionSet } from '../../src/policy/action-set';
import { actionsOf, concreteActions } from '../../src/validation/permissions';
import { ACCOUNT, DATADOG, DATADOG_ADDRESSES, EXTERNAL_ID, HOME, ROLE, ROLE_ARN, STRANGER } from './places';
import type { OrganizationForm, Situation } from './situation';
import { queryOf, type WireCall } from './wire';
import type { TruthWorld } from './world';

/** What Datadog meets in one region. */
export interface TruthOfRegion {
  readonly region: string;
  /** AWS's code where AssumeRole is refused; null where it gives a session. */
  readonly assumeRefused: string | null;
  /** Actions that the session is refused, of those that are really called. */
  readonly callsRefused: readonly string[];
}

/** How things really are. */
export interface Truth {
  /** The regions that the integration is meant for. */
  readonly regions: readonly TruthOfRegion[];
  /** Actions of the permission set that the role can use in none of its regions. */
  readonly lacking: readonly string[];
  /** Does the trust policy let in Datadog anywhere? */
  readonly isTrusted: boolean;
  /** Wrong external ids with which the trust policy lets in Datadog's account; '' stands for none at all. */
  readonly opensTo: readonly string[];
  readonly letsInStrangers: boolean;
}

/** First reads of regional services: those of them that the permission set has are called in every region. */
const FIRST_READS: readonly (readonly [string, Pick<WireCall, 'service' | 'body' | 'target' | 'path'>])[] = [
  ['cloudwatch:ListMetrics', { service: 'monitoring', body: 'Action=ListMetrics&Version=2010-08-01' }],
  ['ec2:DescribeInstances', { service: 'ec2', body: 'Action=DescribeInstances&Version=2016-11-15' }],
  [
    'tag:GetResources',
    { service: 'tagging', target: 'ResourceGroupsTaggingAPI_20170126.GetResources', body: '{}' },
  ],
  ['rds:DescribeDBInstances', { service: 'rds', body: 'Action=DescribeDBInstances&Version=2014-10-31' }],
  ['lambda:ListFunctions', { service: 'lambda', path: '/2015-03-31/functions' }],
  ['logs:DescribeLogGroups', { service: 'logs', target: 'Logs_20140328.DescribeLogGroups', body: '{}' }],
  ['sqs:ListQueues', { service: 'sqs', target: 'AmazonSQS.ListQueues', body: '{}' }],
];

/** Finds out by real calls: AssumeRole by a session of Datadog's account in every region, then its first reads there. */
export async function truthOf(world: TruthWorld, situation: Situation): Promise<Truth> {
  const { sandbox, account } = world;
  const { outsider, origin, permissions } = situation;
  const { accessKeyId } = sandbox.account(DATADOG).credentialsOf(outsider.roleName, outsider.sessionName);
  const needed = actionSet(actionsOf(publishedPermissionSets[permissions]));
  const reads = FIRST_READS.filter(([action]) => needed.covers(action));
  const regions = await Promise.all(
    wantedRegions(situation).map(async (region): Promise<TruthOfRegion> => {
      const { session, refused } = await assume(world, {
        accessKeyId,
        region,
        externalId: EXTERNAL_ID,
        situation,
      });
      if (session === null) return { region, assumeRefused: refused, callsRefused: [] };
      const answers = await Promise.all(
        reads.map(async ([action, call]) => {
          const { status } = await world.wire.send({
            ...call,
            accessKeyId: session,
            region,
            userAgent: outsider.userAgent,
          });
          return status === 200 ? [] : [action];
        }),
      );
      return { region, assumeRefused: null, callsRefused: answers.flat() };
    }),
  );
  const home = regions.find(({ assumeRefused }) => assumeRefused === null)?.region ?? HOME;
  const byTrust = await truthOfTrust(world, situation, accessKeyId, home);
  const may = origin === 'gone' ? () => false : account.effectivePermissions(ROLE);
  const places = [...new Set([HOME, ...wantedRegions(situation)])];
  const lacking = neededActions(permissions).filter(
    (action) => !places.some((region) => may(action, { region })),
  );
  return { regions, lacking, ...byTrust };
}

/**
 * Whom the role's own trust policy lets in: nobody in the account can see who else keeps others out, or for how long. Other
 * customers of Datadog come from any of its addresses.
 */
async function truthOfTrust(
  world: TruthWorld,
  situation: Situation,
  accessKeyId: string,
  region: string,
): Promise<Pick<Truth, 'isTrusted' | 'opensTo' | 'letsInStrangers'>> {
  const { sandbox } = world;
  const set = (sourceIp: string, rcps: OrganizationForm['documents']) =>
    sandbox.configure({ accounts: { [ACCOUNT]: { rcps }, [DATADOG]: { sourceIp } } });
  const opensTo: string[] = [];
  for (const address of DATADOG_ADDRESSES) {
    set(address, []);
    opensTo.push(...(await letIn(world, situation, accessKeyId, region, idsToTry(situation))));
  }
  set(situation.outsider.sourceIp, []);
  const trusted = await letIn(world, situation, accessKeyId, region, [EXTERNAL_ID]);
  const stranger = sandbox.account(STRANGER).credentialsOf('Stranger').accessKeyId;
  const strangers = await letIn(world, situation, stranger, region, ['', EXTERNAL_ID]);
  set(situation.outsider.sourceIp, situation.rcps.documents);
  return {
    isTrusted: trusted.length > 0,
    opensTo: [...new Set(opensTo)],
    letsInStrangers: strangers.length > 0,
  };
}

const known = new Map<PermissionSetName, readonly string[]>();

/** Every action of a permission set, patterns by what they stand for. */
function neededActions(name: PermissionSetName): readonly string[] {
  const actions = known.get(name) ?? concreteActions(publishedPermissionSets[name], publishedPermissionSets);
  known.set(name, actions);
  return actions;
}

/** Regions that Datadog comes to: those of the property Regions, or all that the account has enabled. */
export function wantedRegions({ regions: { exist, off, named } }: Situation): readonly string[] {
  return named.length > 0 ? named : exist.filter((region) => !off.includes(region));
}

/** None, a wrong one, what is alike, and those that the trust policy may mean. */
function idsToTry({ trust }: Situation): readonly string[] {
  const isLoose = /Like|IgnoreCase/.test(JSON.stringify(trust.document));
  const alike = isLoose ? [`x${EXTERNAL_ID}`, `${EXTERNAL_ID}x`, EXTERNAL_ID.toUpperCase()] : [];
  const ids = ['', 'wrong', ...alike, ...trust.furtherIds];
  return [...new Set(ids)].filter((id) => id !== EXTERNAL_ID);
}

async function letIn(
  world: TruthWorld,
  situation: Situation,
  accessKeyId: string,
  region: string,
  externalIds: readonly string[],
): Promise<readonly string[]> {
  const tried = await Promise.all(
    externalIds.map(async (externalId) => {
      const { session } = await assume(world, { accessKeyId, region, externalId, situation });
      return session === null ? [] : [externalId];
    }),
  );
  return tried.flat();
}

interface Assumption {
  readonly accessKeyId: string;
  readonly region: string;
  readonly externalId: string;
  readonly situation: Situation;
}

async function assume(
  { wire }: TruthWorld,
  { accessKeyId, region, externalId, situation: { outsider } }: Assumption,
): Promise<{ readonly session: string | null; readonly refused: string }> {
  const body = queryOf({
    Action: 'AssumeRole',
    Version: '2011-06-15',
    RoleArn: ROLE_ARN,
    RoleSessionName: outsider.sessionName,
    ...(externalId === '' ? {} : { ExternalId: externalId }),
  });
  const answer = await wire.send({
    accessKeyId,
    region,
    service: 'sts',
    body,
    userAgent: outsider.userAgent,
  });
  const [, key = null] = /<AccessKeyId>([^<]+)</.exec(answer.body) ?? [];
  const [, code = ''] = /<Code>([^<]+)</.exec(answer.body) ?? [];
  return { session: answer.status === 200 ? key : null, refused: code };
}

/** Does anything keep Datadog from what it needs? */
export function isRefused({ regions, lacking }: Truth): boolean {
  return lacking.length > 0 || regions.some(isRefusedThere);
}

export function isRefusedThere({ assumeRefused, callsRefused }: TruthOfRegion): boolean {
  return assumeRefused !== null || callsRefused.length > 0;
}

/** Can others come in, by Datadog or by themselves? */
export function isOpen({ opensTo, letsInStrangers }: Truth): boolean {
  return opensTo.length > 0 || letsInStrangers;
}

/** Is everything as it should be? */
export function works(truth: Truth): boolean {
  return !isRefused(truth) && !isOpen(truth);
}
