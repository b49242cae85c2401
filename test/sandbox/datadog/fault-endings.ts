import type { Ending } from '../conversation';
import type { FaultEffect } from '../faults';
import { DatadogError, forbidden } from './datadog-error';
import { errorEnding } from './error-ending';

const DEFAULT_RESET_SECONDS = 1;

/**
 * The answer with which a fault strikes a call of Datadog's, if it does so.
 * Rate limits: https://docs.datadoghq.com/api/latest/rate-limits/
 */
export function faultEnding(effect: FaultEffect): Ending | undefined {
  switch (effect.type) {
    case 'throttle':
      return errorEnding(new DatadogError(429, ['Too many requests']), {
        'x-ratelimit-limit': '100',
        'x-ratelimit-period': '60',
        'x-ratelimit-remaining': '0',
        'x-ratelimit-reset': String(effect.resetSeconds ?? DEFAULT_RESET_SECONDS),
        'x-ratelimit-name': 'aws_integration',
      });
    case 'serverError':
      return htmlPage(effect.status ?? 500);
    case 'accessDenied':
      return errorEnding(
        effect.message === undefined ? forbidden() : new DatadogError(403, [effect.message]),
      );
    case 'error': {
      const { code, message, status = 400 } = effect;
      return errorEnding(
        new DatadogError(status, [{ status: String(status), title: code, detail: message }]),
      );
    }
    default:
      return undefined;
  }
}

/** What a load balancer says when nobody behind it answers: no JSON. */
function htmlPage(status: 500 | 503): Ending {
  const title = status === 503 ? '503 Service Temporarily Unavailable' : '500 Internal Server Error';
  return {
    result: String(status),
    answer: {
      status,
      headers: { 'content-type': 'text/html' },
      body: `<html>\n<head><title>${title}</title></head>\n<body><center><h1>${title}</h1></center></body>\n</html>\n`,
    },
  };
}
