import { show } from '../runtime/text';
import type { Filter, SettingName, Settings, SettingValue } from './settings';

/** Where Datadog's own names come from; asked only for what is given. */
export interface KnownNames {
  readonly namespaces: () => Promise<readonly string[]>;
  readonly logSources: () => Promise<readonly string[]>;
}

/**
 * Taken by Datadog, and not in the list as it was recorded: its own Terraform provider leaves this one out by default since August 2025
 * (https://github.com/DataDog/terraform-provider-datadog).
 */
const TAKEN_BESIDES = ['AWS/Usage'];

const NAMESPACES: readonly SettingName[] = [
  'Metrics.NamespaceFilters',
  'Metrics.TagFilters',
  'Metrics.MetricNameFilters',
];
const LOG_SOURCES: readonly SettingName[] = ['Logs.Sources', 'Logs.TagFilters'];

/** The faults of names that Datadog does not know, with those that are meant where that can be told. */
export async function unknownNames(settings: Settings, known: KnownNames): Promise<readonly string[]> {
  const [namespaces, sources] = await Promise.all([
    faultsOf(settings, NAMESPACES, 'namespace', known.namespaces),
    faultsOf(settings, LOG_SOURCES, 'log source', known.logSources),
  ]);
  return [...namespaces, ...sources];
}

async function faultsOf(
  settings: Settings,
  names: readonly SettingName[],
  what: string,
  known: () => Promise<readonly string[]>,
): Promise<readonly string[]> {
  const given = names.flatMap((name) => namesIn(settings[name]).map((value) => ({ name, value })));
  if (given.length === 0) return [];
  const all = await known();
  return given
    .filter(({ value }) => !all.includes(value) && !TAKEN_BESIDES.includes(value))
    .map(({ name, value }) => {
      const near = all.find((candidate) => letters(candidate) === letters(value));
      const way =
        near === undefined
          ? `It knows ${all.length}, such as ${all.slice(0, 5).join(', ')}.`
          : `Did you mean ${near}?`;
      return `${name} has ${show(value)}, which is no ${what} that Datadog knows. ${way}`;
    });
}

function namesIn(value: SettingValue | undefined): readonly string[] {
  if (typeof value !== 'object') return [];
  if ('include_only' in value) return value.include_only;
  if ('exclude_only' in value) return value.exclude_only;
  if ('include_all' in value) return [];
  return value.map((entry: string | Filter) => (typeof entry === 'string' ? entry : entry.of));
}

function letters(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, '')
    .replace(/^aws/, '');
}
