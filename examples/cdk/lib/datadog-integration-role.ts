import { CustomResource, Duration, Fn, type ITaggableV2, Lazy, TagManager, TagType } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import {
  type AttributeName,
  cloudFormationProperties,
  type DatadogIntegrationProperties,
  PROVIDER_EXPORT,
  RESOURCE_TYPE,
} from './properties';

/** CloudFormation's limit for one change of the role; the provider needs seconds. */
const SERVICE_TIMEOUT = Duration.minutes(10);

export interface DatadogIntegrationRoleProps extends DatadogIntegrationProperties {
  /** ARN of the provider. Default: what the stack of `account.yaml` exports in this account and region. */
  readonly serviceToken?: string;
}

/** Datadog's integration role. `Tags.of(...)` of it and of all that it is in reaches the role, as with any role of CDK. */
export class DatadogIntegrationRole extends Construct implements ITaggableV2 {
  readonly cdkTagManager: TagManager;
  /** `Ref`. */
  readonly roleName: string;
  readonly roleArn: string;
  /** What to enter as AWS Role Name in Datadog. */
  readonly datadogRoleName: string;
  /** `passed`, `off`, or what went wrong when the role was tried. */
  readonly selfTestResult: string;
  readonly #resource: CustomResource;

  constructor(scope: Construct, id: string, props: DatadogIntegrationRoleProps) {
    super(scope, id);
    const { serviceToken = Fn.importValue(PROVIDER_EXPORT), ...properties } = props;
    this.cdkTagManager = new TagManager(TagType.KEY_VALUE, RESOURCE_TYPE);
    for (const [key, value] of Object.entries(properties.tags ?? {})) this.cdkTagManager.setTag(key, value);
    this.#resource = new CustomResource(this, 'Resource', {
      resourceType: RESOURCE_TYPE,
      serviceToken,
      serviceTimeout: SERVICE_TIMEOUT,
      properties: {
        ...cloudFormationProperties(properties),
        Tags: Lazy.any({ produce: () => this.#tags() }),
      },
    });
    this.roleName = this.#resource.ref;
    this.roleArn = this.attribute('Arn');
    this.datadogRoleName = this.attribute('DatadogRoleName');
    this.selfTestResult = this.attribute('SelfTestResult');
  }

  /** What `Fn::GetAtt` gives, as a token. */
  attribute(name: AttributeName): string {
    return this.#resource.getAttString(name);
  }

  /** Known only when the app is synthesized. */
  #tags(): readonly { readonly Key: string; readonly Value: string }[] | undefined {
    const tags = Object.entries(this.cdkTagManager.tagValues()).map(([Key, Value]) => ({ Key, Value }));
    return tags.length === 0 ? undefined : tags;
  }
}
