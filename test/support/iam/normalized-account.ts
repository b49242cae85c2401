import { ATTACHED_TAG } from '../../../src/iam/ownership';
import type { ModelAccount } from './model-iam';
import { OWNER } from './specs';

/** Everything of an account that does not depend on numbers, versions and the way that led there. */
export function normalizedAccount({ role, policies }: ModelAccount) {
  const isOwn = (arn: string) => policies[arn]?.tags['datadog-integration-role:stack-id'] === OWNER.stackId;
  const own = Object.values(policies).filter(({ arn }) => isOwn(arn));
  // Whether we have attached a policy of others, or somebody else has, is a matter of the way that led there.
  const { [ATTACHED_TAG]: _, ...tags } = role?.tags ?? {};
  return {
    role: {
      ...role,
      tags,
      inlinePolicies: Object.fromEntries(
        Object.entries(role?.inlinePolicies ?? {}).map(([name, text]) => [name, inOrder(text)]),
      ),
      attachedPolicyArns: role?.attachedPolicyArns.filter((arn) => !isOwn(arn)),
    },
    ownAttachments: role?.attachedPolicyArns.filter(isOwn).length,
    ownPolicies: own
      .map(({ tags, versions }) => ({ tags, document: inOrder(versions.at(-1)?.document ?? '{}') }))
      .sort((a, b) => (a.document < b.document ? -1 : 1)),
    othersPolicies: Object.values(policies).filter(({ arn }) => !isOwn(arn)),
  };
}

/** The document with its lists sorted: their order means nothing. */
function inOrder(document: string): string {
  return JSON.stringify(
    JSON.parse(document, (_, value) =>
      Array.isArray(value) && typeof value[0] === 'string' ? value.sort() : value,
    ),
  );
}
