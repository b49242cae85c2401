import { readSite, withoutDelegation } from '../integration/datadog-site';
import { InvalidProperties, type Properties, PropertyReader } from '../integration/property-reader';
import {
  pathProblem,
  regionProblem,
  releaseProblem,
  revisionProblem,
  roleNameProblem,
} from '../integration/property-rules';
import type { AccountScope } from '../integration/spec';
import { show } from '../runtime/text';
import { contract, MAX_ENTRIES, MAX_ENTRY_CHARACTERS, METRIC_NAME_PATTERN, propertyNames } from './contract';
import {
  type Filter,
  nameFilters,
  type Selection,
  type SettingName,
  type Settings,
  type SettingValue,
  tagFilters,
} from './settings';
import type { RegistrationSpec } from './spec';

/**
 * Turns the properties of one event into the spec of the registration.
 *
 * @param scope partition and account of the stack
 * @throws InvalidProperties with every fault, when there is one
 */
export function parseRegistrationProperties(properties: Properties, scope: AccountScope): RegistrationSpec {
  const reader = new PropertyReader(properties);
  reader.refuseUnknown(propertyNames);
  const site = readSite(reader);
  if (site !== undefined && site.accounts[scope.partition] === undefined)
    reader.fault('DatadogSite', withoutDelegation(site, scope.partition));
  const spec: RegistrationSpec = {
    partition: scope.partition,
    accountId: scope.accountId,
    datadogSite: site?.site ?? '',
    settings: {
      ...given(reader, scope),
      RoleName:
        reader.checkedString('RoleName', registeredNameProblem)?.replace(/^\//, '') ??
        contract.RoleName.default,
    },
    existingRegistration:
      reader.choice('ExistingRegistration', contract.ExistingRegistration.choices) ??
      contract.ExistingRegistration.default,
  };
  if (
    spec.settings['Resources.CloudSecurityPostureManagement'] === true &&
    spec.settings['Resources.ExtendedCollection'] === false
  )
    reader.fault(
      'Resources.CloudSecurityPostureManagement',
      'is true and Resources.ExtendedCollection is false; Datadog takes the first with the second only: set both to true, or the first to false.',
    );
  // No part of the spec: another value of them is another event, and that is all.
  reader.checkedString('Revision', revisionProblem);
  reader.checkedString('Release', releaseProblem);
  if (reader.faults.length > 0) throw new InvalidProperties(reader.faults);
  return spec;
}

/** The site that these properties name, by its host, if they name a possible one: all that a Delete needs to know. */
export function registrationSiteOf(properties: Properties): string | undefined {
  return readSite(new PropertyReader(properties))?.site;
}

/** What is wrong with a role's name as Datadog takes it, path included. */
function registeredNameProblem(value: string): string | undefined {
  if (/^\/?arn:/.test(value))
    return 'Datadog is given the name of the role, with its path where it has one, and not its ARN: leave out all up to role/.';
  const parts = value.replace(/^\//, '').split('/');
  const name = parts.pop() ?? '';
  const path = parts.length === 0 ? undefined : pathProblem(`/${parts.join('/')}/`);
  return roleNameProblem(name) ?? path;
}

/** What the properties say of settings, the role's name aside. */
function given(reader: PropertyReader, scope: AccountScope): Settings {
  const { maxEntries, maxCharacters } = contract.AccountTags;
  const tags = reader.stringList('AccountTags', maxEntries, tagProblem(maxCharacters));
  const regions = reader.stringList('Regions', contract.Regions.maxEntries, regionProblem(scope));
  const metricsRules = contract.Metrics.properties;
  const metrics = groupIn(reader, 'Metrics');
  const resources = groupIn(reader, 'Resources');
  const traces = groupIn(reader, 'Traces');
  const logs = groupIn(reader, 'Logs');
  const settings: Readonly<Record<Exclude<SettingName, 'RoleName'>, SettingValue | undefined>> = {
    AccountTags: tags.length === 0 ? undefined : tags,
    Regions: regions.length === 0 ? undefined : { include_only: regions },
    'Metrics.Enabled': metrics.boolean('Enabled'),
    'Metrics.AutomuteEnabled': metrics.boolean('AutomuteEnabled'),
    'Metrics.CollectCustomMetrics': metrics.boolean('CollectCustomMetrics'),
    'Metrics.CollectCloudWatchAlarms': metrics.boolean('CollectCloudWatchAlarms'),
    'Metrics.NamespaceFilters': selectionIn(
      metrics,
      'NamespaceFilters',
      metricsRules.NamespaceFilters.choices,
    ),
    'Metrics.TagFilters': tagFiltersIn(metrics, metricsRules.TagFilters.of),
    'Metrics.MetricNameFilters': nameFiltersIn(metrics),
    'Resources.ExtendedCollection': resources.boolean('ExtendedCollection'),
    'Resources.CloudSecurityPostureManagement': resources.boolean('CloudSecurityPostureManagement'),
    'Traces.XRayServices': selectionIn(
      traces,
      'XRayServices',
      contract.Traces.properties.XRayServices.choices,
    ),
    'Logs.Lambdas': listIn(logs, 'Lambdas'),
    'Logs.Sources': listIn(logs, 'Sources'),
    'Logs.TagFilters': tagFiltersIn(logs, contract.Logs.properties.TagFilters.of),
  };
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}

function groupIn(reader: PropertyReader, name: 'Metrics' | 'Resources' | 'Traces' | 'Logs'): PropertyReader {
  const group = reader.group(name);
  group.refuseUnknown(Object.keys(contract[name].properties));
  return group;
}

function listIn(reader: PropertyReader, name: string): readonly string[] | undefined {
  return reader.isPresent(name) ? reader.stringList(name, MAX_ENTRIES, entryProblem) : undefined;
}

type Choice = 'IncludeAll' | 'IncludeOnly' | 'ExcludeOnly';

/** An object that has one of `choices`, and nothing else. */
function selectionIn(
  reader: PropertyReader,
  name: string,
  choices: readonly Choice[],
): Selection | undefined {
  if (!reader.isPresent(name)) return undefined;
  const group = reader.group(name);
  group.refuseUnknown(choices);
  const chosen = choices.filter((choice) => group.isPresent(choice));
  const [choice] = chosen;
  if (choice === undefined || chosen.length > 1)
    return reader.fault(
      name,
      `has ${chosen.length === 0 ? 'none' : 'more than one'} of ${choices.join(' and ')}; give exactly one of them.`,
    );
  if (choice === 'IncludeAll') {
    const all = group.boolean(choice);
    if (all === false)
      return reader.fault(
        `${name}.${choice}`,
        'is false; leave it out and give IncludeOnly, which may be empty.',
      );
    return all === undefined ? undefined : { include_all: true };
  }
  const entries = group.stringList(choice, MAX_ENTRIES, entryProblem);
  return choice === 'IncludeOnly' ? { include_only: entries } : { exclude_only: entries };
}

function tagFiltersIn(reader: PropertyReader, of: 'Namespace' | 'Source'): readonly Filter[] | undefined {
  if (!reader.isPresent('TagFilters')) return undefined;
  const filters = reader.groups('TagFilters', MAX_ENTRIES).map((filter) => {
    filter.refuseUnknown([of, 'Tags']);
    if (!filter.isPresent(of))
      filter.fault(of, `is missing; name the ${of.toLowerCase()} whose tags are filtered.`);
    return {
      of: filter.checkedString(of, entryProblem),
      tags: filter.stringList('Tags', MAX_ENTRIES, entryProblem),
    };
  });
  return tagFilters(filters);
}

function nameFiltersIn(reader: PropertyReader): readonly Filter[] | undefined {
  const name = 'MetricNameFilters';
  if (!reader.isPresent(name)) return undefined;
  const { of, choices } = contract.Metrics.properties[name];
  const filters = reader.groups(name, MAX_ENTRIES).flatMap((filter) => {
    filter.refuseUnknown([of, ...choices]);
    if (!filter.isPresent(of)) filter.fault(of, 'is missing; name the namespace whose metrics are filtered.');
    const namespace = filter.checkedString(of, entryProblem);
    const chosen = choices.filter((choice) => filter.isPresent(choice));
    const [choice] = chosen;
    if (choice === undefined || chosen.length > 1) {
      filter.fault('IncludeOnly', 'or ExcludeOnly has to be given, and not both.');
      return [];
    }
    const patterns = filter.stringList(choice, MAX_ENTRIES, metricPatternProblem);
    const selection = choice === 'IncludeOnly' ? { include_only: patterns } : { exclude_only: patterns };
    return namespace === undefined ? [] : [{ namespace, ...selection }];
  });
  return nameFilters(filters);
}

function metricPatternProblem(value: string): string | undefined {
  return new RegExp(METRIC_NAME_PATTERN).test(value)
    ? undefined
    : 'a pattern of metric names is of lower-case letters, digits, ".", "_" and "*", such as aws.ec2.cpu*.';
}

function entryProblem(value: string): string | undefined {
  return lengthProblem(value, MAX_ENTRY_CHARACTERS);
}

function tagProblem(maxCharacters: number): (value: string) => string | undefined {
  return (value) =>
    value.includes(',')
      ? 'a tag has no comma: write each as an entry of its own.'
      : lengthProblem(value, maxCharacters);
}

function lengthProblem(value: string, maxCharacters: number): string | undefined {
  if (value.trim() !== value) return `it begins or ends with a blank: ${show(value.trim())} is meant.`;
  const { length } = [...value];
  return length >= 1 && length <= maxCharacters
    ? undefined
    : `it has ${length} characters; 1 to ${maxCharacters} are allowed.`;
}
