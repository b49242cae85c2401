import type { AccountSnapshot } from '../../sandbox';
import type { Delivery } from '../trial';
import type { Violations } from './violation';

/** Parts of a presigned URL's query that let the bearer write to it. */
const SECRET_PARAMETERS = ['X-Amz-Signature', 'X-Amz-Credential'];

/**
 * What must be shown to nobody is in no log line, error or reply, and nothing of it is kept in the account. The external
 * id belongs into the trust policy, the record and the attributes; but not into the log or a reason.
 */
export function secretViolations(
  deliveries: readonly Delivery[],
  after: AccountSnapshot,
  externalIds: readonly string[],
): Violations {
  const said = deliveries.flatMap(({ invocation }) =>
    invocation.attempts.flatMap(({ logs, error, value }) => [...logs, JSON.stringify({ error, value })]),
  );
  const replied = deliveries.flatMap(({ puts }) => puts.map(({ body }) => body));
  const secrets = deliveries.flatMap(({ request }) => secretsIn(new URL(request.ResponseURL)));
  const everything = [...said, ...replied, JSON.stringify(after)].join('\n');
  const logged = [...said, ...replied.map(reasonIn)].join('\n');
  return [
    ...secrets.filter((secret) => everything.includes(secret)).map(() => 'a ResponseURL was given away'),
    ...externalIds.filter((id) => logged.includes(id)).map((id) => `the external id ${id} was logged`),
  ];
}

function secretsIn({ searchParams }: URL): string[] {
  return SECRET_PARAMETERS.map((name) => searchParams.get(name) ?? '').filter((value) => value !== '');
}

function reasonIn(body: string): string {
  const { Reason = '' } = JSON.parse(body === '' ? '{}' : body);
  return String(Reason);
}
