import { lastAppliedBy, preexistingOf, withoutUnconfirmed } from '../../../src/iam/role/last-applied';
import { specOf } from '../../support/iam/specs';

const AUDIT = 'arn:aws:iam::aws:policy/SecurityAudit';
const READ = 'arn:aws:iam::aws:policy/ReadOnlyAccess';

describe('what was applied last', () => {
  test('is what any of the specs attached or tagged, once', () => {
    const before = specOf({ resourceCollection: true, tags: { team: 'a' } });
    const attempted = specOf({
      resourceCollection: true,
      managedPolicyArns: [READ],
      tags: { team: 'b', env: 'x' },
    });

    expect(lastAppliedBy([before, attempted])).toMatchObject({
      attachedPolicyArns: [AUDIT, READ],
      tagKeys: ['team', 'env'],
    });
  });

  test('is nothing without a spec', () => {
    expect(lastAppliedBy([])).toEqual({ attachedPolicyArns: [], tagKeys: [] });
  });

  test('is not what was on the role before its adoption, and is as it was', () => {
    const asked = specOf({ managedPolicyArns: [AUDIT, READ], tags: { team: 'sre', env: 'prod' } });
    const before = { attachedPolicyArns: [READ], tags: { team: 'sre', env: 'test', gone: 'x' } };

    const preexisting = preexistingOf({ tags: { team: 'sre', env: 'prod' } }, before);

    expect(preexisting).toEqual({ attachedPolicyArns: [READ], tagKeys: ['team'] });
    expect(lastAppliedBy([asked], { ...preexisting, attachedBefore: [READ] }).attachedBefore).toEqual([READ]);
    expect(lastAppliedBy([asked], preexisting)).toMatchObject({
      attachedPolicyArns: [AUDIT],
      tagKeys: ['env'],
    });
  });
});

const TEMPLATES = 'arn:aws:iam::123456789012:policy/datadog-integration-role-boundary/Boundary';

describe('what earlier properties say was attached to a role', () => {
  const said = { attachedPolicyArns: [AUDIT, READ], tagKeys: ['team'] };
  const recorded = specOf({ resourceCollection: true });

  test('counts where the role says itself what this resource has attached', () => {
    const role = { tags: { 'datadog-integration-role:attached': '' }, permissionsBoundary: TEMPLATES };
    expect(withoutUnconfirmed(said, role, undefined)).toEqual(said);
  });

  test('counts only as far as the record agrees where it does not', () => {
    for (const permissionsBoundary of [null, 'arn:aws:iam::123456789012:policy/Ours']) {
      const old = { tags: {}, permissionsBoundary };
      expect(withoutUnconfirmed(said, old, recorded)).toEqual({ ...said, attachedPolicyArns: [AUDIT] });
      expect(withoutUnconfirmed(said, old, undefined)).toEqual({ ...said, attachedPolicyArns: [] });
    }
  });

  test('counts for nothing under the boundary of a template, whatever the record says', () => {
    const role = { tags: {}, permissionsBoundary: TEMPLATES };
    expect(withoutUnconfirmed(said, role, recorded)).toEqual({ ...said, attachedPolicyArns: [] });
  });

  test('means nothing of a role that there is not', () => {
    expect(withoutUnconfirmed(said, null, undefined)).toEqual(said);
  });
});
