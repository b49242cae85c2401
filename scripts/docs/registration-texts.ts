import type { RegistrationAttributeName } from '../../src/provider/registration/attributes';
import type { PropertyText } from './property-texts';
import type { RegistrationRuleName } from './registration-rules';

const UPDATE = 'update';
const KNOWN_NAMESPACES =
  'names that Datadog knows, such as `AWS/EC2`; it is asked before anything is changed';
const KNOWN_SOURCES = 'names that Datadog knows, such as `s3`; it is asked before anything is changed';

export const registrationTexts: Readonly<Record<RegistrationRuleName, PropertyText>> = {
  DatadogSite: {
    summary: 'The Datadog site, by its host or a short name: that of the keys.',
    rule: 'it has to offer role delegation in the partition of the stack; letter case does not matter to the resource, and does to the schema',
    change: 'refused: a registration does not move between sites',
  },
  RoleName: {
    summary:
      'Name of the role by which Datadog comes, with its path where it has one (`team/DatadogIntegrationRole`). The role need not be there yet.',
    rule: 'a path of up to 510 ASCII characters, and a name of 1 to 64 letters, digits and `_+=,.@-`',
    change: UPDATE,
  },
  AccountTags: {
    summary: 'Tags that Datadog puts on all metrics and hosts of the account, such as `env:prod`.',
    change: UPDATE,
  },
  Regions: {
    summary: 'Regions that Datadog comes to. Those of the role are the same list, in its own property.',
    rule: "of the stack's partition",
    change: UPDATE,
  },
  'Metrics.Enabled': { summary: 'Whether metrics are collected at all.', change: UPDATE },
  'Metrics.AutomuteEnabled': {
    summary: 'Whether monitors of EC2 instances that are shut down on purpose are muted.',
    change: UPDATE,
  },
  'Metrics.CollectCustomMetrics': {
    summary: 'Whether custom metrics of CloudWatch are collected.',
    change: UPDATE,
  },
  'Metrics.CollectCloudWatchAlarms': {
    summary: 'Whether alarms of CloudWatch become events.',
    change: UPDATE,
  },
  'Metrics.NamespaceFilters': {
    summary: 'Namespaces of CloudWatch whose metrics are collected, or all but those.',
    rule: KNOWN_NAMESPACES,
    change: UPDATE,
  },
  'Metrics.TagFilters': {
    summary:
      'For a namespace, tags of AWS that a resource has to have: `{Namespace: AWS/EC2, Tags: [env:prod]}`.',
    rule: KNOWN_NAMESPACES,
    change: UPDATE,
  },
  'Metrics.MetricNameFilters': {
    summary:
      'For a namespace, the metrics that are collected, or all but those: `{Namespace: AWS/EC2, IncludeOnly: [aws.ec2.cpu*]}`.',
    rule: KNOWN_NAMESPACES,
    change: UPDATE,
  },
  'Resources.ExtendedCollection': {
    summary: 'Whether Datadog collects resources beside metrics; the role needs `ResourceCollection` for it.',
    change: UPDATE,
  },
  'Resources.CloudSecurityPostureManagement': {
    summary: 'Whether Cloud Security scans the resources.',
    rule: 'not `true` where `Resources.ExtendedCollection` is `false`',
    change: UPDATE,
  },
  'Traces.XRayServices': { summary: 'Services of X-Ray whose traces are collected.', change: UPDATE },
  'Logs.Lambdas': {
    summary: "ARNs of Datadog's forwarder functions, for automatic subscription of log sources.",
    change: UPDATE,
  },
  'Logs.Sources': {
    summary: 'Services whose logs are sent to the forwarder automatically.',
    rule: KNOWN_SOURCES,
    change: UPDATE,
  },
  'Logs.TagFilters': {
    summary: 'For a source, tags of AWS that a resource has to have: `{Source: s3, Tags: [env:prod]}`.',
    rule: KNOWN_SOURCES,
    change: UPDATE,
  },
  ExistingRegistration: {
    summary:
      'What to do where the account is registered already, and not by this resource. `Adopt` takes the entry over; a delete hands it back as it was found, and never removes it.',
    change: 'update; it counts where this resource has no registration yet, or none any more',
  },
  Revision: {
    summary: 'Any text: another one has the registration put right, as far as properties say what is right.',
    default: 'none',
    change: 'update, of what is not as it should be',
  },
  Release: {
    summary:
      'The release of the template. `npm run package` writes it; leave it out of templates of your own.',
    default: 'none',
    rule: "`VERSION+DIGEST`; the version has to be the function's",
    change: 'update, of what the new release makes otherwise',
  },
};

export const registrationAttributeTexts: Readonly<Record<RegistrationAttributeName, string>> = {
  ExternalId: "the external id that Datadog has issued for the account: the role's `ExternalId`",
  AccountConfigId: "the id of the account's entry in Datadog, by which its API knows it",
  DatadogSite: 'host of the Datadog site',
  RoleName: 'what Datadog has as AWS Role Name: the path without the leading `/`, and the name',
};
