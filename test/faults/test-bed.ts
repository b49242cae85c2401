import { NO_LAG } from '../sandbox/lag';
import {
  type CustomerAccount,
  type DatadogKeys,
  openCustomerAccount,
  WITHOUT_BOUNDARY,
} from '../support/customer-account';
import { newKeys } from '../support/registration';
import { ATTACHABLE_POLICIES, settleNeighbours } from './neighbours';
import { type Snapshot, snapshotOf } from './snapshot';

/** The contents of an account at a time, to be put into any test bed. */
export interface SavedState {
  readonly contents: string;
  /** By the clock of the test bed that it was saved on, in milliseconds since 1970. */
  readonly at: number;
}

/** A customer's account that one trial after the other is held in. */
export interface TestBed {
  readonly customer: CustomerAccount;
  /** Datadog's keys, which its provider has. */
  readonly keys: DatadogKeys;
  save(): SavedState;
  /** Puts a state back, and ends every fault and setting of the trial before. */
  restore(state: SavedState): void;
  /** The account with its neighbours and the provider, and nothing else. */
  readonly origin: SavedState;
  close(): Promise<void>;
}

/** More than any retry takes, and less than template.yaml has it: what never ends, ends after fewer calls. */
export const PROVIDER_TIMEOUT_MS = 90_000;
/** So few that lists have several pages. */
const PAGE_SIZE = 4;
/** Long enough that what was just made is not seen at once. */
const PROPAGATION = {
  roleAssumableMs: 4,
  principalValidMs: 4,
  readAfterCreateMs: 4,
  deleteAfterDetachMs: 4,
  trustChangeMs: 4,
};

/** How late a read may be that lags. */
export const LATEST_READ_MS = 10_000;
/** Until then all is seen that was written before. */
const BETWEEN_TRIALS_MS = 60_000;

/** Stands for the provider role's unique id, which no two beds have in common. */
const PROVIDER_ROLE_ID = '<provider role id>';

export async function openBed(): Promise<TestBed> {
  const keys = newKeys();
  const customer = await openCustomerAccount({
    datadogKeys: keys,
    skipsWaits: true,
    providerTimeoutMs: PROVIDER_TIMEOUT_MS,
    parameters: { AttachablePolicyArns: ATTACHABLE_POLICIES, ...WITHOUT_BOUNDARY },
  });
  await settleNeighbours(customer);
  const { account, sandbox, cloudFormation, providerRole } = customer;
  const id = account.snapshot().roles[providerRole]?.id ?? '';
  const save = () => ({
    contents: JSON.stringify(snapshotOf(customer)).replaceAll(id, PROVIDER_ROLE_ID),
    at: customer.virtualTime.now(),
  });
  return {
    customer,
    keys,
    save,
    restore: (state) => {
      sandbox.faults.clear();
      sandbox.journal.clear();
      cloudFormation.misbehave(undefined);
      sandbox.configure({
        pageSize: PAGE_SIZE,
        propagation: PROPAGATION,
        lag: { ...NO_LAG, now: customer.virtualTime.now },
        accounts: { [account.id]: { rcps: [] } },
      });
      // A saved state is a snapshot of this module's own making.
      // Each test bed has a clock of its own, and what is put back must not be of the future.
      const behindMs = Math.max(0, state.at - customer.virtualTime.now());
      customer.virtualTime.pass(behindMs + BETWEEN_TRIALS_MS);
      const { registrations, ...contents } = JSON.parse(
        state.contents.replaceAll(PROVIDER_ROLE_ID, id),
      ) as Snapshot;
      account.restore(contents);
      customer.datadog().accounts.restore(registrations);
    },
    origin: save(),
    close: () => customer.close(),
  };
}
