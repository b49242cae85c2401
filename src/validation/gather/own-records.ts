import { parseArn } from '../../aws/arn';
import { createFailFastCall } from '../../aws/fail-fast-call';
import type { ValidatorClients } from '../../aws/validator-clients';
import { observeIdentity } from '../../iam/role/observe';
import { isListed } from '../../policy/caller';
import { principalIds } from '../../policy/without-principals';
import { attempt } from '../../probe/call-failure';
import { allSettled } from '../../runtime/all-settled';
import type { RetryContext } from '../../runtime/retry';
import { show } from '../../runtime/text';
import { type IntegrationRecord, type ListedRecord, UnreadableRecord } from '../../state/integration';
import { recordParameterName } from '../../state/parameter-names';

/*
 * Which of the records that are stored this validator has to judge: whoever may write parameters may have written any.
 */

/** A record that speaks of another account is no word on this one, and nobody goes there on its word. */
export function ofOwnAccount(listed: ListedRecord, callerArn: string): ListedRecord {
  const caller = parseArn(callerArn);
  if ('problem' in listed || caller === undefined) return listed;
  const { partition, accountId } = listed.record.spec;
  if (accountId === caller.accountId && partition === caller.partition) return listed;
  const { roleName } = listed;
  return {
    roleName,
    problem: new UnreadableRecord(
      `The SSM parameter ${recordParameterName(roleName)} says that the role is in the account ${accountId} (${show(partition)}), and this is ${caller.accountId} (${caller.partition}); delete it, and update the stack.`,
    ),
  };
}

/**
 * The integrations of other validators: two stacks may each have an integration and a validator in one account and region.
 * The record says for whom they are meant, but an alert must not be silenced by whoever may write that: the role's own
 * trust policy has to agree.
 */
export async function leftToOthers(
  { iam }: Pick<ValidatorClients, 'iam'>,
  records: readonly ListedRecord[],
  callerArn: string,
  context: RetryContext,
): Promise<readonly ListedRecord[]> {
  const call = createFailFastCall(context);
  const isLeft = await allSettled(
    records.map(async (listed) => {
      const others = 'problem' in listed ? [] : othersWhoTry(callerArn, listed.record);
      if (others.length === 0) return false;
      const role = await attempt(observeIdentity(iam, call, listed.roleName));
      if (!role.ok || role.value === null) return false;
      const trusted = principalIds(role.value.trustPolicy);
      return !isListed(callerArn, trusted) && others.some((other) => trusted.includes(other));
    }),
  );
  return records.filter((_, index) => isLeft[index]);
}

/** The roles of the validator's own account that try the integration, where it is not the validator itself that does. */
function othersWhoTry(callerArn: string, { spec, selfTestPrincipals }: IntegrationRecord): readonly string[] {
  if (isListed(callerArn, selfTestPrincipals)) return [];
  return selfTestPrincipals.filter((principal) => {
    const arn = parseArn(principal);
    return arn?.accountId === spec.accountId && arn.resource.startsWith('role/');
  });
}
