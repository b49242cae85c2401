import * as v from 'valibot';
import { asSentence, cut, visible } from '../runtime/text';
import { UserError } from '../runtime/user-error';

/** What an error is about: `POST /api/v2/integration/aws/accounts` at a site. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly site: string;
}

/** One entry of `errors` in an answer of Datadog's. */
export interface ApiProblem {
  readonly title: string;
  readonly detail: string | undefined;
}

const MAX_CHARACTERS = 300;

/** Datadog's API refused a request, or gave no answer that can be read. The message is one sentence, with nothing of any key. */
export class DatadogApiError extends UserError {
  override readonly name: string = 'DatadogApiError';

  constructor(
    readonly asked: Asked,
    said: string,
    /** Of the HTTP answer; undefined when there was none. */
    readonly status: number | undefined,
    readonly problems: readonly ApiProblem[] = [],
    options?: ErrorOptions,
    /** Whether an HTML page stood in the place of JSON: then it is not Datadog that has answered. */
    readonly isPage = false,
  ) {
    super(`Datadog's API at ${asked.site} ${said}`, options);
  }
}

/** Too many requests: https://docs.datadoghq.com/api/latest/rate-limits/ */
export class RateLimited extends DatadogApiError {
  override readonly name = 'DatadogRateLimited';

  constructor(
    asked: Asked,
    /** Milliseconds until requests are taken again, as Datadog says; undefined where it does not. */
    readonly resetMs: number | undefined,
  ) {
    const when = resetMs === undefined ? 'later' : `in ${Math.ceil(resetMs / 1_000)} s`;
    super(
      asked,
      `takes no more requests for now (429, for ${asked.method} ${asked.path}): repeat the operation ${when}.`,
      429,
    );
  }
}

/** No answer came: of a request that changes something it is not known whether it was carried out. */
export function unanswered(asked: Asked, cause: unknown): DatadogApiError {
  const why = cause instanceof Error ? cause.message || cause.name : String(cause);
  return new DatadogApiError(
    asked,
    `did not answer ${asked.method} ${asked.path}: ${asSentence(shown(why))} See that requests to this host get through, then repeat the operation.`,
    undefined,
    [],
    { cause },
  );
}

/**
 * The error that an answer which is no success means. Datadog's specification has `errors: string[]`, its answers have objects as
 * well, and what stands in between (a proxy, a firewall) answers with pages of its own.
 *
 * @param text the body, as it came
 */
export function refusal(asked: Asked, status: number, text: string): DatadogApiError {
  const problems = problemsIn(text);
  const what = problems.map(({ title, detail }) => (detail === undefined ? title : `${title}: ${detail}`));
  const request = `${asked.method} ${asked.path} with ${status}`;
  return new DatadogApiError(
    asked,
    what.length === 0
      ? `answered ${request} and ${describedBody(text)}.${wayOut(status)}`
      : `answered ${request}: ${asSentence(what.join('; '))}${wayOut(status)}`,
    status,
    problems,
    undefined,
    isPage(text),
  );
}

/** https://status.datadoghq.com is Datadog's own page of its outages. */
function wayOut(status: number): string {
  return status >= 500
    ? ' Repeat the operation when Datadog has recovered (https://status.datadoghq.com).'
    : '';
}

/** A success that is not what Datadog's specification says: mostly a page of something that stands in between. */
export function unreadable(asked: Asked, status: number, text: string, problem: string): DatadogApiError {
  const way = isPage(text)
    ? ' A proxy or firewall between the function and Datadog answers in its place: let it pass requests to this host.'
    : '';
  return new DatadogApiError(
    asked,
    `answered ${asked.method} ${asked.path} with ${status} and ${isPage(text) ? 'an HTML page in place of JSON' : `what cannot be read (${problem})`}.${way}`,
    status,
  );
}

/** Whether Datadog itself refused the keys, or what they may do: it answers both alike. */
export function isKeyRefusal(error: unknown): error is DatadogApiError {
  return error instanceof DatadogApiError && (error.status === 403 || error.status === 401) && !error.isPage;
}

/** Whether it cannot be told from the error if the request was carried out. */
export function isUncertain(error: unknown): boolean {
  if (!(error instanceof DatadogApiError)) return false;
  const { status } = error;
  return status === undefined || status >= 500 || status < 400 || status === 408;
}

const problemSchema = v.union([
  v.string(),
  v.object({
    title: v.optional(v.string()),
    detail: v.optional(v.string()),
    meta: v.optional(v.record(v.string(), v.unknown())),
  }),
]);
const errorsSchema = v.object({ errors: v.array(problemSchema) });

function problemsIn(text: string): ApiProblem[] {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    return [];
  }
  const { success, output } = v.safeParse(errorsSchema, content);
  if (!success) return [];
  return output.errors.map((problem) => {
    if (typeof problem === 'string') return { title: shown(problem), detail: undefined };
    const meta = Object.values(problem.meta ?? {}).filter((value) => typeof value === 'string');
    const detail = [problem.detail, ...meta].filter((part) => part !== undefined).join(', ');
    return { title: shown(problem.title ?? 'Error'), detail: detail === '' ? undefined : shown(detail) };
  });
}

function isPage(text: string): boolean {
  return /^\s*</.test(text);
}

function describedBody(text: string): string {
  if (text.trim() === '') return 'no explanation';
  return isPage(text) ? 'an HTML page in place of JSON' : 'no explanation that can be read';
}

/** What somebody else has written: on one line, and no longer than a sentence. */
function shown(text: string): string {
  return cut(visible(text.replaceAll(/\s+/g, ' ').trim()), MAX_CHARACTERS);
}
