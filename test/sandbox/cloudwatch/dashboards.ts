import { isObject } from '../authorize/document';
import { AwsError } from '../aws-error';
import { pageOf } from '../paging';
import type { Call, OperationTable, Permission, ResultFields } from '../service';
import type { Dashboard } from './dashboard';
import { dashboardArn, dashboardsOf } from './lookup';

const MAX_DASHBOARDS = 1000;
const NAME = /^[\w-]{1,255}$/;

export const DASHBOARD_OPERATIONS: OperationTable = {
  PutDashboard: {
    write: true,
    required: ['DashboardName', 'DashboardBody'],
    permissions: permissionByName('PutDashboard'),
    run: putDashboard,
  },
  GetDashboard: {
    write: false,
    required: ['DashboardName'],
    permissions: permissionByName('GetDashboard'),
    run: (call) => {
      const name = call.parameters.requiredText('DashboardName');
      const dashboard = dashboardsOf(call).get(name);
      if (dashboard === undefined) throw notFound(name);
      return { DashboardArn: dashboard.arn, DashboardBody: dashboard.body, DashboardName: name };
    },
  },
  ListDashboards: {
    write: false,
    permissions: () => [{ action: 'cloudwatch:ListDashboards', resource: '*', resourceLabel: '' }],
    run: listDashboards,
  },
  // As many as there are are deleted before the first that is not there is told.
  DeleteDashboards: {
    write: true,
    required: ['DashboardNames'],
    permissions: (call) =>
      call.parameters.texts('DashboardNames').map((name) => permission(call, 'DeleteDashboards', name)),
    run: (call) => {
      const names = call.parameters.texts('DashboardNames');
      const missing = names.filter((name) => !dashboardsOf(call).delete(name));
      if (missing[0] !== undefined) throw notFound(missing[0]);
      return {};
    },
  },
};

function permission(call: Call, action: string, name: string): Permission {
  return { action: `cloudwatch:${action}`, resource: dashboardArn(call, name) };
}

function permissionByName(action: string) {
  return (call: Call) => [permission(call, action, call.parameters.text('DashboardName') ?? '')];
}

function notFound(name: string): AwsError {
  return new AwsError('ResourceNotFound', `Dashboard ${name} does not exist`, 404);
}

function putDashboard(call: Call): ResultFields {
  const { parameters, now } = call;
  const name = parameters.requiredText('DashboardName');
  const body = parameters.requiredText('DashboardBody');
  if (!NAME.test(name))
    throw new AwsError(
      'InvalidParameterValue',
      'The value for field DashboardName contains invalid characters. ' +
        'It can only contain alphanumerics, dash (-) and underscore (_).',
    );
  if (!isJsonObject(body))
    throw new AwsError('InvalidParameterInput', 'The field DashboardBody must be a valid JSON object');
  dashboardsOf(call).set(name, { name, arn: dashboardArn(call, name), body, modifiedAt: now });
  return { DashboardValidationMessages: [] };
}

function isJsonObject(text: string): boolean {
  try {
    return isObject(JSON.parse(text));
  } catch {
    return false;
  }
}

function listDashboards(call: Call): ResultFields {
  const { parameters, world } = call;
  const prefix = parameters.text('DashboardNamePrefix') ?? '';
  const dashboards = [...dashboardsOf(call).values()]
    .filter(({ name }) => name.startsWith(prefix))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
  const { items, next } = pageOf(
    dashboards,
    Math.min(MAX_DASHBOARDS, world.settings.pageSize),
    parameters.text('NextToken'),
    () => new AwsError('InvalidParameterValue', 'The value of the parameter NextToken is not valid.'),
  );
  return { DashboardEntries: items.map(showEntry), NextToken: next };
}

function showEntry({ name, arn, body, modifiedAt }: Dashboard): ResultFields {
  return {
    DashboardName: name,
    DashboardArn: arn,
    LastModified: new Date(modifiedAt),
    Size: Buffer.byteLength(body),
  };
}
