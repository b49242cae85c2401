import { type ConditionKeys, tagKeys } from '../authorize/context';
import { mainRegionOf } from '../partitions';
import { contentsIn } from '../regional-contents';
import type { Call, Permission } from '../service';
import { arnOf } from '../state';
import type { Alarm } from './alarm';
import type { Dashboard } from './dashboard';

export function alarmsOf({ account, region }: Call): Map<string, Alarm> {
  return contentsIn(account, region).alarms;
}

/** Dashboards are the same in every region of an account. */
export function dashboardsOf({ account }: Call): Map<string, Dashboard> {
  return contentsIn(account, mainRegionOf(account.partition)).dashboards;
}

export function alarmArn({ account, region }: Call, name: string): string {
  return arnOf(account, 'cloudwatch', `alarm:${name}`, region);
}

export function dashboardArn({ account }: Call, name: string): string {
  return arnOf(account, 'cloudwatch', `dashboard/${name}`);
}

export function alarmPermission(
  call: Call,
  action: string,
  name: string,
  keys: ConditionKeys = {},
): Permission {
  const tags = new Map(alarmsOf(call).get(name)?.tags);
  return {
    action: `cloudwatch:${action}`,
    resource: alarmArn(call, name),
    conditionKeys: { ...tagKeys('aws:ResourceTag/', tags), ...keys },
  };
}
