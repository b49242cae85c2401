import type { CheckStatus, Report } from '../../src/report/report';
import type { CustomResource } from '../sandbox/cloudformation/deployment';
import { carryOut, stackUpdateOf } from './aws-commands';
import type { CustomerAccount, Stack } from './customer-account';
import { check, findings, onlyReport, validate } from './validator-run';

/** Something that goes wrong with an integration, and how the validator finds it. */
export interface Breakage {
  /** Reads after "it finds". */
  readonly name: string;
  /** Of the integration, besides the external id. */
  readonly properties?: CustomResource['properties'];
  breakIt(customer: CustomerAccount): unknown;
  /** Id of the one check that is meant to find it. */
  readonly foundBy: string;
  readonly status: 'fail' | 'warn' | 'unknown';
  /** What the check's summary and evidence say. */
  readonly says: readonly string[];
  /** Other checks that cannot pass as long as it is broken. */
  readonly besides?: Readonly<Record<string, CheckStatus>>;
  /** Carries out the remedy where it takes more than its commands. */
  repair?(scene: BrokenScene): Promise<unknown>;
}

/** A broken integration in the hands of whoever reads the remedy. */
export interface BrokenScene {
  readonly customer: CustomerAccount;
  readonly stack: Stack;
  /** The remedy of the check that found it. */
  readonly remedy: readonly string[];
  readonly report: Report;
  /** What the integration was deployed with. */
  readonly properties: CustomResource['properties'];
}

/** Repairs by an update of the stack with the Revision of the remedy's command, which passes it on as template.yaml does. */
export async function updateTheStack({ customer, stack, remedy, properties }: BrokenScene): Promise<void> {
  expect(remedy.join()).toContain('Update the stack with a change of any property of the integration');
  const update = stackUpdateOf(remedy);
  expect(update).toEqual({ stackId: stack.id, parameters: { Revision: expect.stringMatching(/^\d+$/) } });
  const status = await customer.deploy(stack, { ...properties, ...update?.parameters });
  expect(status).toBe('UPDATE_COMPLETE');
}

/**
 * A test for each breakage: the integration is deployed by the provider and broken; the validator finds it by the check
 * that is meant to, with the cause; somebody carries out what that check says, and the next run is healthy.
 *
 * @param prepare what the account has before the integration is deployed
 */
export function itFinds(
  customer: () => CustomerAccount,
  breakages: readonly Breakage[],
  prepare: (account: CustomerAccount) => unknown = () => undefined,
): void {
  it.each(breakages.map((breakage) => [breakage.name, breakage] as const))('%s', async (_, breakage) => {
    const account = customer();
    account.reset();
    await prepare(account);
    const { foundBy, status, besides = {}, properties = {} } = breakage;
    const stack = account.stack();
    expect(await account.deploy(stack, properties)).toBe('CREATE_COMPLETE');
    await breakage.breakIt(account);

    const broken = onlyReport(await validate(account));

    expect(findings(broken)).toEqual({ [foundBy]: status, ...besides });
    const { summary, evidence, remedy } = check(broken, foundBy);
    for (const text of breakage.says) expect([summary, ...evidence].join('\n')).toContain(text);

    const repair = breakage.repair ?? (() => carryOut(account.iam, remedy));
    await repair({ customer: account, stack, remedy, report: broken, properties });
    const repaired = onlyReport(await validate(account));

    expect(findings(repaired)).toEqual({});
    expect(repaired.status).toBe('healthy');
    expect(repaired.drift).toEqual([]);
  });
}
