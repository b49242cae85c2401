import { clientSettings } from '../../src/aws/clients';
import { createValidatorClients, type ValidatorClients } from '../../src/aws/validator-clients';
import { publishedPermissionSets } from '../../src/datadog/permission-sets';
import type { Report } from '../../src/report/report';
import { startDeadline } from '../../src/runtime/deadline';
import { createLogger } from '../../src/runtime/log';
import { createSecrets } from '../../src/runtime/secrets';
import { askAccount } from '../../src/validation/gather/account';
import { runValidator } from '../../src/validation/run';
import { targetOfValues } from '../../src/validation/target';
import { validateTarget } from '../../src/validation/validate-target';
import { idleClock } from './idle-clock';
import { ACCOUNT, EXTERNAL_ID, HOME, ROLE, VALIDATOR_ARN } from './places';
import type { Situation } from './situation';
import { credentialsOf, type TruthWorld } from './world';

/** What the validator says of a situation; null where it says that it cannot say anything. */
export interface Said {
  readonly report: Report | null;
  readonly error: string;
}

const RUN_MS = 60_000;

/** Runs the validator where the situation has it run: as the deployed function, or on somebody's laptop. */
export async function validated(world: TruthWorld, situation: Situation): Promise<Said> {
  const { accessKeyId, secretAccessKey, sessionToken } = credentialsOf(world, situation);
  const environment = {
    AWS_ENDPOINT_URL: world.sandbox.endpoint,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
    AWS_REGION: HOME,
  };
  const before = Object.fromEntries(Object.keys(environment).map((name) => [name, process.env[name]]));
  Object.assign(process.env, environment);
  for (const { effect, ...match } of situation.weather.faults)
    world.sandbox.faults.add({
      match,
      effect: effect === 'serverError' ? { type: effect, status: 503 } : { type: effect },
    });
  const clock = idleClock(world);
  const common = clientSettings();
  try {
    const clients = createValidatorClients(HOME, common);
    return { report: await reportOn(situation, clients, clock), error: '' };
  } catch (error) {
    return {
      report: null,
      error: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
    };
  } finally {
    clock.stop();
    // The next situation has other credentials, and so other clients: connections that nobody closes are kept alive.
    common.requestHandler.destroy();
    world.sandbox.faults.clear();
    for (const [name, value] of Object.entries(before))
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
  }
}

async function reportOn(
  { origin, vantage, permissions }: Situation,
  clients: ValidatorClients,
  clock: ReturnType<typeof idleClock>,
): Promise<Report> {
  const isDeployed = vantage === 'function';
  const settings = {
    clients,
    region: HOME,
    permissionSets: publishedPermissionSets,
    selfTestPrincipals: isDeployed ? [VALIDATOR_ARN] : [],
  };
  const log = createLogger(() => undefined, createSecrets());
  const random = () => 0.5;
  if (origin === 'by hand') {
    const context = { clock, random, log, deadline: startDeadline(clock, RUN_MS, 0) };
    const account = askAccount(settings, context);
    const values = { RoleName: ROLE, ExternalId: EXTERNAL_ID, Permissions: permissions };
    const target = targetOfValues(values, { partition: 'aws', accountId: ACCOUNT });
    try {
      return await validateTarget(settings, target, account, context);
    } finally {
      context.deadline.stop();
    }
  }
  const run = {
    settings,
    leavesOthers: isDeployed,
    publish: async () => undefined,
    clock,
    random,
    log,
    remainingMs: RUN_MS,
  };
  const [report, ...others] = await runValidator(run, { roleName: undefined });
  if (report === undefined || others.length > 0) throw new Error(`${others.length} reports`);
  return report;
}
