import type { PolicyDocument, Statement } from '../../src/policy/document';
import type { CheckStatus } from '../../src/report/report';
import { EXTERNAL_ID, ROLE, situationWithRole, VALIDATOR_ROLE } from '../support/validation/situations';
import { idsWith, verdictOf } from '../support/validation/verdicts';

const DATADOG = 'arn:aws:iam::464622532012:root';
const EXTERNAL = { StringEquals: { 'sts:ExternalId': EXTERNAL_ID } };
const datadog = (change: Partial<Statement> = {}): Statement => ({
  Sid: 'DatadogAssumeRole',
  Effect: 'Allow',
  Principal: { AWS: DATADOG },
  Action: 'sts:AssumeRole',
  Condition: EXTERNAL,
  ...change,
});
const selfTest: Statement = datadog({ Sid: 'SelfTest', Principal: { AWS: VALIDATOR_ROLE } });
const trusting = (...statements: Statement[]) => {
  const document: PolicyDocument = { Version: '2012-10-17', Statement: statements };
  return situationWithRole(() => ({ trustPolicy: JSON.stringify(document) }));
};

interface Case {
  readonly point: string;
  readonly statements: Statement[];
  readonly id: string;
  readonly status: CheckStatus;
  readonly says: string;
}

const CASES: readonly Case[] = [
  {
    point: 'the account of another Datadog site',
    statements: [datadog({ Principal: { AWS: 'arn:aws:iam::417141415827:root' } }), selfTest],
    id: 'trust-principal',
    status: 'fail',
    says: "Datadog's account for ap1.datadoghq.com",
  },
  {
    point: 'the account in another partition',
    statements: [datadog({ Principal: { AWS: 'arn:aws-us-gov:iam::464622532012:root' } }), selfTest],
    id: 'trust-principal',
    status: 'fail',
    says: 'aws-us-gov',
  },
  {
    point: 'a deleted principal',
    statements: [datadog({ Principal: { AWS: 'AROAEXAMPLEEXAMPLEEXA' } }), selfTest],
    id: 'trust-principal',
    status: 'fail',
    says: 'was deleted',
  },
  {
    point: 'everybody',
    statements: [datadog({ Principal: '*' }), selfTest],
    id: 'trust-principal',
    status: 'fail',
    says: 'every AWS account that knows the external id',
  },
  {
    point: 'another account beside Datadog',
    statements: [datadog({ Principal: { AWS: [DATADOG, 'arn:aws:iam::999988887777:root'] } }), selfTest],
    id: 'trust-principal',
    status: 'fail',
    says: '999988887777',
  },
  {
    point: 'another role of the account beside Datadog',
    statements: [
      datadog(),
      selfTest,
      datadog({ Sid: 'Ops', Principal: { AWS: 'arn:aws:iam::123456789012:role/ops' } }),
    ],
    id: 'trust-principal',
    status: 'warn',
    says: 'role/ops',
  },
  {
    point: 'a condition that Datadog never meets',
    statements: [
      datadog({ Condition: { ...EXTERNAL, Bool: { 'aws:MultiFactorAuthPresent': 'true' } } }),
      selfTest,
    ],
    id: 'trust-principal',
    status: 'fail',
    says: 'aws:MultiFactorAuthPresent',
  },
  {
    point: 'another external id',
    statements: [
      datadog({ Condition: { StringEquals: { 'sts:ExternalId': EXTERNAL_ID.toUpperCase() } } }),
      selfTest,
    ],
    id: 'external-id',
    status: 'fail',
    says: 'letter case',
  },
  {
    point: 'no external id',
    statements: [
      { Sid: 'DatadogAssumeRole', Effect: 'Allow', Principal: { AWS: DATADOG }, Action: 'sts:AssumeRole' },
      selfTest,
    ],
    id: 'external-id-enforced',
    status: 'fail',
    says: 'without an external id',
  },
  {
    point: 'any external id',
    statements: [datadog({ Condition: { StringLike: { 'sts:ExternalId': '*' } } }), selfTest],
    id: 'external-id-enforced',
    status: 'fail',
    says: 'not-the-external-id',
  },
  {
    point: 'every external id that begins like the right one',
    statements: [datadog({ Condition: { StringLike: { 'sts:ExternalId': `${EXTERNAL_ID}*` } } }), selfTest],
    id: 'external-id-enforced',
    status: 'fail',
    says: '0f9b…4c6d-wrong',
  },
  {
    point: 'a Deny for Datadog',
    statements: [
      datadog(),
      selfTest,
      { Sid: 'Stop', Effect: 'Deny', Principal: { AWS: DATADOG }, Action: 'sts:*' },
    ],
    id: 'trust-no-deny',
    status: 'fail',
    says: '"Stop"',
  },
  {
    point: 'a Deny that hangs on the source address',
    statements: [
      datadog(),
      selfTest,
      {
        Effect: 'Deny',
        Principal: '*',
        Action: 'sts:AssumeRole',
        Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } },
      },
    ],
    id: 'trust-no-deny',
    status: 'warn',
    says: 'aws:SourceIp',
  },
];

describe('a trust policy with', () => {
  test.each(CASES)('$point is found by $id alone', ({ statements, id, status, says }) => {
    const broken = trusting(...statements);

    const verdict = verdictOf(id, broken);

    expect(verdict.status).toBe(status);
    expect([verdict.summary, ...verdict.evidence].join('\n')).toContain(says);
    expect(idsWith('fail', broken)).toEqual(status === 'fail' ? [id] : []);
  });

  test.each(CASES)('$point is put back by one command', ({ statements, id }) => {
    const { remedy } = verdictOf(id, trusting(...statements));

    const commands = remedy.filter((step) => step.startsWith('aws '));
    const [, document = ''] = /--policy-document '(.*)'$/.exec(commands[0] ?? '') ?? [];
    expect(commands).toHaveLength(1);
    expect(commands[0]).toContain(`aws iam update-assume-role-policy --role-name ${ROLE} `);
    expect(
      idsWith(
        'fail',
        situationWithRole(() => ({ trustPolicy: document })),
      ),
    ).toEqual([]);
    expect(JSON.parse(document)).toEqual({ Version: '2012-10-17', Statement: [datadog(), selfTest] });
  });
});
