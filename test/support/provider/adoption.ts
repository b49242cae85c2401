import { emptyAccount, type ModelAccount } from '../iam/model-iam';
import { OWNER_TAGS } from '../iam/specs';
import { foreignRole, MARK } from './roles';
import { TestBed } from './test-bed';

/** The parameters in which adopted integrations are stored. */
export const RECORD = '/datadog-integration-role/DatadogIntegrationRole';
export const ADOPTED = `${RECORD}/adopted`;

export const ADOPT = { ExistingRole: 'Adopt' };
export const OUR_TAGS = { ...OWNER_TAGS, [MARK]: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) };

/** An account with a role that somebody else has made. */
export function accountBefore(changes = {}): ModelAccount {
  return { ...emptyAccount(), role: { ...foreignRole, ...changes } };
}

/** The same after a Create that has adopted the role. */
export async function adopted(properties = {}): Promise<TestBed> {
  const testBed = new TestBed({ account: accountBefore() });
  await testBed.create({ ...ADOPT, ...properties });
  testBed.served.steps.length = 0;
  return testBed;
}

/** Gives the role these tags and no others, as somebody may. */
export function setTags(testBed: TestBed, tags: Readonly<Record<string, string>>): void {
  const { role } = testBed.account;
  testBed.served.account = { ...testBed.account, role: role && { ...role, tags } };
}

/** Takes every tag off the role, as somebody may. */
export function wipeTags(testBed: TestBed): void {
  setTags(testBed, {});
}
