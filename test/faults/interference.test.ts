import {
  AttachRolePolicyCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  type IAMClient,
  PutRolePolicyCommand,
  TagRoleCommand,
  UntagRoleCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
} from '@aws-sdk/client-iam';
import { ROLE } from '../support/customer-account';
import { labelOf } from './call-label';
import { canonicalState, differences } from './canonical-state';
import { newStack, replay } from './customer-stack';
import { neighbourViolations } from './invariants/neighbours';
import { replyViolations } from './invariants/replies';
import { TEAM_POLICY } from './neighbours';
import { type Rehearsal, rehearse } from './rehearsal';
import { STORIES } from './stories';
import { openBed, type TestBed } from './test-bed';
import { performAct } from './trial';

interface Edit {
  readonly id: string;
  readonly make: (iam: IAMClient) => Promise<unknown>;
  /** The paths at which the account differs afterwards, because the edit is nobody's business but the person's. */
  readonly stays: readonly string[];
}

const POLICY = `arn:aws:iam::123456789012:policy/datadog-integration-role/${ROLE}-permissions-1`;
const document = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 's3:ListAllMyBuckets', Resource: '*' }],
});
const nobody = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::123456789012:root' }, Action: 'sts:AssumeRole' },
  ],
});

const EDITS: readonly Edit[] = [
  {
    id: 'attaches a policy',
    make: (iam) => iam.send(new AttachRolePolicyCommand({ RoleName: ROLE, PolicyArn: TEAM_POLICY })),
    stays: [`/roles/${ROLE}/attached/${TEAM_POLICY}`],
  },
  {
    id: 'adds an inline policy',
    make: (iam) =>
      iam.send(new PutRolePolicyCommand({ RoleName: ROLE, PolicyName: 'ByHand', PolicyDocument: document })),
    stays: [`/roles/${ROLE}/inline/ByHand`],
  },
  {
    id: 'adds a tag',
    make: (iam) => iam.send(new TagRoleCommand({ RoleName: ROLE, Tags: [{ Key: 'by', Value: 'hand' }] })),
    stays: [`/roles/${ROLE}/tags/by`],
  },
  {
    id: 'takes the owner tags off',
    make: (iam) =>
      iam.send(new UntagRoleCommand({ RoleName: ROLE, TagKeys: ['datadog-integration-role:stack-id'] })),
    stays: [],
  },
  {
    id: 'changes the trust policy',
    make: (iam) => iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: ROLE, PolicyDocument: nobody })),
    stays: [],
  },
  {
    id: 'changes the description',
    make: (iam) => iam.send(new UpdateRoleCommand({ RoleName: ROLE, Description: 'by hand' })),
    stays: [],
  },
  {
    id: 'deletes the inline policy',
    make: (iam) =>
      iam.send(new DeleteRolePolicyCommand({ RoleName: ROLE, PolicyName: 'DatadogIntegrationPolicy' })),
    stays: [],
  },
  {
    id: 'detaches a policy of the resource',
    make: (iam) => iam.send(new DetachRolePolicyCommand({ RoleName: ROLE, PolicyArn: POLICY })),
    stays: [],
  },
];

/** Each edit is made at every third write, and another third than the edit before it; `npm test` takes every ninth. */
const EVERY = 3;

describe.each(['update-core-to-full', 'update-full-to-core', 'update-tags'])(
  'a person who, during %s,',
  (id) => {
    let testBed: TestBed;
    let rehearsal: Rehearsal;

    beforeAll(async () => {
      testBed = await openBed();
      const story = STORIES.find((candidate) => candidate.id === id);
      if (story === undefined) throw new Error(`there is no story ${id}`);
      rehearsal = await rehearse(testBed, story);
    });
    afterAll(() => testBed.close());

    it.each(EDITS)('$id: keeps what is theirs, and the next Update mends the rest', async (edit) => {
      const { customer } = testBed;
      const { story } = rehearsal;
      const writes = rehearsal.targets.filter(({ write }) => write);
      const moments = writes.filter(
        (_, index) => (index + EDITS.indexOf(edit)) % Math.min(EVERY, writes.length) === 0,
      );
      expect(moments).not.toEqual([]);
      for (const { label, occurrence } of moments) {
        testBed.restore(rehearsal.start);
        const customerStack = newStack(customer);
        for (const past of rehearsal.past) await replay(customerStack, past);
        customer.sandbox.faults.add({
          match: { where: (call) => labelOf(call) === label, nth: occurrence },
          // What is not there (any more, or yet) cannot be edited.
          effect: { type: 'run', when: 'before', run: () => edit.make(customer.iam).then(nothing, nothing) },
        });

        const trial = await performAct(customer, customerStack, story.act, { redelivers: true });
        const repaired = await performAct(customer, customerStack, story.act, { redelivers: true });

        expect([label, trial.statuses]).toEqual([label, ['UPDATE_COMPLETE']]);
        expect(replyViolations(trial.deliveries, story)).toEqual([]);
        expect(neighbourViolations(rehearsal.neighbours, trial.after)).toEqual([]);
        expect([label, repaired.statuses]).toEqual([label, ['UPDATE_COMPLETE']]);
        const left = differences(rehearsal.endState, canonicalState(repaired.after));
        expect(left.filter((difference) => !edit.stays.some((path) => difference.startsWith(path)))).toEqual(
          [],
        );
        if (edit.stays.length > 0) expect(left).not.toEqual([]);
      }
    });
  },
);

function nothing(): void {}
