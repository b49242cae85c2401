import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { createFailFastCall } from '../aws/fail-fast-call';
import { secretReader } from '../aws/secret';
import { type DatadogSite, findSite } from '../datadog/sites';
import { apiKeyOnly } from '../datadog-api/api-key-only';
import { createDatadogApi, type DatadogApi } from '../datadog-api/client';
import { createConnect } from '../datadog-api/connections';
import { postEvent, submitSeries, submitServiceChecks } from '../datadog-api/intake';
import { keysFromSecret } from '../datadog-api/secret-keys';
import type { Report } from '../report/report';
import { allSettled } from '../runtime/all-settled';
import type { RetryContext } from '../runtime/retry';
import { withTimeout } from '../runtime/with-timeout';
import { alertContent } from './alert-content';
import type { Decision } from './alert-decision';
import type { AlertPlace } from './alert-place';
import { eventOfAlert, seriesOf, serviceCheckOf } from './datadog-signals';
import type { Publisher } from './publisher';
import { type TellingClients, tellOnChange } from './tell-on-change';

export interface DatadogPublisherClients extends TellingClients {
  /** Of the secret's region. */
  readonly secrets: SecretsManagerClient;
}

export interface DatadogPublisherSettings {
  /** The secret with Datadog's keys, as `parseKeys` reads them. */
  readonly keysSecretArn: string;
  /** The site of the keys, such as `datadoghq.eu`; empty where they are for the site of every integration. */
  readonly keysSite: string;
  /** `DATADOG_ENDPOINT_URL`, as `createConnect` takes it. */
  readonly endpointOverride: string;
  readonly place: AlertPlace;
}

/** Datadog takes what it is sent within a second. Where it does not answer, the other publishers' outcome waits no longer than this. */
const LIMIT_MS = 20_000;

/**
 * Tells Datadog of every report: a service check, gauges, and an event when the status of the integration or its cause changes
 * (`tellOnChange`: what decides about alerts decides about events). It sends nothing that a mail to on-call would not say, and no
 * application key.
 *
 * An integration of another site than the keys' is passed over, and one of a site that Datadog does not have.
 */
export function createDatadogPublisher(
  clients: DatadogPublisherClients,
  settings: DatadogPublisherSettings,
): Publisher {
  const { keysSecretArn, keysSite, endpointOverride, place } = settings;
  const connect = createConnect(endpointOverride);
  const readKeys = secretReader(clients.secrets, keysSecretArn, createFailFastCall);

  function apiAt(site: string, context: RetryContext): (limited: RetryContext) => DatadogApi {
    const keys = apiKeyOnly(
      keysFromSecret(() => limitedBy(context, readKeys), `The secret ${keysSecretArn}`),
    );
    return (limited) => createDatadogApi({ ...connect(site), keys, context: limited });
  }

  return {
    name: 'datadog',
    async publish(report, context) {
      const known = siteFor(report, keysSite);
      if (known === undefined) {
        const { roleName, datadogSite } = report;
        context.log.debug('Datadog is not told: there are no keys for the site of the integration', {
          roleName,
          datadogSite,
          keysSite,
        });
        return;
      }
      const { site } = known;
      const apiWith = apiAt(site, context);
      const ask = (work: (api: DatadogApi) => Promise<void>) =>
        limitedBy(context, (limited) => work(apiWith(limited)));
      const now = alertContent({ report, since: report.generatedAt, before: null, place });
      const tell = ({ state, untold }: Decision) => {
        const content = alertContent({ report, since: state.since, before: untold.told, place });
        return ask((api) => postEvent(api, eventOfAlert(report, site, content)));
      };
      await allSettled([
        ask((api) => submitServiceChecks(api, [serviceCheckOf(report, site, now)])),
        ask((api) => submitSeries(api, seriesOf(report, site))),
        tellOnChange(clients, { address: `datadog:${site}`, isFurther: true, tell }, { report, context }),
      ]);
    },
  };
}

/**
 * Where the site of an integration cannot be told, as its record cannot be read, that of the keys is as good as any. Whatever a record
 * says, keys go to no host but Datadog's.
 */
function siteFor({ datadogSite }: Report, keysSite: string): DatadogSite | undefined {
  const own = findSite(datadogSite);
  if (keysSite === '') return own;
  const ofKeys = findSite(keysSite);
  return datadogSite === '' || own === ofKeys ? ofKeys : undefined;
}

/** Half of what is left is kept for those who go on after Datadog did not answer. */
function limitedBy<T>(context: RetryContext, work: (limited: RetryContext) => Promise<T>): Promise<T> {
  return withTimeout(context, Math.min(LIMIT_MS, context.deadline.workLeft() / 2), work);
}
