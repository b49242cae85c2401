import { createFailFastCall } from '../../aws/fail-fast-call';
import { isPresentAs, stackResources } from '../../aws/stack-resources';
import type { ValidatorClients } from '../../aws/validator-clients';
import { isOwnedBy, isSameOwner } from '../../iam/ownership';
import { observeIdentity } from '../../iam/role/observe';
import { attempt } from '../../probe/call-failure';
import { allSettled } from '../../runtime/all-settled';
import type { RetryContext } from '../../runtime/retry';
import type { ListedRecord } from '../../state/integration';
import type { Leftover } from '../leftover-report';

/**
 * What renames have left. When one is over, CloudFormation has the old role removed, gives up after three attempts, and calls the
 * update complete. Where a resource has several roles on record, its stack tells which of them it uses; where CloudFormation does not
 * answer, or a role is tagged as another one's, none is called left over. Never throws.
 */
export async function findLeftovers(
  { iam, cloudFormation }: Pick<ValidatorClients, 'iam' | 'cloudFormation'>,
  listing: readonly ListedRecord[],
  context: RetryContext,
): Promise<readonly Leftover[]> {
  const call = createFailFastCall(context);
  const records = listing.flatMap((listed) => ('record' in listed ? [listed.record] : []));
  const found = records.map(async (record): Promise<readonly Leftover[]> => {
    const { owner, spec } = record;
    const others = records.filter((other) => other !== record && isSameOwner(other.owner, owner));
    if (others.length === 0) return [];
    const used = await attempt(
      stackResources(cloudFormation, call, {
        StackName: owner.stackId,
        LogicalResourceId: owner.logicalId,
      }),
    );
    const [resource] = used.ok ? used.value : [];
    const inUse = others.find(({ spec }) => resource !== undefined && isPresentAs(resource, spec.roleName));
    if (inUse === undefined) return [];
    // Whoever may write parameters may have written the owner into the record of somebody else's role.
    const role = await attempt(observeIdentity(iam, call, spec.roleName));
    if (!role.ok || (role.value !== null && !isOwnedBy(owner, role.value.tags))) return [];
    return [{ record, inUse: inUse.spec.roleName, since: resource?.Timestamp?.getTime() ?? 0 }];
  });
  return (await allSettled(found)).flat();
}
