import type { RoleSnapshot } from '../../sandbox/snapshot';
import type { DatadogKeys } from '../../support/customer-account';
import type { Snapshot } from '../snapshot';
import type { Delivery } from '../trial';
import type { Violations } from './violation';

/** Parts of a presigned URL's query that let the bearer write to it. */
const SECRET_PARAMETERS = ['X-Amz-Signature', 'X-Amz-Credential'];

/** Shorter ones are parts of words: `ab`. Datadog's have 32. */
const UNMISTAKABLE_CHARACTERS = 12;

/**
 * What must be shown to nobody is in no log line, error or reply, and nothing of it is kept in the account. An external
 * id stands whole in trust policies, in the record and what is kept of an adopted role, and in the resource's attribute;
 * nowhere else, not even when it is refused, or of an event that is.
 */
export function secretViolations(
  deliveries: readonly Delivery[],
  after: Snapshot,
  keys: DatadogKeys,
): Violations {
  const said = deliveries.flatMap(({ invocation }) =>
    invocation.attempts.flatMap(({ logs, error, value }) => [...logs, JSON.stringify({ error, value })]),
  );
  const replied = deliveries.flatMap(({ puts }) => puts.map(({ body }) => body));
  const secrets = deliveries.flatMap(({ request }) => secretsIn(new URL(request.ResponseURL)));
  const everything = [...said, ...replied, JSON.stringify(after)].join('\n');
  const shown = [...said, ...replied.map(withoutAttribute), JSON.stringify(withoutItsPlaces(after))].join(
    '\n',
  );
  return [
    ...secrets.filter((secret) => everything.includes(secret)).map(() => 'a ResponseURL was given away'),
    ...Object.entries(keys).flatMap(([name, key]) =>
      everything.includes(key) ? [`Datadog’s key ${name} was given away`] : [],
    ),
    ...[...externalIdsOf(deliveries), ...registeredIdsOf(after)]
      .filter((id) => shown.includes(id))
      .map((id) => `the external id ${id} was shown whole`),
  ];
}

function secretsIn({ searchParams }: URL): string[] {
  return SECRET_PARAMETERS.map((name) => searchParams.get(name) ?? '').filter((value) => value !== '');
}

/** Of all events, refused ones among them. */
function externalIdsOf(deliveries: readonly Delivery[]): readonly string[] {
  const ids = deliveries.flatMap(({ request }) => [
    request.ResourceProperties?.['ExternalId'],
    'OldResourceProperties' in request ? request.OldResourceProperties?.['ExternalId'] : undefined,
  ]);
  const unmistakable = ids.filter(
    (id): id is string => typeof id === 'string' && id.length >= UNMISTAKABLE_CHARACTERS,
  );
  return [...new Set(unmistakable)];
}

/** Those that Datadog has issued. */
function registeredIdsOf({ registrations }: Snapshot): readonly string[] {
  return registrations.flatMap(({ attributes: { auth_config: auth } }) =>
    'external_id' in auth ? [auth.external_id] : [],
  );
}

function withoutAttribute(body: string): string {
  const { Data: { ExternalId: _, ...data } = {}, ...reply } = JSON.parse(body === '' ? '{}' : body);
  return JSON.stringify({ ...reply, Data: data });
}

/** The account without the places that need the external id. */
function withoutItsPlaces({ roles, parameters, registrations: _, ...others }: Snapshot): object {
  const withoutTrust = ({ trust: _, ...role }: RoleSnapshot) => role;
  return {
    ...others,
    roles: Object.entries(roles).map(([name, role]) => [name, withoutTrust(role)]),
    parameters: Object.values(parameters).flatMap((stored) =>
      Object.entries(stored).filter(([name]) => name.endsWith('/status')),
    ),
  };
}
