import {
  ListAccountAliasesCommand,
  ListAttachedRolePoliciesCommand,
  ListRolesCommand,
  paginateListAttachedRolePolicies,
  paginateListRoles,
} from '@aws-sdk/client-iam';
import { ACCOUNT, allow, refusal, TRUST_DATADOG } from './harness';
import { iamOfEachTest } from './iam-of-each-test';

const account = iamOfEachTest();

describe('lists', () => {
  beforeEach(() => {
    const policies = ['a', 'b', 'c', 'd', 'e'].map((name) => ({ name, document: allow('s3:*') }));
    const attached = policies.map(({ name }) => `arn:aws:iam::${ACCOUNT}:policy/${name}`);
    account.sandbox.account().seed({ policies, roles: [{ name: 'R', trust: TRUST_DATADOG, attached }] });
  });

  test.each([{ pageSize: 1 }, { pageSize: 2 }, { pageSize: 5 }])(
    'come in pages of $pageSize',
    async ({ pageSize }) => {
      account.sandbox.configure({ pageSize });
      const pages: number[] = [];
      const names: (string | undefined)[] = [];
      for await (const page of paginateListAttachedRolePolicies({ client: account.iam }, { RoleName: 'R' })) {
        pages.push(page.AttachedPolicies?.length ?? 0);
        names.push(...(page.AttachedPolicies ?? []).map(({ PolicyName }) => PolicyName));
      }
      expect(names).toEqual(['a', 'b', 'c', 'd', 'e']);
      expect(pages).toHaveLength(Math.ceil(5 / pageSize));
    },
  );

  test('follow MaxItems', async () => {
    const first = await account.iam.send(new ListAttachedRolePoliciesCommand({ RoleName: 'R', MaxItems: 3 }));
    expect(first.AttachedPolicies).toHaveLength(3);
    expect(first.IsTruncated).toBe(true);
    const Marker = first.Marker ?? '';
    const second = await account.iam.send(new ListAttachedRolePoliciesCommand({ RoleName: 'R', Marker }));
    expect(second.AttachedPolicies).toHaveLength(2);
    expect(second.IsTruncated).toBe(false);
  });

  test('have a hundred items by default', async () => {
    const roles = Array.from({ length: 101 }, (_, index) => ({
      name: `role-${index}`,
      trust: TRUST_DATADOG,
    }));
    account.sandbox.account().seed({ roles });
    const pages: number[] = [];
    for await (const { Roles } of paginateListRoles({ client: account.iam }, {}))
      pages.push(Roles?.length ?? 0);
    expect(pages).toEqual([100, 2]);
  });

  test('refuse a marker that is none of theirs', async () => {
    expect(await refusal(account.iam.send(new ListRolesCommand({ Marker: 'nonsense' })))).toMatch(
      /^ValidationError/,
    );
  });

  test('of account aliases come from the settings', async () => {
    account.sandbox.configure({ accounts: { [ACCOUNT]: { accountAliases: ['production'] } } });
    const { AccountAliases } = await account.iam.send(new ListAccountAliasesCommand({}));
    expect(AccountAliases).toEqual(['production']);
  });
});
