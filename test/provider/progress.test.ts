import type { Step } from '../../src/iam/plan';
import { noProgress, unshownAttachments, withPoliciesMade } from '../../src/provider/progress';
import { desiredFor } from '../support/iam/specs';

const arn = (number: number) =>
  `arn:aws:iam::123456789012:policy/datadog-integration-role/DatadogIntegrationRole-permissions-${number}`;
const AUDIT = 'arn:aws:iam::aws:policy/SecurityAudit';
const made = (number: number): Step => ({
  kind: 'create-policy',
  policyArn: arn(number),
  document: { Version: '2012-10-17', Statement: [] },
  tags: { team: 'a' },
});
const shown = (number: number) => ({
  arn: arn(number),
  name: `DatadogIntegrationRole-permissions-${number}`,
  tags: {},
  document: 'as IAM shows it',
  otherVersionIds: [],
});

describe('policies that this invocation has made', () => {
  test('are there before IAM shows them, in the order of their numbers', () => {
    const policies = withPoliciesMade({ steps: [made(3), made(1)] }, [shown(2)]);
    expect(policies.map(({ name }) => name.at(-1))).toEqual(['1', '2', '3']);
    expect(policies[0]).toEqual({
      ...shown(1),
      tags: { team: 'a' },
      document: '{"Version":"2012-10-17","Statement":[]}',
    });
  });

  test('are as IAM shows them where it does', () => {
    expect(withPoliciesMade({ steps: [made(1)] }, [shown(1)])).toEqual([shown(1)]);
  });

  test('are gone once this invocation has deleted them', () => {
    const steps: Step[] = [made(1), { kind: 'delete-policy', policyArn: arn(1) }];
    expect(withPoliciesMade({ steps }, [])).toEqual([]);
  });
});

describe('attachments that IAM may not show right', () => {
  const before = desiredFor({ resourceCollection: true });
  const detached: Step = { kind: 'detach-policy', policyArn: AUDIT };

  test('are those that there were before, until whatever was written then must be shown', () => {
    const progress = noProgress();
    expect(unshownAttachments(progress, before, false).perhapsAttached).toEqual([AUDIT]);
    expect(unshownAttachments(progress, before, true).perhapsAttached).toEqual([]);
    expect(unshownAttachments(progress, undefined, false).perhapsAttached).toEqual([]);
  });

  test('are none that this invocation has detached itself', () => {
    expect(unshownAttachments({ steps: [detached] }, before, false).perhapsAttached).toEqual([]);
  });

  test('are its own where it has attached them itself', () => {
    const attached: Step = { kind: 'attach-policy', policyArn: AUDIT };
    expect(unshownAttachments({ steps: [attached] }, before, true).attachedHere).toEqual([AUDIT]);
  });
});
