import type { RegisteredAccount } from '../../datadog-api/account';
import { show } from '../../runtime/text';
import { UserError } from '../../runtime/user-error';

/** The provider has no keys to Datadog; nothing has been changed. */
export class KeysNotConfigured extends UserError {
  override readonly name = 'KeysNotConfigured';

  constructor() {
    super(
      'This provider has no keys to Datadog, and nothing has been changed: put an API key and an application key into a secret of Secrets Manager in this account and region, as {"DD_API_KEY": "...", "DD_APP_KEY": "..."}, and set DatadogKeysSecretArn of the provider’s stack to its ARN.',
    );
  }
}

/** The provider has no keys to Datadog any more, with which it could delete a registration or hand it back; nothing has been changed. */
export class RegistrationOutOfReach extends UserError {
  override readonly name = 'RegistrationOutOfReach';

  constructor(configId: string, site: string, parameterName: string) {
    super(
      `This provider has no keys to Datadog any more, and the registration ${configId} at ${site} stays as it is, on record in the SSM parameter ${parameterName}. Keep it by hand, or delete it in Datadog, on the AWS integration page. Where the same stack gets DatadogKeysSecretArn again, it takes over what it had made.`,
    );
  }
}

/** Datadog does not take the keys; nothing has been changed. */
export class KeysRefused extends UserError {
  override readonly name = 'KeysRefused';
}

/** The application key may not do what is needed. */
export class PermissionMissing extends UserError {
  override readonly name = 'PermissionMissing';
}

/** The account is registered in Datadog already, and not by this resource; nothing has been changed. */
export class RegistrationOwnedByOthers extends UserError {
  override readonly name = 'RegistrationOwnedByOthers';

  constructor(accountId: string, site: string, accounts: readonly RegisteredAccount[], detail = '') {
    super(
      `The account ${accountId} is registered at ${site} already, ${accounts.map(describeRegistration).join(' and ')}, and not by this resource; it has been left as it is.${detail} Set ExistingRegistration to Adopt to take it over (it is handed back as found on delete), or remove it in Datadog.`,
    );
  }
}

/** A registration cannot be adopted, for the reason that the message gives; nothing has been changed. */
export class RegistrationNotAdoptable extends UserError {
  override readonly name = 'RegistrationNotAdoptable';
}

/** Nothing proves that the registration is this resource's; nothing has been changed. */
export class RegistrationUnproven extends UserError {
  override readonly name = 'RegistrationUnproven';

  constructor(configId: string, parameterName: string) {
    super(
      `Whether the registration ${configId} is this resource's cannot be told, and it has been left as it is: neither CloudFormation says that the stack has it, nor the SSM parameter ${parameterName}. Allow the provider’s role cloudformation:DescribeStackResources, and repeat the operation.`,
    );
  }
}

/** Datadog has a site's keys here, and another site is asked for; nothing has been changed. */
export class SiteChanged extends UserError {
  override readonly name = 'SiteChanged';

  constructor(before: string, after: string) {
    super(
      `DatadogSite is ${show(after)} and was ${show(before)}; nothing has been changed. A registration does not move between sites, and a provider has the keys of one: remove the registration in one update, then exchange the secret’s keys, and add it again with the other site.`,
    );
  }
}

/** Datadog does not show the external id, without which there is no role. */
export class ExternalIdNotShown extends UserError {
  override readonly name = 'ExternalIdNotShown';

  constructor(configId: string, site: string) {
    super(
      `The account is registered at ${site} (${configId}), and Datadog's answer has no external id. See on the AWS integration page in Datadog whether the account is there with a role, then repeat the operation.`,
    );
  }
}

/** Somebody keeps changing the registration. */
export class RegistrationContested extends UserError {
  override readonly name = 'RegistrationContested';

  constructor(configId: string, names: readonly string[]) {
    super(
      `The registration ${configId} does not stay as it is set: ${names.join(', ')} differ again after each change. Find out who else manages it (Terraform, a script, Datadog’s own template), then repeat the operation.`,
    );
  }
}

/** The registration was removed while it was being changed. */
export class RegistrationGone extends UserError {
  override readonly name = 'RegistrationGone';

  constructor(configId: string) {
    super(
      `The registration ${configId} was removed in Datadog while it was being changed. Repeat the operation: it is made anew where nobody else has registered the account.`,
    );
  }
}

/** Datadog still has the registration, though it said that it deleted it. */
export class RegistrationNotDeleted extends UserError {
  override readonly name = 'RegistrationNotDeleted';

  constructor(configId: string, site: string) {
    super(
      `The registration ${configId} is still there, though ${site} said that it was deleted. Repeat the operation, or delete it in Datadog.`,
    );
  }
}

/** Of a registration, what people know it by. */
export function describeRegistration({ id, attributes }: RegisteredAccount): string {
  const { role_name: roleName, access_key_id: accessKeyId } = attributes.auth_config;
  const by =
    typeof roleName === 'string'
      ? `with the role ${show(roleName)}`
      : typeof accessKeyId === 'string'
        ? 'with access keys'
        : 'without a role';
  return `${by} (${show(id)})`;
}
