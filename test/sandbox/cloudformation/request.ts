/** A property as a template declares it, intrinsic functions resolved. */
export type TemplateValue =
  | string
  | number
  | boolean
  | readonly TemplateValue[]
  | { readonly [name: string]: TemplateValue };

/** A property as a custom resource receives it. */
export type PropertyValue = string | readonly PropertyValue[] | { readonly [name: string]: PropertyValue };
export type Properties = Readonly<Record<string, PropertyValue>>;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-requests.html */
export interface CustomResourceRequest {
  readonly RequestType: 'Create' | 'Update' | 'Delete';
  readonly ServiceToken: string;
  readonly ResponseURL: string;
  readonly StackId: string;
  readonly RequestId: string;
  readonly LogicalResourceId: string;
  /** In Update and Delete only. */
  readonly PhysicalResourceId?: string;
  readonly ResourceType: string;
  readonly ResourceProperties: Properties;
  /** In Update only. */
  readonly OldResourceProperties?: Properties;
}

/**
 * What CloudFormation makes of a property: every scalar becomes a string, lists and maps stay
 * (https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/1037).
 */
function asSent(value: TemplateValue): PropertyValue {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return String(value);
  // `isArray` does not narrow a readonly array away from a map: the map comes second.
  if (isList(value)) return value.map(asSent);
  return allAsSent(value);
}

/** `asSent` for each property: what `ResourceProperties` holds. */
export function allAsSent(properties: Readonly<Record<string, TemplateValue>>): Properties {
  return Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, asSent(value)]));
}

function isList(value: TemplateValue): value is readonly TemplateValue[] {
  return Array.isArray(value);
}
