import type { IntegrationSpec } from '../../../src/integration/spec';
import type { IntegrationRecord } from '../../../src/state/integration';
import { checks } from '../../../src/validation/checks';
import type { Evidence } from '../../../src/validation/evidence';
import type { Situation } from '../../../src/validation/situation';
import { type AwsRequest, readCommand } from '../../support/aws-commands';
import {
  ACCOUNT,
  EXTERNAL_ID,
  observedAsDesired,
  recordOf,
  situation,
  VALIDATOR_ROLE,
} from '../../support/validation/situations';
import { verdictOf } from '../../support/validation/verdicts';

const STRANGER = '999999999999';
const INTRUDER = `arn:aws:iam::${ACCOUNT}:role/intruder`;
const ADMINISTRATOR_ACCESS = 'arn:aws:iam::aws:policy/AdministratorAccess';

/** The role is as the stack made it; the record says what somebody wrote into its SSM parameter. */
function forged(
  spec: Partial<IntegrationSpec>,
  change: Partial<IntegrationRecord> = {},
  evidence: Partial<Evidence> = {},
): Situation {
  const honest = recordOf();
  const record = { ...honest, ...change, spec: { ...honest.spec, ...spec } };
  return situation(record, { observed: { ok: true, value: observedAsDesired(honest) }, ...evidence });
}

const remediesOf = (broken: Situation) => checks.flatMap((check) => check.evaluate(broken).remedy);
const commandsOf = (broken: Situation): readonly AwsRequest[] =>
  remediesOf(broken)
    .filter((step) => step.startsWith('aws '))
    .map((command) => readCommand(command, { 'boundary.json': '{}' }));
const operationsOf = (broken: Situation) => commandsOf(broken).map(({ operation }) => operation);

const REFUSED_BY_RCP = {
  regions: [
    {
      region: 'us-east-1',
      status: 'assume-role-denied',
      cause: 'rcp_explicit_deny',
      message: 'no',
      latencyMs: 1,
    },
  ],
} as const;

