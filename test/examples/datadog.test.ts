import {
  ACCOUNT_TAG,
  CHECKS_METRIC,
  DRIFT_METRIC,
  REGION_STATUSES,
  REGIONS_METRIC,
  ROLE_TAG,
  SERVICE_CHECK,
  SITE_TAG,
  STATUS_TAG,
} from '../../src/publish/datadog-signals';
import { example } from './examples';

const MONITORS = ['can-assume', 'drift'].map((name) => `datadog/monitors/${name}.json`);
const DASHBOARD = 'datadog/dashboard.json';
const FILES = [...MONITORS, DASHBOARD];

const NAMES = [SERVICE_CHECK, REGIONS_METRIC, CHECKS_METRIC, DRIFT_METRIC];
const TAGS = [ACCOUNT_TAG, ROLE_TAG, SITE_TAG];

/** Every name that begins as those of the project do. */
const namesIn = (text: string) => [...text.matchAll(/datadog_integration_role\.\w+/g)].map(([name]) => name);

/** Tags by which a query groups (`by {a,b}`, `.by(\"a\",\"b\")`) or selects (`{a:b}`). */
function tagsIn(text: string): string[] {
  const groups = [...text.matchAll(/by \{([^}]*)\}|\.by\(([^)]*)\)/g)].flatMap(([, braces, parentheses]) =>
    (braces ?? parentheses ?? '').split(',').map((tag) => tag.replaceAll(/[\\"]/g, '')),
  );
  const selectors = [...text.matchAll(/[{,]([a-z_]+):/g)].map(([, tag = '']) => tag);
  return [...groups, ...selectors];
}

/** Of a variable's name in a message: `{{role_name.name}}`. */
const variablesIn = (text: string) => [...text.matchAll(/\{\{(\w+)\.name\}\}/g)].map(([, tag = '']) => tag);

describe.each(FILES)('%s', (path) => {
  const text = example(path);

  test('is JSON that names only what the validator sends', () => {
    expect(() => JSON.parse(text)).not.toThrow();
    expect(namesIn(text)).not.toEqual([]);
    expect(namesIn(text).filter((name) => !NAMES.includes(name))).toEqual([]);
  });

  test('groups and selects by tags that the validator sends', () => {
    const tags = [...tagsIn(text), ...variablesIn(text)];

    expect(tags).toEqual(expect.arrayContaining([ACCOUNT_TAG, ROLE_TAG]));
    expect(tags.filter((tag) => ![...TAGS, STATUS_TAG].includes(tag))).toEqual([]);
  });
});

test('together they show everything that the validator sends', () => {
  expect(new Set(FILES.flatMap((path) => namesIn(example(path))))).toEqual(new Set(NAMES));
});

describe('the dashboard', () => {
  const { template_variables: variables } = JSON.parse(example(DASHBOARD));

  test('has a variable for each tag, and uses no other', () => {
    const used = [...example(DASHBOARD).matchAll(/\$(\w+)/g)].map(([, name]) => name);

    expect(variables.map(({ prefix }: { prefix: string }) => prefix)).toEqual(TAGS);
    expect(new Set(used)).toEqual(new Set(variables.map(({ name }: { name: string }) => name)));
  });

  test('selects regions by statuses that there are', () => {
    const statuses = [...example(DASHBOARD).matchAll(/status:([a-z-]+)/g)].map(([, status]) => status);

    expect(statuses).not.toEqual([]);
    expect(statuses.filter((status = '') => !REGION_STATUSES.includes(status))).toEqual([]);
  });
});

describe('the monitor of access', () => {
  const { query, options } = JSON.parse(example('datadog/monitors/can-assume.json'));

  test('looks at as many checks as its thresholds ask for', () => {
    const count = Number(/\.last\((\d+)\)/.exec(query)?.[1]);

    expect(count).toBeGreaterThanOrEqual(Math.max(...Object.values<number>(options.thresholds)));
  });
});

test('Terraform reads the same files', () => {
  const read = [...example('datadog/main.tf').matchAll(/\$\{path\.module\}\/([\w./-]+)/g)].map(
    ([, path]) => `datadog/${path}`,
  );

  expect(read.sort()).toEqual([...FILES].sort());
});
