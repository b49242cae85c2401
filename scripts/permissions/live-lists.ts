import * as v from 'valibot';
import { endpointOf } from '../../src/datadog-api/endpoint';
import { cut, visible } from '../../src/runtime/text';

/** What Datadog's API lists, by the names of the lists there. */
export interface LiveLists {
  /** Of the integration: the inline policy of the guide. */
  readonly standard: readonly string[];
  /** Of resource collection: the additional managed policies of the guide. */
  readonly resourceCollection: readonly string[];
  /** Everything, by the API's own word. */
  readonly all: readonly string[];
}

const LIMIT_MS = 30_000;
const SHOWN_CHARACTERS = 200;

/** An action or a pattern of actions: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html */
const actionSchema = v.pipe(v.string(), v.regex(/^[a-z0-9-]+:[A-Za-z0-9*?]+$/, 'is not an action of IAM'));
const actionsSchema = v.pipe(v.array(actionSchema), v.minLength(1, 'lists nothing'));

/** With `?chunked=true`, which is in no specification and which Datadog's own templates ask for, each list is in pieces. */
const answerSchema = v.object({
  data: v.object({
    type: v.literal('permissions'),
    attributes: v.object({
      permissions: v.union([
        actionsSchema,
        v.pipe(
          v.array(actionsSchema),
          v.minLength(1),
          v.transform((pieces) => pieces.flat()),
        ),
      ]),
    }),
  }),
});

/**
 * Fetches the three lists, which Datadog tells everybody: no key is needed.
 * https://docs.datadoghq.com/api/latest/aws-integration/#get-aws-integration-iam-permissions
 *
 * @param api host of the site's API
 * @param override as of `DATADOG_ENDPOINT_URL`
 * @throws Error that names the URL, and what came instead of a list of actions
 */
export async function fetchLiveLists(site: string, api: string, override?: string): Promise<LiveLists> {
  const base = endpointOf(site, api, override).url.href.replace(/\/$/, '');
  const [standard, resourceCollection, all] = await Promise.all(
    ['/standard', '/resource_collection', ''].map((list) =>
      fetchList(`${base}/api/v2/integration/aws/iam_permissions${list}`),
    ),
  );
  return { standard: standard ?? [], resourceCollection: resourceCollection ?? [], all: all ?? [] };
}

async function fetchList(url: string): Promise<readonly string[]> {
  const answer = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(LIMIT_MS) }).catch(
    (cause: unknown) => {
      throw new Error(`${url} could not be fetched; is it reachable from here?`, { cause });
    },
  );
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${shown(text)}`);
  return actionsIn(url, text);
}

/** @throws Error */
export function actionsIn(url: string, text: string): readonly string[] {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    throw new Error(`${url} did not answer with JSON: ${shown(text)}`);
  }
  const { success, output, issues } = v.safeParse(answerSchema, content);
  if (success) return [...new Set(output.data.attributes.permissions)].sort();
  const [issue] = issues;
  const path = v.getDotPath(issue);
  throw new Error(
    `${url} did not answer with a list of actions (${path === null ? '' : `${path}: `}${issue.message}): ${shown(text)}`,
  );
}

function shown(text: string): string {
  return visible(cut(text, SHOWN_CHARACTERS));
}