describe('no remedy', () => {
  test.each<[string, Situation]>([
    ['an account that is not Datadog’s', forged({ datadogAccountId: STRANGER })],
    ['an account that is not Datadog’s in this partition', forged({ datadogAccountId: '065115117704' })],
    ['everybody', forged({ datadogAccountId: '*' })],
    [
      'a principal that the record adds to the self-test',
      forged({}, { selfTestPrincipals: [VALIDATOR_ROLE, INTRUDER] }),
    ],
    [
      'another account’s principal in the self-test',
      forged({}, { selfTestPrincipals: [`arn:aws:iam::${STRANGER}:root`] }),
    ],
  ])('lets in %s because a record says so', (_, broken) => {
    expect(verdictOf('drift-trust-policy', broken).status).toBe('warn');
    expect(operationsOf(broken)).not.toContain('update-assume-role-policy');
    expect(verdictOf('drift-trust-policy', broken).remedy[0]).toMatch(
      /^(No command is given that lets .* in|Update the stack .* no command is given)/,
    );
  });

  test('exempts an account that is not Datadog’s from a resource control policy', () => {
    const broken = forged({ datadogAccountId: STRANGER }, {}, REFUSED_BY_RCP);

    expect(remediesOf(broken).join('\n')).not.toMatch(/aws:PrincipalAccount[^\n]*999999999999/);
  });

  test('makes a role because a record says that there was one', () => {
    const quotas = observedAsDesired(recordOf()).quotas;
    const nothing = { role: null, policies: [], missingPolicyArns: [], quotas };

    expect(operationsOf(forged({}, {}, { observed: { ok: true, value: nothing } }))).toEqual([
      'update-stack',
    ]);
  });

  test('attaches a policy that only a record names', () => {
    const broken = forged({ managedPolicyArns: [ADMINISTRATOR_ACCESS] });

    expect(operationsOf(broken)).toEqual(['update-stack']);
    expect(verdictOf('drift-attachments', broken).remedy[0]).toContain(
      `Update the stack with a change of any property of the integration (such as Revision) to have ${ADMINISTRATOR_ACCESS} attached`,
    );
  });

  test('exchanges or removes a boundary without asking whether it is a guard rail', () => {
    const guarded = observedAsDesired(recordOf());
    const value = { ...guarded, role: { ...guarded.role, permissionsBoundary: ADMINISTRATOR_ACCESS } };
    for (const permissionsBoundary of [null, `arn:aws:iam::${ACCOUNT}:policy/wide`]) {
      const { remedy } = verdictOf(
        'drift-permissions-boundary',
        forged({ permissionsBoundary }, {}, { observed: { ok: true, value } }),
      );
      expect(remedy.at(-2)).toContain(`If ${ADMINISTRATOR_ACCESS} is no guard rail of your organization`);
    }
  });

  test('hands the role over without naming both who claim it', () => {
    const owner = {
      stackId: `arn:aws:cloudformation:us-east-1:${ACCOUNT}:stack/theirs/2`,
      logicalId: 'Theirs',
    };
    const { remedy } = verdictOf('role-ownership', forged({}, { owner }));

    expect(remedy[0]).toBe(
      `If the role belongs to Theirs of the stack ${owner.stackId}, as its record says, and not to DatadogIntegration of arn:aws:cloudformation:us-east-1:${ACCOUNT}:stack/datadog/1 as its tags say:`,
    );
  });

  test('demands an external id because a record says so, when the role does not demand it', () => {
    const broken = forged({ externalId: 'ffffffffffffffffffffffffffffffff' });

    expect(operationsOf(broken)).not.toContain('update-assume-role-policy');
    expect(verdictOf('external-id', broken).remedy[0]).toMatch(
      /^Update the stack .* to have the trust policy put back with the external id ffff…ffff: no command is given/,
    );
  });

  test.each(["x'; touch /tmp/x; '", '$(touch /tmp/x)', 'x\ny', 'file:///etc/passwd', '-x'])(
    'says to a shell or the AWS CLI more than it means, with a role named %j',
    (roleName) => {
      const gone = forged(
        { roleName },
        {},
        {
          regions: [
            {
              region: 'us-east-1',
              status: 'session-denied',
              cause: 'identity_policy_explicit_deny',
              message: 'no',
              latencyMs: 1,
            },
          ],
        },
      );

      const named = commandsOf(gone).map(({ input }) => input['RoleName']);
      expect(named).toContain(roleName);
    },
  );
});

describe('the account that a stack names', () => {
  test.each([
    [STRANGER, 'and Datadog publishes no such account for the partition aws.'],
    ['417141415827', "which is Datadog's for ap1.datadoghq.com and not for the site datadoghq.com."],
  ])('is not called Datadog’s when it is %s', (datadogAccountId, says) => {
    const record = recordOf({ DatadogAccountId: datadogAccountId });

    const { status, evidence } = verdictOf('trust-principal', situation(record));

    expect(status).toBe('warn');
    expect(evidence).toEqual([`The stack names the account ${datadogAccountId}, ${says}`]);
  });
});

test('the trust policy is put back where the validator’s own template names who tries the role', () => {
  const PROVIDER = `arn:aws:iam::${ACCOUNT}:role/datadog-ProviderRole`;
  const record = { ...recordOf(), selfTestPrincipals: [VALIDATOR_ROLE, PROVIDER] };
  const observed = observedAsDesired(record);
  const trustPolicy = observed.role.trustPolicy.replace('464622532012', '417141415827');
  const value = { ...observed, role: { ...observed.role, trustPolicy } };
  const evidence = { observed: { ok: true, value }, selfTestPrincipals: [PROVIDER] } as const;

  const [command = ''] = verdictOf('trust-principal', situation(record, evidence)).remedy;

  const { operation, input } = readCommand(command);
  expect(operation).toBe('update-assume-role-policy');
  expect(JSON.parse(String(input['PolicyDocument'])).Statement).toEqual([
    expect.objectContaining({ Condition: { StringEquals: { 'sts:ExternalId': EXTERNAL_ID } } }),
    expect.objectContaining({ Principal: { AWS: [VALIDATOR_ROLE, PROVIDER] } }),
  ]);
});
