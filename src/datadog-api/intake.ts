import * as v from 'valibot';
import type { DatadogApi } from './client';

/** As Datadog counts statuses of service checks: https://docs.datadoghq.com/extend/service_checks/ */
export const CHECK_STATUS = { ok: 0, warning: 1, critical: 2, unknown: 3 } as const;

/** https://docs.datadoghq.com/api/latest/service-checks/#submit-a-service-check */
export interface ServiceCheck {
  readonly check: string;
  /**
   * Empty for what belongs to no host: that is how Datadog's own cluster checks are submitted
   * (https://docs.datadoghq.com/containers/cluster_agent/clusterchecks/).
   */
  readonly host_name: string;
  readonly status: (typeof CHECK_STATUS)[keyof typeof CHECK_STATUS];
  readonly tags: readonly string[];
  /** Datadog shows it with a warning and a critical status. */
  readonly message?: string;
  /** Seconds since 1970; at most ten minutes ago. */
  readonly timestamp?: number;
}

/** Of a service check's message: https://docs.datadoghq.com/api/latest/service-checks/ */
export const MESSAGE_CHARACTERS = 500;

/** `type` of a series whose points are values of their own times: https://docs.datadoghq.com/api/latest/metrics/#submit-metrics */
export const GAUGE = 3;

/** https://docs.datadoghq.com/api/latest/metrics/#submit-metrics */
export interface Series {
  readonly metric: string;
  readonly type: typeof GAUGE;
  /** Times in seconds since 1970, at most an hour ago. */
  readonly points: readonly { readonly timestamp: number; readonly value: number }[];
  readonly tags: readonly string[];
}

/** https://docs.datadoghq.com/api/latest/events/#post-an-event, version 1: that one takes an API key alone at the site's usual host. */
export interface DatadogEvent {
  readonly title: string;
  readonly text: string;
  readonly alert_type: 'error' | 'warning' | 'info' | 'success';
  /** Events with the same are shown as one. */
  readonly aggregation_key: string;
  readonly tags: readonly string[];
  /** Seconds since 1970. */
  readonly date_happened: number;
}

/** Of an event's text, and of its aggregation key: https://docs.datadoghq.com/api/latest/events/#post-an-event */
export const EVENT_TEXT_CHARACTERS = 4_000;
export const AGGREGATION_KEY_CHARACTERS = 100;

/** What Datadog answers says nothing that anybody needs. */
const accepted = v.unknown();

/** Needs an API key. The same check of the same time may be sent twice. @throws DatadogApiError */
export async function submitServiceChecks(api: DatadogApi, checks: readonly ServiceCheck[]): Promise<void> {
  await api.ask({ method: 'POST', path: '/api/v1/check_run', body: checks }, accepted);
}

/** Needs an API key. A point of the same time is replaced when it is sent twice. @throws DatadogApiError */
export async function submitSeries(api: DatadogApi, series: readonly Series[]): Promise<void> {
  await api.ask({ method: 'POST', path: '/api/v2/series', body: { series } }, accepted);
}

/** Needs an API key. @throws DatadogApiError */
export async function postEvent(api: DatadogApi, event: DatadogEvent): Promise<void> {
  await api.ask({ method: 'POST', path: '/api/v1/events', body: event }, accepted);
}
