import { DeleteRolePolicyCommand, DetachRolePolicyCommand, TagRoleCommand } from '@aws-sdk/client-iam';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { GetParameterCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import { digestOf } from '../../src/state/adopted-role';
import { DATADOG, EXTERNAL_ID, ROLE } from '../support/customer-account';
import { INLINE_POLICY } from '../support/role-edits';
import { type Limit, unless } from './attack';
import { tried } from './clients';
import { edited, put, RECORD, SNAPSHOT, SPOILS, STATUS } from './forgery';
import { ATTACKERS_EXTERNAL_ID, GUARD_RAIL } from './neighbours';
import { guardedIntegration, victimsAdoption, victimsIntegration, whileAtWork } from './preparations';
import { assume } from './theft';
import type { AttackWorld } from './world';

/** An event in the name of the victim's stack, about its integration. */
const event = (fields: Readonly<Record<string, unknown>>) =>
  whileAtWork((world) => world.eventOf(world.victims.id, { PhysicalResourceId: ROLE, ...fields }));

/** Everything that he tried was done. */
const allDone = ({ seen }: AttackWorld) =>
  seen.filter((answer) => answer !== 'done').map((answer) => `it is not so any more: ${answer}`);

/** What the attacker can do all the same, so that docs/security.md says nothing that is not so. */
export const LIMITS: readonly Limit[] = [
  {
    id: 'limit/an-organization-of-his-own',
    threat: 'stack-author',
    title: 'deploys an integration with the external id of a Datadog organization of his own',
    because:
      'to let Datadog in is what the resource is there for; whose organization an external id is, only Datadog knows',
    attempt: (world) => world.deploy(world.attackers, { ExternalId: ATTACKERS_EXTERNAL_ID }),
    shows: ({ account }) =>
      unless(
        account.canAssume(DATADOG, ROLE, { externalId: ATTACKERS_EXTERNAL_ID }),
        'it is not so any more: Datadog does not come in',
      ),
  },
  {
    id: 'limit/a-rename-leaves-guard-rails-behind',
    threat: 'stack-author',
    title:
      'renames the role of his integration: the new one has nothing that others had attached to the old one',
    because:
      'a rename makes another role; what shall bind every role belongs into the boundary or a service control policy',
    prepare: guardedIntegration,
    attempt: (world) => world.deploy(world.victims, { RoleName: `${ROLE}Renamed` }),
    shows: ({ account }) =>
      unless(
        account.digest().roles[`${ROLE}Renamed`]?.attached.includes(GUARD_RAIL) === false,
        'it is not so any more: the policy has moved along',
      ),
  },
  {
    id: 'limit/tags-of-others',
    threat: 'stack-author',
    title:
      'gives his integration’s role a tag of a key that an administrator has put on it, and then no such tag any more',
    because:
      'the tags of the role are the resource’s to set, and IAM does not say who has set one; what shall bind the role by its tags belongs into the boundary or a service control policy',
    prepare: async (world) => {
      await world.deploy(world.attackers);
      const Tags = [{ Key: 'data-class', Value: 'restricted' }];
      await world.administrator.iam.send(new TagRoleCommand({ RoleName: ROLE, Tags }));
    },
    attempt: async (world) => {
      await world.deploy(world.attackers, { Tags: [{ Key: 'data-class', Value: 'public' }] });
      await world.deploy(world.attackers);
    },
    shows: ({ account }) =>
      unless(
        account.digest().roles[ROLE]?.tags['data-class'] === undefined,
        'it is not so any more: the tag is there',
      ),
  },
  {
    id: 'limit/update-while-the-stack-is-at-work',
    threat: 'invoker',
    title: 'sends an Update in the name of a stack in the moment in which that is updating its integration',
    because: 'CloudFormation signs no events: it says that the stack is at work, not what it has asked for',
    prepare: victimsIntegration,
    attempt: event({
      RequestType: 'Update',
      OldResourceProperties: { ExternalId: EXTERNAL_ID },
      ResourceProperties: { ExternalId: ATTACKERS_EXTERNAL_ID },
    }),
    shows: ({ account }) =>
      unless(
        account.canAssume(DATADOG, ROLE, { externalId: ATTACKERS_EXTERNAL_ID }),
        'it is not so any more: the event was not carried out',
      ),
  },
  {
    id: 'limit/delete-while-the-stack-is-at-work',
    threat: 'invoker',
    title: 'sends a Delete in the name of a stack in the moment in which that is updating its integration',
    because: 'CloudFormation deletes what an update has replaced while it says that it updates',
    prepare: victimsIntegration,
    attempt: event({ RequestType: 'Delete' }),
    shows: ({ account }) =>
      unless(account.digest().roles[ROLE] === undefined, 'it is not so any more: the role is still there'),
  },
  {
    id: 'limit/both-halves',
    threat: 'role-tagger',
    title:
      'may write parameters as well, and forges the snapshot of an adopted role with the tag that vouches for it: its Delete puts on the role what he likes, within the boundary',
    because:
      'who may write both has all that an adoption leaves behind; the boundary, which nobody but an administrator takes off, holds for what is put back, too',
    prepare: victimsAdoption,
    attempt: async ({ administrator, parameter, victims }) => {
      const forged = edited(parameter(SNAPSHOT), SPOILS);
      await put(administrator.ssm, SNAPSHOT, forged);
      const Tags = [{ Key: 'datadog-integration-role:adopted', Value: digestOf(forged) }];
      await administrator.iam.send(new TagRoleCommand({ RoleName: ROLE, Tags }));
      await victims.delete();
    },
    shows: ({ account }) => [
      ...unless(
        account.effectivePermissions(ROLE)('ec2:TerminateInstances'),
        'it is not so any more: the snapshot was not put back',
      ),
      ...unless(!account.effectivePermissions(ROLE)('iam:CreateUser'), 'the role is an administrator'),
    ],
  },
  {
    id: 'limit/provider-thief-denies-service',
    threat: 'provider-thief',
    title: 'takes permissions off an integration’s role, and what others have attached to it',
    because:
      'the provider must be able to make room on its own roles and to delete them, whatever is attached to them',
    prepare: guardedIntegration,
    attempt: async (world) => {
      const { iam } = world.thiefOf('Provider');
      const role = { RoleName: ROLE };
      world.seen.push(
        await tried(iam.send(new DetachRolePolicyCommand({ ...role, PolicyArn: GUARD_RAIL }))),
        await tried(iam.send(new DeleteRolePolicyCommand({ ...role, PolicyName: INLINE_POLICY }))),
      );
    },
    shows: allDone,
  },
  {
    id: 'limit/provider-thief-reads-records',
    threat: 'provider-thief',
    title: 'reads and writes every record, external ids included',
    because: 'that is what the provider remembers; AWS does not take an external id for a secret',
    prepare: victimsIntegration,
    attempt: async (world) => {
      const { ssm } = world.thiefOf('Provider');
      const { Parameter } = await ssm.send(new GetParameterCommand({ Name: RECORD }));
      world.seen.push(Parameter?.Value?.includes(EXTERNAL_ID) === true ? 'done' : 'no external id');
      const forged = { Name: RECORD, Value: '{}', Overwrite: true };
      world.seen.push(await tried(ssm.send(new PutParameterCommand(forged))));
    },
    shows: allDone,
  },
  {
    id: 'limit/validator-thief-is-the-integration',
    threat: 'validator-thief',
    title:
      'reads the external id and assumes the integration’s role, without the session policy of the validator',
    because: 'the validator has to try what Datadog does; SelfTest: Off leaves it out of the trust policy',
    prepare: victimsIntegration,
    attempt: async (world) => {
      const { ssm, sts } = world.thiefOf('Validator');
      world.seen.push(await tried(ssm.send(new GetParameterCommand({ Name: RECORD }))));
      world.seen.push(await tried(assume(sts, ROLE)));
    },
    shows: allDone,
  },
  {
    id: 'limit/validator-thief-silences',
    threat: 'validator-thief',
    title: 'writes that people have been told already, and publishes alerts of his own',
    because:
      'the validator remembers what it has told; events, metrics and the state of the alarm on them do not depend on that',
    prepare: victimsIntegration,
    attempt: async (world) => {
      const { ssm } = world.thiefOf('Validator');
      const status = {
        Name: STATUS,
        Value: '{"status":"failing","cause":"told already"}',
        Type: 'String',
      } as const;
      world.seen.push(await tried(ssm.send(new PutParameterCommand(status))));
      const { customer } = world;
      const sns = new SNSClient({
        endpoint: customer.sandbox.endpoint,
        region: 'us-east-1',
        credentials: customer.account.credentialsOf(customer.validatorRole, 'thief'),
      });
      const TopicArn = 'arn:aws:sns:us-east-1:123456789012:datadog-Alerts-us-east-1';
      world.seen.push(await tried(sns.send(new PublishCommand({ TopicArn, Message: 'all is well' }))));
    },
    shows: allDone,
  },
];
