import type { PolicyDocument, Statement } from '../../src/policy/document';
import type { CheckStatus } from '../../src/report/report';
import { trustFindings, trustInRegion } from '../../src/validation/trust-findings';
import {
  EXTERNAL_ID,
  ROLE,
  recordOf,
  situationWithRole,
  VALIDATOR_ROLE,
} from '../support/validation/situations';
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
    point: 'a condition that Datadog never meets: it is no root user',
    statements: [
      datadog({ Condition: { ...EXTERNAL, ArnEquals: { 'aws:PrincipalArn': DATADOG } } }),
      selfTest,
    ],
    id: 'trust-principal',
    status: 'fail',
    says: 'aws:PrincipalArn is like "arn:aws:iam::464622532012:role/*", the trust policy demands ArnEquals "arn:aws:iam::464622532012:root"',
  },
  {
    point: 'a condition that Datadog never meets: no service stands between',
    statements: [
      datadog({ Condition: { ...EXTERNAL, StringEquals: { 'aws:SourceAccount': '464622532012' } } }),
      selfTest,
    ],
    id: 'trust-principal',
    status: 'fail',
    says: 'the request has no aws:SourceAccount',
  },
  {
    point: 'a condition on a time that is over',
    statements: [
      datadog({ Condition: { ...EXTERNAL, DateLessThan: { 'aws:CurrentTime': '2026-05-31T00:00:00Z' } } }),
      selfTest,
    ],
    id: 'trust-principal',
    status: 'fail',
    says: 'aws:CurrentTime is "2026-06-01T12:00:00.000Z"',
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
  ...(
    [
      ['everybody but the root user', { ArnNotEquals: { 'aws:PrincipalArn': DATADOG } }],
      ['sessions of roles', { StringEquals: { 'aws:PrincipalType': 'AssumedRole' } }],
      ['all regions but one that nobody uses', { StringNotEquals: { 'aws:RequestedRegion': 'sa-west-9' } }],
      ['everybody who is no service', { Bool: { 'aws:PrincipalIsAWSService': 'false' } }],
    ] as const
  ).map(
    ([whom, condition]): Case => ({
      point: `a Deny for ${whom}`,
      statements: [
        datadog(),
        selfTest,
        { Sid: 'Guard', Effect: 'Deny', Principal: '*', Action: 'sts:AssumeRole', Condition: condition },
      ],
      id: 'trust-no-deny',
      status: 'fail',
      says: '"Guard" denies sts:AssumeRole to *',
    }),
  ),
  ...(
    [
      [
        'an address in its place',
        { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } },
        'demands no external id',
      ],
      [
        'a second one in the list',
        { StringEquals: { 'sts:ExternalId': [EXTERNAL_ID, 'that-of-another-customer'] } },
        'with the external id that…omer',
      ],
      [
        'it in any letter case',
        { StringEqualsIgnoreCase: { 'sts:ExternalId': EXTERNAL_ID } },
        'with the external id 0F9B…4C6D',
      ],
      [
        'what ends like it',
        { StringLike: { 'sts:ExternalId': `*${EXTERNAL_ID}` } },
        'StringLike *0f9b…4c6d, Datadog is let in with other external ids',
      ],
      [
        'it only of those who give one',
        { StringEqualsIfExists: { 'sts:ExternalId': EXTERNAL_ID } },
        'without an external id',
      ],
      [
        'no other values, and so none',
        { 'ForAllValues:StringEquals': { 'sts:ExternalId': EXTERNAL_ID } },
        'without an external id',
      ],
      [
        'that there is one',
        { Null: { 'sts:ExternalId': 'false' } },
        'with the external id not-the-external-id',
      ],
      [
        'that of another',
        { StringNotEquals: { 'sts:ExternalId': 'that-of-another-customer' } },
        'without an external id, and with the external id not-the-external-id',
      ],
    ] as const
  ).map(
    ([what, Condition, says]): Case => ({
      point: `as external id ${what}`,
      // Somebody else's statement enforces it, which does not help.
      statements: [datadog(), selfTest, datadog({ Sid: 'Open', Condition })],
      id: 'external-id-enforced',
      status: 'fail',
      says,
    }),
  ),
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

const allowed = (Condition: NonNullable<Statement['Condition']>) =>
  datadog({
    Condition: {
      ...Condition,
      StringEquals: { ...Condition['StringEquals'], ...EXTERNAL.StringEquals },
    },
  });
