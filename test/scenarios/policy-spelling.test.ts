import {
  type CustomerAccount,
  LOGICAL_ID,
  openCustomerAccount,
  ROLE,
  type Stack,
} from '../support/customer-account';
import { onlyReport, validate } from '../support/validator-run';

/** IAM finds policies regardless of letter case, and shows its own spelling. */
const AS_WRITTEN = 'arn:aws:iam::aws:policy/readonlyaccess';
const AS_SHOWN = 'arn:aws:iam::aws:policy/ReadOnlyAccess';

let customer: CustomerAccount;
let stack: Stack;

beforeAll(async () => {
  customer = await openCustomerAccount({
    skipsWaits: true,
    parameters: { AttachablePolicyArns: AS_SHOWN },
  });
});
beforeEach(async () => {
  stack = customer.stack();
  await customer.deploy(stack, { ManagedPolicyArns: [AS_WRITTEN] });
});
afterEach(() => customer.reset());
afterAll(() => customer.close());

const attached = () => customer.account.digest().roles[ROLE]?.attached;

it('a policy in other letter case is attached, and named as IAM names it', () => {
  expect(attached()).toEqual([AS_SHOWN]);
  expect(stack.attribute(LOGICAL_ID, 'PolicyArns')).toBe(AS_SHOWN);
});

it('is not attached again by an Update that changes nothing', async () => {
  customer.sandbox.journal.clear();

  await customer.deploy(stack, { ManagedPolicyArns: [AS_WRITTEN] }, { force: true });

  expect(customer.writes()).toEqual([]);
});

it('stays where only its spelling in the template changes', async () => {
  customer.sandbox.journal.clear();

  await customer.deploy(stack, { ManagedPolicyArns: [AS_SHOWN] });

  expect(customer.writes()).toEqual(['ssm:PutParameter']);
});

it('is detached when the stack no longer lists it', async () => {
  await customer.deploy(stack, {});

  expect(attached()).toEqual([]);
});

it('is no drift to the validator', async () => {
  const { drift, checks } = onlyReport(await validate(customer));

  expect(drift).toEqual([]);
  expect(checks.filter(({ status }) => status === 'fail')).toEqual([]);
});
