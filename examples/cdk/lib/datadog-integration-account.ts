import { CustomResource, Duration, Fn } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import {
  ACCOUNT_RESOURCE_TYPE,
  type AccountAttributeName,
  accountProperties,
  type DatadogAccountProperties,
} from './account-properties';
import { PROVIDER_EXPORT } from './properties';

/** CloudFormation's limit for one change of the registration; the provider needs seconds. */
const SERVICE_TIMEOUT = Duration.minutes(10);

export interface DatadogIntegrationAccountProps extends DatadogAccountProperties {
  /** ARN of the provider, which has to have Datadog's keys. Default: what the stack of `account.yaml` exports in this account and region. */
  readonly serviceToken?: string;
}

/** The account's entry in Datadog. A `DatadogIntegrationRole` is given its `externalId`, and has the name that it is told. */
export class DatadogIntegrationAccount extends Construct {
  /** Issued by Datadog for the account. */
  readonly externalId: string;
  /** By which Datadog's API knows the entry. */
  readonly accountConfigId: string;
  readonly #resource: CustomResource;

  constructor(scope: Construct, id: string, props: DatadogIntegrationAccountProps = {}) {
    super(scope, id);
    const { serviceToken = Fn.importValue(PROVIDER_EXPORT), ...properties } = props;
    this.#resource = new CustomResource(this, 'Resource', {
      resourceType: ACCOUNT_RESOURCE_TYPE,
      serviceToken,
      serviceTimeout: SERVICE_TIMEOUT,
      properties: accountProperties(properties),
    });
    this.externalId = this.attribute('ExternalId');
    this.accountConfigId = this.attribute('AccountConfigId');
  }

  /** What `Fn::GetAtt` gives, as a token. */
  attribute(name: AccountAttributeName): string {
    return this.#resource.getAttString(name);
  }
}
