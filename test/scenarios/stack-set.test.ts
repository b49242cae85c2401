import { accountFile, deployerOf, startPatientSandbox } from '../support/account-file';
import { DATADOG, EXTERNAL_ID, ROLE } from '../support/customer-account';

/* What a stack set does with the file: the same one in one region of every account, under names of its own. */

const ACCOUNTS = Array.from({ length: 50 }, (_, index) => String(200_000_000_000 + index));
const HAS_A_ROLE = ACCOUNTS[7] ?? '';
const ADOPTS = ACCOUNTS[8] ?? '';
const AT_ONCE = 10;
const LIMIT_MS = 300_000;
/** As StackSets name their stacks. */
const NAME = 'StackSet-datadog-0f9bb8a3-d2c1-4c6e-9a7b-5d1e3f2a4c6d';

test(
  'the same file in 50 accounts: every one with an external id of its own, and a role that is there already is nobody’s to take',
  async () => {
    const sandbox = await startPatientSandbox({
      accounts: Object.fromEntries(ACCOUNTS.map((id) => [id, { organizationId: 'o-a1b2c3d4e5' }])),
    });
    try {
      const trust = {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { AWS: DATADOG }, Action: 'sts:AssumeRole' }],
      };
      for (const id of [HAS_A_ROLE, ADOPTS]) sandbox.account(id).seed({ roles: [{ name: ROLE, trust }] });
      const before = sandbox.account(HAS_A_ROLE).digest();
      const file = accountFile();
      const statuses = new Map<string, string>();
      const queue = ACCOUNTS.values();
      const takeTurns = async () => {
        for (const id of queue) {
          const deployer = deployerOf(sandbox, { as: id });
          const stack = await deployer.deploy(NAME, file, {
            ExternalId: externalIdOf(id),
            ...(id === ADOPTS ? { ExistingRole: 'Adopt' } : {}),
          });
          statuses.set(id, `${stack.StackStatus} ${deployer.outputs(stack)['SelfTestResult'] ?? ''}`.trim());
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, takeTurns));

      const others = ACCOUNTS.filter((id) => id !== HAS_A_ROLE);
      expect(others.map((id) => statuses.get(id))).toEqual(others.map(() => 'CREATE_COMPLETE passed'));
      expect(statuses.get(HAS_A_ROLE)).toBe('ROLLBACK_COMPLETE');
      expect(sandbox.account(HAS_A_ROLE).digest()).toEqual(before);
      const letsIn = (id: string, externalId: string) =>
        sandbox.account(id).canAssume(DATADOG, ROLE, { externalId });
      expect(others.filter((id) => !letsIn(id, externalIdOf(id)))).toEqual([]);
      expect(others.filter((id) => letsIn(id, EXTERNAL_ID))).toEqual([]);
      const published = others.map((id) => Object.keys(sandbox.account(id).stacks.list()[0]?.exports ?? {}));
      expect(published).toEqual(
        others.map(() => [`${NAME}-ServiceToken`, 'datadog-integration-role-provider']),
      );
    } finally {
      await sandbox.stop();
    }
  },
  LIMIT_MS,
);

function externalIdOf(accountId: string): string {
  return `${EXTERNAL_ID.slice(0, 20)}${accountId}`;
}
