import { denialText } from './authorize/decision';
import { AwsError } from './aws-error';
import type { CallFacts } from './journal';
import type { Service } from './service';

/** Which calls a fault befalls: all that are given must agree. */
export interface FaultMatch {
  /** As in the journal: `iam`, `sts`, `ssm`... or `datadog`. */
  readonly service?: string;
  readonly operation?: string;
  /** The caller's account. Datadog's calls have none. */
  readonly account?: string;
  /** Of a call of Datadog's, the site. */
  readonly region?: string;
  /** Any further condition, such as one on the parameters. */
  readonly where?: (call: CallFacts) => boolean;
  /** The first time it strikes: at the n-th call that matches, counted from 1. */
  readonly nth?: number;
}

export type FaultEffect =
  /** `resetSeconds`: of Datadog, when calls are let in again. Default 1. */
  | { readonly type: 'throttle'; readonly resetSeconds?: number }
  | { readonly type: 'serverError'; readonly status?: 500 | 503 }
  | { readonly type: 'accessDenied'; readonly message?: string }
  /** Any other error, such as ConcurrentModification. Of Datadog's, `code` is the title. */
  | { readonly type: 'error'; readonly code: string; readonly message: string; readonly status?: number }
  /** A proxy answers for the service, with 200 and its own page. Nothing is done. */
  | { readonly type: 'loginPage' }
  /** The connection breaks before the work is done. */
  | { readonly type: 'dropBefore' }
  /** The work is done and the connection breaks before the answer. */
  | { readonly type: 'dropAfter' }
  /** Nothing is done and no answer ever comes. */
  | { readonly type: 'hang' }
  | { readonly type: 'delay'; readonly ms: number }
  /** Calls back before or after the work, and waits for what it returns. */
  | {
      readonly type: 'run';
      readonly when: 'before' | 'after';
      readonly run: (call: CallFacts) => void | Promise<void>;
    };

export interface Fault {
  readonly match: FaultMatch;
  /** How many calls it befalls. Default: one when `nth` is given, otherwise every one until it is removed. */
  readonly times?: number;
  readonly effect: FaultEffect;
}

export interface FaultHandle {
  /** How many calls it has befallen. */
  strikes(): number;
  remove(): void;
}

export interface Faults {
  add(fault: Fault): FaultHandle;
  clear(): void;
}

interface PlannedFault {
  readonly fault: Fault;
  seen: number;
  struck: number;
}

export class FaultPlan implements Faults {
  #planned: PlannedFault[] = [];

  add(fault: Fault): FaultHandle {
    const planned: PlannedFault = { fault, seen: 0, struck: 0 };
    this.#planned.push(planned);
    return {
      strikes: () => planned.struck,
      remove: () => {
        this.#planned = this.#planned.filter((other) => other !== planned);
      },
    };
  }

  clear(): void {
    this.#planned = [];
  }

  /** The effects for one call, in the order in which the faults were added. */
  strike(call: CallFacts): FaultEffect[] {
    return this.#planned.filter((planned) => strikes(planned, call)).map(({ fault }) => fault.effect);
  }
}

function strikes(planned: PlannedFault, call: CallFacts): boolean {
  const { match, times } = planned.fault;
  const { nth = 1, where, ...wanted } = match;
  const agrees = (['service', 'operation', 'account', 'region'] as const).every(
    (key) => wanted[key] === undefined || wanted[key] === call[key],
  );
  if (!agrees || where?.(call) === false) return false;
  planned.seen += 1;
  const limit = times ?? (match.nth === undefined ? Number.POSITIVE_INFINITY : 1);
  if (planned.seen < nth || planned.struck >= limit) return false;
  planned.struck += 1;
  return true;
}

/** The error with which a fault answers, if it does so, as the service calls it. */
export function errorOf(
  effect: FaultEffect,
  call: CallFacts,
  service: Service | undefined,
): AwsError | undefined {
  const json = service !== undefined && service.protocol !== 'query';
  switch (effect.type) {
    case 'throttle':
      return new AwsError(json ? 'ThrottlingException' : 'Throttling', 'Rate exceeded', 400);
    case 'serverError':
      return effect.status === 503
        ? new AwsError('ServiceUnavailable', 'Service is temporarily unavailable.', 503)
        : new AwsError('InternalFailure', 'We encountered an internal error. Please try again.', 500);
    case 'accessDenied': {
      const { code, status } = service?.denial ?? { code: 'AccessDenied', status: 403 };
      const text = denialText(call.principalArn, `${call.service}:${call.operation}`, '', undefined);
      return new AwsError(code, effect.message ?? text, status);
    }
    case 'error':
      return new AwsError(effect.code, effect.message, effect.status ?? 400);
    default:
      return undefined;
  }
}