const denied = (
  Condition: NonNullable<Statement['Condition']>,
  change: Partial<Statement> = {},
): Statement => ({
  Sid: 'Guard',
  Effect: 'Deny',
  Principal: '*',
  Action: 'sts:AssumeRole',
  Condition,
  ...change,
});
const variable = (key: string) => `\${${key}}`;
const TRUST_CHECKS = ['trust-principal', 'external-id', 'external-id-enforced', 'trust-no-deny'];
const verdictsOf = (...statements: Statement[]) =>
  Object.fromEntries(TRUST_CHECKS.map((id) => [id, verdictOf(id, trusting(...statements)).status]));
const ALL_PASS = Object.fromEntries(TRUST_CHECKS.map((id) => [id, 'pass']));

describe('a trust policy under which Datadog gets in passes with', () => {
  test.each<[string, Statement[]]>([
    [
      'everybody of its account',
      [{ ...allowed({ StringEquals: { 'aws:PrincipalAccount': '464622532012' } }), Principal: '*' }],
    ],
    [
      'everybody with an ARN of its account',
      [
        datadog({
          Principal: { AWS: '*' },
          Condition: { ...EXTERNAL, ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::464622532012:role/*' } },
        }),
      ],
    ],
    ['its bare account id', [datadog({ Principal: { AWS: '464622532012' } })]],
    ['roles of its account', [allowed({ ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::464622532012:*' } })]],
    [
      'sessions of roles',
      [
        allowed({
          StringEquals: { 'aws:PrincipalType': 'AssumedRole' },
          Null: { 'aws:TokenIssueTime': 'false' },
        }),
      ],
    ],
    ['HTTPS', [allowed({ Bool: { 'aws:SecureTransport': 'true', 'aws:ViaAWSService': 'false' } })]],
    [
      'a time that is not over',
      [
        allowed({
          DateLessThan: { 'aws:CurrentTime': '2027-01-01T00:00:00Z' },
          NumericGreaterThan: { 'aws:EpochTime': '1767225600' },
        }),
      ],
    ],
    ['the role’s own account', [allowed({ StringEquals: { 'aws:ResourceAccount': '123456789012' } })]],
    ['a session name, whatever it is', [allowed({ Null: { 'sts:RoleSessionName': 'false' } })]],
    [
      'an external id that a pattern without wildcards demands',
      [datadog({ Condition: { StringLike: { 'sts:ExternalId': EXTERNAL_ID } } })],
    ],
    [
      'an external id that any value has to be',
      [datadog({ Condition: { 'ForAnyValue:StringEquals': { 'sts:ExternalId': EXTERNAL_ID } } })],
    ],
    [
      'two conditions that leave one external id',
      [
        datadog({
          Condition: {
            StringEquals: { 'sts:ExternalId': EXTERNAL_ID },
            StringLike: { 'sts:ExternalId': '0f9b*' },
          },
        }),
      ],
    ],
    [
      'a Deny that enforces the external id',
      [datadog({ Condition: {} }), denied({ StringNotEquals: { 'sts:ExternalId': EXTERNAL_ID } })],
    ],
    [
      'a Deny whose exceptions list its account',
      [
        datadog(),
        denied({
          StringNotEquals: {
            'aws:PrincipalOrgID': 'o-customer',
            'aws:PrincipalAccount': ['464622532012', '123456789012'],
          },
        }),
      ],
    ],
    [
      'a Deny for others than roles',
      [datadog(), denied({ ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/*' } })],
    ],
    ['a Deny for its root user', [datadog(), denied({ ArnEquals: { 'aws:PrincipalArn': DATADOG } })]],
    [
      'a Deny for its users',
      [datadog(), denied({}, { Principal: { AWS: 'arn:aws:iam::464622532012:user/ops' } })],
    ],
    [
      'a Deny outside the account’s regions',
      [datadog(), denied({ StringNotEquals: { 'aws:RequestedRegion': ['eu-west-1', 'us-east-1'] } })],
    ],
    ['a Deny for calls on behalf of others', [datadog(), denied({ Bool: { 'aws:ViaAWSService': 'true' } })]],
    ['a Deny of another action', [datadog(), denied({}, { Action: 'sts:AssumeRoleWithSAML' })]],
    [
      'a Deny of session tags, of which Datadog sends none',
      [datadog(), denied({ 'ForAnyValue:StringLike': { 'aws:TagKeys': '*' } })],
    ],
  ])('%s', (_, statements) => {
    expect(verdictsOf(...statements, selfTest)).toEqual(ALL_PASS);
  });
});

describe('a trust policy leaves open whether Datadog gets in, and keeps its guard rails, with', () => {
  test.each<[string, string, Statement[], string]>([
    [
      'trust-principal',
      'its addresses',
      [allowed({ IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } })],
      'aws:SourceIp',
    ],
    [
      'trust-principal',
      'MFA',
      [allowed({ Bool: { 'aws:MultiFactorAuthPresent': 'true' } })],
      'aws:MultiFactorAuthPresent',
    ],
    [
      'trust-principal',
      'a session name',
      [allowed({ StringEquals: { 'sts:RoleSessionName': 'datadog' } })],
      'sts:RoleSessionName',
    ],
    [
      'trust-principal',
      'its program',
      [allowed({ StringLike: { 'aws:UserAgent': '*Datadog*' } })],
      'aws:UserAgent',
    ],
    [
      'trust-principal',
      'its organization',
      [allowed({ StringLike: { 'aws:PrincipalOrgID': 'o-customer' } })],
      'aws:PrincipalOrgID',
    ],
    [
      'trust-principal',
      'a role of its account',
      [datadog({ Principal: { AWS: 'arn:aws:iam::464622532012:role/crawler' } })],
      'aws:PrincipalArn',
    ],
    [
      'trust-principal',
      'an ARN of a role',
      [allowed({ ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::464622532012:role/dd-*' } })],
      'aws:PrincipalArn',
    ],
    [
      'trust-principal',
      'a tag',
      [allowed({ StringEquals: { 'aws:PrincipalTag/team': 'x' } })],
      'aws:PrincipalTag/team',
    ],
    [
      'trust-principal',
      'a key that is not known',
      [allowed({ StringEquals: { 'new:Key': 'x' } })],
      'new:Key',
    ],
    [
      'trust-principal',
      'a variable',
      [
        allowed({
          StringEquals: { 'aws:ResourceAccount': variable('aws:PrincipalTag/home') },
        }),
      ],
      'aws:PrincipalTag/home',
    ],
    [
      'trust-principal',
      'an operator that is not known',
      [allowed({ StringResembles: { 'aws:SourceIp': 'x' } })],
      'StringResembles',
    ],
    [
      'external-id',
      'an external id from a tag',
      [datadog({ Condition: { StringEquals: { 'sts:ExternalId': variable('aws:PrincipalTag/id') } } })],
      'aws:PrincipalTag/id',
    ],
    [
      'trust-no-deny',
      'a Deny outside addresses',
      [datadog(), denied({ NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } })],
      'aws:SourceIp',
    ],
    [
      'trust-no-deny',
      'a Deny without MFA',
      [datadog(), denied({ BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } })],
      'aws:MultiFactorAuthPresent',
    ],
    [
      'trust-no-deny',
      'a Deny outside an organization',
      [datadog(), denied({ StringNotEquals: { 'aws:PrincipalOrgID': 'o-customer' } })],
      'aws:PrincipalOrgID',
    ],
    [
      'trust-no-deny',
      'a Deny of sessions before a time',
      [datadog(), denied({ DateLessThan: { 'aws:TokenIssueTime': '2026-05-01T00:00:00Z' } })],
      'aws:TokenIssueTime',
    ],
    [
      'trust-no-deny',
      'a Deny for others than its account and a role',
      [
        datadog(),
        { Sid: 'Guard', Effect: 'Deny', NotPrincipal: { AWS: [DATADOG, VALIDATOR_ROLE] }, Action: 'sts:*' },
      ],
      'aws:PrincipalArn',
    ],
  ])('%s: %s', (id, _, statements, key) => {
    const open = trusting(...statements, selfTest);

    const { status, summary, evidence, remedy } = verdictOf(id, open);

    expect(status).toBe('unknown');
    expect(summary).toContain(`depends on ${key}`);
    expect(evidence.join('\n')).toContain(key);
    expect(remedy[0]).toContain('CloudTrail');
    expect(remedy.filter((step) => step.startsWith('aws '))).toEqual([]);
    expect(idsWith('fail', open)).toEqual(id === 'external-id' ? ['external-id-enforced'] : []);
  });
});

const REGION_GUARD = denied({ StringNotEquals: { 'aws:RequestedRegion': 'eu-west-1' } });

describe('a trust policy that takes another external id', () => {
  const other = (Condition: Statement['Condition'] = {}) => datadog({ Sid: 'Other', Condition });
  const THEIRS = { StringEquals: { 'sts:ExternalId': 'that-of-another-customer' } };

  test('alone, enforces it, whosever it is', () => {
    const { status, evidence, remedy } = verdictOf('external-id-enforced', trusting(other(THEIRS), selfTest));

    expect(status).toBe('unknown');
    expect(evidence).toEqual([
      'By statement "Other" of its trust policy, which demands sts:ExternalId StringEquals that…omer, Datadog is let in with the external id that…omer.',
    ]);
    expect(remedy).toEqual(['Carry out the remedy of external-id.']);
  });

  test('besides the right one, does not', () => {
    expect(verdictOf('external-id-enforced', trusting(datadog(), other(THEIRS), selfTest)).status).toBe(
      'fail',
    );
  });

  test('or any, does not', () => {
    const { status } = verdictOf(
      'external-id-enforced',
      trusting(other({ StringLike: { 'sts:ExternalId': 'that-*' } })),
    );

    expect(status).toBe('fail');
  });

  test.each<[string, Statement['Condition']]>([
    [
      'a list and a pattern',
      { StringEquals: { 'sts:ExternalId': [EXTERNAL_ID, 'other'] }, StringLike: { 'sts:ExternalId': '0f*' } },
    ],
    [
      'a list and an exception',
      {
        StringEquals: { 'sts:ExternalId': [EXTERNAL_ID, 'other'] },
        StringNotLike: { 'sts:ExternalId': 'oth*' },
      },
    ],
    [
      'a list that is repeated',
      {
        StringEquals: { 'sts:ExternalId': [EXTERNAL_ID, 'other'] },
        StringLike: { 'sts:ExternalId': ['another', EXTERNAL_ID] },
      },
    ],
  ])('only as it looks: %s leave the right one', (_, Condition) => {
    expect(verdictsOf(datadog(Condition === undefined ? {} : { Condition }), selfTest)).toEqual(ALL_PASS);
  });
});

describe('a trust policy under which Datadog gets in, in some regions only,', () => {
  test('by a Deny is no lock-out: the others are named, and the Deny stays', () => {
    const { status, summary, evidence, remedy } = verdictOf(
      'trust-no-deny',
      trusting(datadog(), selfTest, REGION_GUARD),
    );

    expect([status, summary]).toEqual(['warn', 'A Deny of the trust policy keeps Datadog out of us-east-1.']);
    expect(evidence).toEqual([
      `statement "Guard" denies sts:AssumeRole to *, and so to ${DATADOG}, on the condition aws:RequestedRegion StringNotEquals "eu-west-1"`,
      'It does not in eu-west-1.',
    ]);
    expect(remedy).toEqual([
      'If Datadog is to work there, except Datadog in statement "Guard" and leave the rest: add "StringNotEquals": { "aws:PrincipalAccount": "464622532012" } to its Condition.',
      'Otherwise take these regions out in Datadog: on the AWS integration page, account 123456789012, tab General. Then no request of 464622532012 is refused.',
    ]);
  });

  test('by an Allow is told from one that never lets it in', () => {
    const inOne = allowed({ StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } });

    const { status, summary, remedy } = verdictOf('trust-principal', trusting(inOne, selfTest));

    expect([status, summary]).toEqual(['warn', 'The trust policy does not let in Datadog in us-east-1.']);
    expect(remedy.join()).not.toContain('aws iam');
    expect(idsWith('fail', trusting(inOne, selfTest))).toEqual([]);
  });

  test('is in order where the integration is meant for those regions alone', () => {
    const record = recordOf({ Regions: ['eu-west-1'] });
    const trustPolicy = JSON.stringify({
      Version: '2012-10-17',
      Statement: [datadog(), selfTest, REGION_GUARD],
    });

    const status = verdictOf(
      'trust-no-deny',
      situationWithRole(() => ({ trustPolicy }), record),
    ).status;

    expect(status).toBe('pass');
  });

  test('and leaves open others, says of each which it is', () => {
    const outside = { NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } };
    const inOne = allowed({ ...outside, StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } });
    const denies = [datadog(), denied(outside), { ...REGION_GUARD, Sid: 'Regions' }];

    const allow = verdictOf('trust-principal', trusting(inOne, selfTest));
    const deny = verdictOf('trust-no-deny', trusting(...denies, selfTest));

    expect([allow.status, deny.status]).toEqual(['unknown', 'unknown']);
    expect(allow.evidence).toContain('It certainly does not in us-east-1.');
    expect(deny.evidence).toContain('It certainly does in us-east-1.');
    expect(deny.evidence.at(-1)).toContain('statement "Regions" denies sts:AssumeRole');
  });

  test('is asked region by region', () => {
    const text = JSON.stringify({ Version: '2012-10-17', Statement: [datadog(), REGION_GUARD] });
    const expected = {
      partition: 'aws',
      accountId: '123456789012',
      datadogAccountId: '464622532012',
      externalId: EXTERNAL_ID,
      selfTestPrincipals: [],
      roleTags: {},
      askedRegions: [],
      now: 0,
    };

    const of = (region: string) => {
      const { datadog: decision, refusedBy } = trustInRegion(text, expected, region);
      return [decision.answer.is, refusedBy];
    };

    expect(of('eu-west-1')).toEqual(['yes', null]);
    expect(of('us-east-1')).toEqual(['no', 'trust-no-deny']);
    expect(trustFindings(text, expected).byRegion.map(({ datadog: { answer } }) => answer)).toEqual([
      { is: 'depends', on: ['aws:RequestedRegion'] },
    ]);
  });
});

describe('others than Datadog', () => {
  const trustPrincipal = (...statements: Statement[]) =>
    verdictOf('trust-principal', trusting(datadog(), selfTest, ...statements));
  const other = (change: Partial<Statement>) => datadog({ Sid: 'Other', ...change });
  const onlyOf = (account: string) => ({
    ...EXTERNAL,
    ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${account}:*` },
  });

  test.each<[string, Statement, CheckStatus, string]>([
    [
      'another account by its ARN',
      other({ Principal: '*', Condition: onlyOf('999988887777') }),
      'warn',
      '* lets in others than Datadog as far as aws:PrincipalArn admits them',
    ],
    ['somebody of this account', other({ Principal: '*', Condition: onlyOf('123456789012') }), 'warn', '*'],
    [
      'whoever comes from an address',
      other({ Principal: '*', Condition: { ...EXTERNAL, IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } }),
      'warn',
      'as far as aws:SourceIp admits them',
    ],
    [
      'everybody but one',
      {
        Effect: 'Allow',
        NotPrincipal: { AWS: '999988887777' },
        Action: 'sts:AssumeRole',
        Condition: EXTERNAL,
      },
      'warn',
      'everybody but 999988887777',
    ],
    [
      'an account whose own account is demanded',
      other({
        Principal: { AWS: '999988887777' },
        Condition: { StringEquals: { ...EXTERNAL.StringEquals, 'aws:PrincipalAccount': '999988887777' } },
      }),
      'fail',
      '999988887777 is neither Datadog',
    ],
    [
      'a service',
      { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' },
      'warn',
      'ec2.amazonaws.com is neither Datadog',
    ],
  ])('are named: %s', (_, statement, status, says) => {
    const verdict = trustPrincipal(statement);

    expect(verdict.status).toBe(status);
    expect([verdict.summary, ...verdict.evidence].join('\n')).toContain(says);
  });

  test.each<[string, Statement[]]>([
    ['a role of Datadog', [other({ Principal: { AWS: 'arn:aws:iam::464622532012:role/crawler' } })]],
    [
      'an account that a condition rules out',
      [other({ Principal: { AWS: '999988887777' }, Condition: onlyOf('464622532012') })],
    ],
    [
      'whom a Deny refuses',
      [
        other({ Principal: { AWS: '999988887777' } }),
        denied({ StringNotEquals: { 'aws:PrincipalAccount': ['464622532012', '123456789012'] } }),
      ],
    ],
    ['who may do something else', [other({ Principal: { AWS: '999988887777' }, Action: 'sts:TagSession' })]],
  ])('are not: %s', (_, statements) => {
    expect(trustPrincipal(...statements).status).toBe('pass');
  });
});
