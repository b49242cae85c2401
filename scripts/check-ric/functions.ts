import { join } from 'node:path';
import {
  type CustomerAccount,
  LOGICAL_ID,
  openCustomerAccount,
  RESOURCE_TYPE,
  ROLE,
} from '../../test/support/customer-account';
import { declaredProperties, REGION } from '../../test/support/declared-integration';
import { type FunctionId, functionEnvironment } from '../../test/support/installed-function';
import { requiredResource } from '../../test/support/installed-provider';
import { root } from '../build/bundles';
import type { Tally } from '../counted-checks/tally';
import { type RicFunction, type RicSettings, startRicFunction } from './ric-function';

/** So long a stack waits for a runtime that has ended. */
const SERVICE_TIMEOUT_SECONDS = 60;

type Runtime = Pick<RicSettings, 'node' | 'ric' | 'folder'>;

const ZIPS: Readonly<Record<FunctionId, string>> = {
  Provider: 'custom-resource.zip',
  Validator: 'validator.zip',
};

/** Lives through a stack with an integration, whose functions AWS's runtime runs: each has to come to its reply. */
export async function checkFunctions(runtime: Runtime, tally: Tally): Promise<void> {
  const customer = await openCustomerAccount();
  const functions: RicFunction[] = [];
  const start = async (id: FunctionId) => {
    const started = await startRicFunction(settingsOf(id, customer, runtime));
    functions.push(started);
    return started;
  };
  try {
    const provider = await start('Provider');
    const stack = customer.stack();
    const properties = declaredProperties(customer, {});
    const deployed = await stack.deploy({
      resources: {
        [LOGICAL_ID]: {
          type: RESOURCE_TYPE,
          serviceToken: provider,
          properties,
          serviceTimeoutSeconds: SERVICE_TIMEOUT_SECONDS,
        },
      },
    });
    const reasons = stack.events.map(({ reason }) => reason ?? '').join(' ');
    tally.check('Create: CREATE_COMPLETE', deployed === 'CREATE_COMPLETE', `${deployed} ${reasons}`);
    tally.check('Create: one reply', stack.replies().length === 1, String(stack.replies().length));

    const [attempt] = (await (await start('Validator')).invoke({})).attempts;
    const reports: unknown = attempt?.value;
    const [report] = Array.isArray(reports) ? reports : [];
    const regions: readonly { readonly status: string }[] = report?.regions ?? [];
    const worked = report?.roleName === ROLE && regions.every(({ status }) => status === 'ok');
    tally.check(
      'the validator returns a report: it has assumed the role in every region',
      worked && regions.length > 0,
      JSON.stringify(attempt).slice(0, 2_000),
    );

    const deleted = await stack.delete();
    tally.check('Delete: DELETE_COMPLETE', deleted === 'DELETE_COMPLETE', deleted);
    tally.check('Delete: the role is gone', customer.account.digest().roles[ROLE] === undefined);
  } finally {
    await Promise.all(functions.map((started) => started.close()));
    await customer.close();
  }
}

function settingsOf(id: FunctionId, customer: CustomerAccount, runtime: Runtime): RicSettings {
  const { account, declared, sandbox } = customer;
  const installed = { Provider: customer.provider, Validator: customer.validator }[id];
  const { properties } = requiredResource(declared, id);
  const roleName = String(properties['Role']).split('/').at(-1) ?? '';
  const credentials = account.credentialsOf(roleName, installed.arn.split(':').at(-1), installed.arn);
  return {
    ...runtime,
    folder: join(runtime.folder, id),
    zip: join(root, 'dist', ZIPS[id]),
    arn: installed.arn,
    timeoutMs: Number(properties['Timeout']) * 1_000,
    environment: {
      ...functionEnvironment(declared, id),
      AWS_REGION: REGION,
      AWS_ENDPOINT_URL: sandbox.endpoint,
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
      AWS_SESSION_TOKEN: credentials.sessionToken,
    },
  };
}
