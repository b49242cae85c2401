import { isRoleAuth } from './account-attributes';
import { presentRegistration, type Registration } from './registration';

/** A registration as the API shows it, without what differs between two runs that came to the same end. */
export type RegistrationDigest = Readonly<Record<string, unknown>> & {
  readonly aws_account_id: string;
  /** Empty where it is registered with access keys. */
  readonly roleName: string;
};

export function digestOf(registration: Registration): RegistrationDigest {
  const { auth_config: auth, aws_account_id } = registration.attributes;
  const { created_at, modified_at, auth_config, ...settings } = presentRegistration(
    registration,
    'nothing',
  ).attributes;
  return sorted({ ...settings, aws_account_id, roleName: isRoleAuth(auth) ? auth.role_name : '' });
}

/** No list of a registration has an order that means anything. */
function sorted<Value>(value: Value): Value {
  const text = JSON.stringify(value, (_, part: unknown) =>
    Array.isArray(part)
      ? [...part].sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1))
      : part,
  );
  return JSON.parse(text);
}
