import { ownAttachments } from '../../../src/iam/role/attached-tag';

const AUDIT = 'arn:aws:iam::aws:policy/SecurityAudit';
const GUARD = 'arn:aws:iam::123456789012:policy/Guard';
const TAG = 'datadog-integration-role:attached';

const wanting = (...attachedPolicyArns: string[]) => ({ attachedPolicyArns });
const roleWith = (attachedPolicyArns: string[], tag?: string) => ({
  attachedPolicyArns,
  tags: tag === undefined ? {} : { [TAG]: tag },
});
const NOTHING = { attachedPolicyArns: [] };
/** The tag of a role that was made with these policies. */
const tagOf = (...arns: string[]) => ownAttachments(wanting(...arns), null, NOTHING).after;

test('what a role is made with is ours', () => {
  const tag = tagOf(AUDIT, GUARD);
  expect(tag).toMatch(/^[0-9a-f]{10} [0-9a-f]{10}$/);
  const { isOwn } = ownAttachments(wanting(AUDIT), roleWith([AUDIT, GUARD], tag), NOTHING);
  expect([isOwn(AUDIT), isOwn(GUARD)]).toEqual([true, true]);
});

test('a role without policies of others has no tag', () => {
  expect(ownAttachments(NOTHING, null, NOTHING)).toMatchObject({ before: undefined, after: undefined });
  expect(ownAttachments(NOTHING, roleWith([GUARD]), NOTHING)).toMatchObject({
    before: undefined,
    after: undefined,
  });
});

test('a policy that somebody else has attached does not become ours by being listed', () => {
  const listed = ownAttachments(wanting(GUARD), roleWith([GUARD]), NOTHING);
  expect(listed).toMatchObject({ before: undefined, after: '' });
  expect(ownAttachments(NOTHING, roleWith([GUARD], ''), wanting(GUARD)).isOwn(GUARD)).toBe(false);
});

test('unlisted, it does not become ours either: the tag goes on saying that it is not, for whoever looks next', () => {
  const unlisted = ownAttachments(NOTHING, roleWith([GUARD], ''), wanting(GUARD));
  expect(unlisted.after).toBe('');
  expect(ownAttachments(NOTHING, roleWith([GUARD], unlisted.after), wanting(GUARD)).isOwn(GUARD)).toBe(false);

  const besideOurs = ownAttachments(NOTHING, roleWith([GUARD, AUDIT], tagOf(AUDIT)), wanting(GUARD, AUDIT));
  expect(besideOurs.after).toBe('');
  expect(ownAttachments(NOTHING, roleWith([AUDIT], tagOf(AUDIT)), wanting(AUDIT)).after).toBeUndefined();
});

test('once nothing was listed before either, the tag goes', () => {
  expect(ownAttachments(NOTHING, roleWith([GUARD], ''), NOTHING).after).toBeUndefined();
});

test('what will be attached is written down before, with what will be detached after', () => {
  const role = roleWith([AUDIT], tagOf(AUDIT));
  const exchange = ownAttachments(wanting(GUARD), role, wanting(AUDIT));
  expect(exchange.before).toBe(tagOf(AUDIT, GUARD));
  expect(exchange.after).toBe(tagOf(GUARD));
});

test('a role of version 0.1.0 has no tag: what an earlier spec listed is ours, and is written down at once', () => {
  const same = ownAttachments(wanting(AUDIT), roleWith([AUDIT]), wanting(AUDIT));
  expect(same).toMatchObject({ before: tagOf(AUDIT), after: tagOf(AUDIT) });
  expect(same.isOwn(AUDIT)).toBe(true);
});

test('what somebody has detached is ours again once it is attached again', () => {
  const again = ownAttachments(wanting(AUDIT), roleWith([], tagOf(AUDIT)), wanting(AUDIT));
  expect(again).toMatchObject({ before: undefined, after: tagOf(AUDIT) });
});

test('twenty attachments fit a tag', () => {
  const arns = Array.from({ length: 20 }, (_, index) => `${GUARD}${index}`);
  expect(tagOf(...arns)?.length).toBeLessThanOrEqual(256);
});
