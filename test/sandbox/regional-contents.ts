import type { Alarm } from './cloudwatch/alarm';
import type { Dashboard } from './cloudwatch/dashboard';
import type { FunctionRecord } from './lambda/function-record';
import type { LogGroup } from './logs/log-group';
import type { Schedule } from './scheduler/schedule';
import type { Secret } from './secretsmanager/secret';
import type { Topic } from './sns/topic';

/** What an account has in one region. Names are keys as they are written. */
export interface RegionalContents {
  readonly functions: Map<string, FunctionRecord>;
  readonly alarms: Map<string, Alarm>;
  /** Of the main region alone: they are the same in every region. */
  readonly dashboards: Map<string, Dashboard>;
  readonly logGroups: Map<string, LogGroup>;
  readonly schedules: Map<string, Schedule>;
  readonly secrets: Map<string, Secret>;
  readonly topics: Map<string, Topic>;
}

/** An account. */
interface Regional {
  readonly regional: Map<string, RegionalContents>;
}

/** The contents of a region, made at the first mention. */
export function contentsIn({ regional }: Regional, region: string): RegionalContents {
  const known = regional.get(region);
  if (known !== undefined) return known;
  const contents: RegionalContents = {
    alarms: new Map(),
    dashboards: new Map(),
    functions: new Map(),
    logGroups: new Map(),
    schedules: new Map(),
    secrets: new Map(),
    topics: new Map(),
  };
  regional.set(region, contents);
  return contents;
}
