import type { StackEngine } from './cloudformation/engine';
import type { FunctionHost } from './lambda/function-host';
import type { ScheduleRunner } from './scheduler/runner';

/** What goes on by itself in a sandbox, beyond answering calls. */
export interface Machines {
  readonly functions: FunctionHost;
  readonly stacks: StackEngine;
  readonly schedules: ScheduleRunner;
}
