import type { Parameters } from '../parameters';
import type { Call, OperationTable, ResultFields } from '../service';
import type { LogGroup, MetricFilter, MetricTransformation } from './log-group';
import { groupNameIn, groupsOf, logsPermission, notFound, requiredGroup } from './lookup';
import { logsPage } from './page';

const MAX_FILTERS = 50;

/** Metric filters are kept, and not applied: no metric comes of them. */
export const METRIC_FILTER_OPERATIONS: OperationTable = {
  PutMetricFilter: {
    write: true,
    required: ['logGroupName', 'filterName', 'filterPattern', 'metricTransformations'],
    permissions: (call) => [logsPermission(call, 'PutMetricFilter')],
    run: (call) => {
      const filter = sentFilter(call);
      requiredGroup(call).metricFilters.set(filter.name, filter);
      return {};
    },
  },
  DeleteMetricFilter: {
    write: true,
    required: ['logGroupName', 'filterName'],
    permissions: (call) => [logsPermission(call, 'DeleteMetricFilter')],
    run: (call) => {
      const { metricFilters } = requiredGroup(call);
      if (!metricFilters.delete(call.parameters.requiredText('filterName'))) throw notFound('metric filter');
      return {};
    },
  },
  DescribeMetricFilters: {
    write: false,
    permissions: (call) => [logsPermission(call, 'DescribeMetricFilters')],
    run: describeMetricFilters,
  },
};

function sentFilter({ parameters, now }: Call): MetricFilter {
  const transformations = parameters.records('metricTransformations');
  if (transformations.length !== 1)
    throw parameters.invalid([
      "Value at 'metricTransformations' failed to satisfy constraint: Member must have length " +
        (transformations.length === 0 ? 'greater than or equal to 1' : 'less than or equal to 1'),
    ]);
  return {
    name: parameters.requiredText('filterName'),
    createdAt: now,
    pattern: parameters.requiredText('filterPattern'),
    transformations: transformations.map(transformationOf),
  };
}

function transformationOf(sent: Parameters): MetricTransformation {
  const dimensions = sent.dictionary('dimensions');
  return {
    metricName: sent.requiredText('metricName'),
    metricNamespace: sent.requiredText('metricNamespace'),
    metricValue: sent.requiredText('metricValue'),
    defaultValue: sent.number('defaultValue'),
    dimensions: dimensions.size === 0 ? undefined : dimensions,
    unit: sent.text('unit'),
  };
}

function describeMetricFilters(call: Call): ResultFields {
  const { parameters } = call;
  const groups = groupNameIn(parameters) === undefined ? [...groupsOf(call).values()] : [requiredGroup(call)];
  const prefix = parameters.text('filterNamePrefix') ?? '';
  const metric = [parameters.text('metricName'), parameters.text('metricNamespace')] as const;
  const filters = groups
    .flatMap((group) => [...group.metricFilters.values()].map((filter) => [group, filter] as const))
    .filter(([, { name, transformations }]) => name.startsWith(prefix) && feeds(transformations, metric))
    .sort(([, one], [, other]) => (one.name < other.name ? -1 : 1));
  const { items, next } = logsPage(call, filters, MAX_FILTERS);
  return { metricFilters: items.map(([group, filter]) => showFilter(group, filter)), nextToken: next };
}

function feeds(
  transformations: readonly MetricTransformation[],
  [name, namespace]: readonly [string | undefined, string | undefined],
): boolean {
  return transformations.some(
    ({ metricName, metricNamespace }) =>
      metricName === (name ?? metricName) && metricNamespace === (namespace ?? metricNamespace),
  );
}

function showFilter(
  group: LogGroup,
  { name, createdAt, pattern, transformations }: MetricFilter,
): ResultFields {
  return {
    filterName: name,
    filterPattern: pattern,
    metricTransformations: transformations.map((transformation) => ({ ...transformation })),
    creationTime: createdAt,
    logGroupName: group.name,
    applyOnTransformedLogs: false,
  };
}
