import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { INLINE_POLICIES_PER_ROLE_CHARACTERS } from '../../src/policy/quotas';
import { documentSize } from '../../src/policy/size';
import { grantedActions } from '../support/granted-actions';
import {
  inlinePolicies,
  requiredResource,
  resolvedTemplate,
  TEMPLATE_TEXT,
} from '../support/installed-provider';

const PLACE = { partition: 'aws-us-gov', accountId: '123456789012', region: 'us-gov-west-1' };
const key = 'arn:aws-us-gov:kms:us-gov-west-1:123456789012:key/0f9bb8a3-d2c1-4c6e-9a7b-5d1e3f2a4c6d';
const everything = {
  ExternalId: 'abcdef',
  RoleNamePattern: `${'x'.repeat(63)}*`,
  RoleName: 'y'.repeat(64),
  RolePath: `/${'p'.repeat(200)}/`,
  KmsKeyArn: key,
  DatadogKeysSecretArn: `arn:aws-us-gov:secretsmanager:us-gov-west-1:123456789012:secret:${'s'.repeat(512)}-a1b2c3`,
  DeadLetterArn: 'arn:aws-us-gov:sqs:us-gov-west-1:123456789012:dead-letters',
};
const ROLES = ['ProviderRole', 'ValidatorRole'];

describe('the permissions of the functions', () => {
  it.each(ROLES)('of %s fit into one role, guard included, with the longest names', (role) => {
    const declared = resolvedTemplate(PLACE, everything);
    const guard = requiredResource(declared, 'ProviderGuard').properties['PolicyDocument'] as object;
    const sizes = [
      ...inlinePolicies(declared, role).map(({ document }) => documentSize(document)),
      documentSize(guard),
    ];
    const total = sizes.reduce((sum, size) => sum + size, 0);
    expect(total).toBeLessThan(INLINE_POLICIES_PER_ROLE_CHARACTERS);
  });

  it('have a comment above every statement that tells its reason', () => {
    const lines = TEMPLATE_TEXT.split('\n');
    const isCondition = (line: string) => /^ *- (!If|Has\w+|!Ref AWS::NoValue)$/.test(line);
    const unexplained = lines.filter((line, index) => {
      if (!/^ *- Sid:/.test(line) || line.includes('AllElse')) return false;
      const above = lines.slice(0, index).findLast((text) => !isCondition(text)) ?? '';
      return !/^ *# /.test(above);
    });
    expect(unexplained).toEqual([]);
  });

  it('are each explained in docs/security-permissions.md, and nothing else is', () => {
    const text = readFileSync(join(__dirname, '..', '..', 'docs', 'security-permissions.md'), 'utf8');
    const cells = [...text.matchAll(/^\| (`[^|]+) \|/gm)].map(([, cell = '']) => cell);
    const explained = cells.flatMap((cell) => cell.match(/[a-z-]+:[A-Z]\w+/g) ?? []);
    const parameters = [{ ...everything, PermissionsBoundary: 'None' }, everything];
    const granted = parameters.flatMap((values) =>
      [...ROLES, 'ValidationScheduleRole'].flatMap((role) =>
        grantedActions(inlinePolicies(resolvedTemplate(PLACE, values), role)),
      ),
    );
    expect([...new Set(granted)].filter((action) => !explained.includes(action))).toEqual([]);
    expect(explained.filter((action) => !granted.includes(action))).toEqual([]);
  });
});
