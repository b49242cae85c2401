import { ADMINISTRATOR_ACCESS, ATTACKERS_ROOT, EVERYTHING, policyArn } from '../neighbours';
import type { IamCall, State } from './model';

/**
 * What the thief may send, action by action. Wherever a call takes a document there is only the worst one: it allows
 * everything that any other does, so that whatever can be reached with another one can be reached with it. The same goes
 * for trust policies: this one lets in everybody that the thief can be.
 */
export interface Scene {
  readonly start: State;
  /** The role that the search is about; it may not be there yet. */
  readonly target: { readonly name: string; readonly path: string };
  /** The thief's own role and session. */
  readonly thief: { readonly roleArn: string; readonly sessionArn: string };
}

const INLINE = 'Everything';
const OWN_PATH = '/datadog-integration-role/';
const BACKDOOR = 'Backdoor';
const EVERYTHING_TEXT = JSON.stringify(EVERYTHING);
const TAGS = ['stack-id', 'logical-id', 'adopted'].map((name) => ({
  Key: `datadog-integration-role:${name}`,
  Value: 'forged',
}));

type Sent = IamCall['parameters'];
type Generator = (scene: Scene) => readonly Sent[];

const role = ({ target }: Scene) => ({ RoleName: target.name });

const everybody = ({ thief }: Scene) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: ['*', ATTACKERS_ROOT, thief.roleArn, thief.sessionArn] },
        Action: ['sts:AssumeRole', 'sts:TagSession'],
      },
    ],
  });

const inlineNames = ({ start, target }: Scene) => [
  ...new Set([INLINE, ...(start.roles.get(target.name.toLowerCase())?.inline.keys() ?? [])]),
];

/** Those of the account, the one that the thief may make, and AWS's. */
const policyArns = (scene: Scene) => [...localPolicyArns(scene), ADMINISTRATOR_ACCESS, SECURITY_AUDIT];
const localPolicyArns = ({ start }: Scene) => [
  ...new Set([
    ...[...start.policies.values()].map(({ arn }) => arn),
    policyArn(`datadog-integration-role/${BACKDOOR}`),
  ]),
];
const SECURITY_AUDIT = 'arn:aws:iam::aws:policy/SecurityAudit';

const each =
  (key: string, values: (scene: Scene) => readonly string[]): Generator =>
  (scene) =>
    values(scene).map((value) => ({ ...role(scene), [key]: value }));

const onPolicies =
  (more: Sent = {}): Generator =>
  (scene) =>
    localPolicyArns(scene).map((PolicyArn) => ({ PolicyArn, ...more }));

/** Calls that change what authorization looks at. */
const CHANGES: Readonly<Record<string, Generator>> = {
  CreateRole: (scene) =>
    [undefined, ...policyArns(scene)].flatMap((boundary) =>
      [[], TAGS].map((Tags) => ({
        ...role(scene),
        Path: scene.target.path,
        AssumeRolePolicyDocument: everybody(scene),
        Tags,
        ...(boundary === undefined ? {} : { PermissionsBoundary: boundary }),
      })),
    ),
  DeleteRole: (scene) => [role(scene)],
  UpdateAssumeRolePolicy: (scene) => [{ ...role(scene), PolicyDocument: everybody(scene) }],
  PutRolePolicy: (scene) =>
    inlineNames(scene).map((PolicyName) => ({ ...role(scene), PolicyName, PolicyDocument: EVERYTHING_TEXT })),
  DeleteRolePolicy: each('PolicyName', inlineNames),
  AttachRolePolicy: each('PolicyArn', policyArns),
  DetachRolePolicy: each('PolicyArn', policyArns),
  PutRolePermissionsBoundary: each('PermissionsBoundary', policyArns),
  DeleteRolePermissionsBoundary: (scene) => [role(scene)],
  TagRole: (scene) => [{ ...role(scene), Tags: TAGS }],
  UntagRole: (scene) => [{ ...role(scene), TagKeys: TAGS.map(({ Key }) => Key) }],
  CreatePolicy: ({ start }) => [
    { PolicyName: BACKDOOR, Path: OWN_PATH, PolicyDocument: EVERYTHING_TEXT, Tags: TAGS },
    { PolicyName: BACKDOOR, Path: '/', PolicyDocument: EVERYTHING_TEXT },
    // Again under the name of one that was deleted.
    ...[...start.policies.values()].map(({ name, path }) => ({
      PolicyName: name,
      Path: path,
      PolicyDocument: EVERYTHING_TEXT,
    })),
  ],
  CreatePolicyVersion: onPolicies({ PolicyDocument: EVERYTHING_TEXT, SetAsDefault: 'true' }),
  DeletePolicy: onPolicies(),
  DeletePolicyVersion: onPolicies({ VersionId: 'v1' }),
  SetDefaultPolicyVersion: onPolicies({ VersionId: 'v1' }),
  TagPolicy: onPolicies({ Tags: TAGS }),
  UntagPolicy: onPolicies({ TagKeys: TAGS.map(({ Key }) => Key) }),
};

/**
 * What changes nothing that authorization looks at, and why it may be left out:
 * - what only reads: the thief is taken to know everything from the start;
 * - SSM, logs, events, mails, metrics, stacks: no policy of a role depends on them. What the product makes of forged
 *   parameters is what the attempts of the parameter-writer are about;
 * - a role's description and session length, and instance profiles that a role is taken out of;
 * - AssumeRole costs nothing here: whatever can be assumed in a state counts as assumed (see goal.ts), so that sequences
 *   with it are shorter than those that are searched.
 */
const WITHOUT_EFFECT =
  /^(?:iam:(?:Get|List|Simulate|Generate)\w*|iam:UpdateRole(?:Description)?|iam:RemoveRoleFromInstanceProfile|sts:AssumeRole|sts:GetCallerIdentity|(?:ssm|logs|events|sns|cloudwatch|account|cloudformation|xray|kms):\w+)$/;

/**
 * Every call that the granted actions allow to be sent about the target and about policies.
 *
 * @throws Error for an action of which nobody has said what a thief would do with it
 */
export function callsOf(scene: Scene, granted: readonly string[]): readonly IamCall[] {
  return granted.flatMap((action) => {
    const operation = action.replace(/^iam:/, '');
    const generate = CHANGES[operation];
    if (generate !== undefined) return generate(scene).map((parameters) => ({ operation, parameters }));
    if (WITHOUT_EFFECT.test(action)) return [];
    throw new Error(`the search does not know what a thief would do with ${action}`);
  });
}

/** What a role must not be able to do for the search to go role by role. */
export const CHANGING_ACTIONS = Object.keys(CHANGES).map((operation) => `iam:${operation}`);

export function describeCall({ operation, parameters }: IamCall): string {
  const { RoleName, PolicyArn, PolicyName, PermissionsBoundary } = parameters;
  const details = [RoleName, PolicyName, PolicyArn, PermissionsBoundary && `boundary ${PermissionsBoundary}`];
  return `${operation}(${details.filter(Boolean).join(', ')})`;
}
