import type { FaultKind } from './fault-kind';
import { ANSWERED } from './kinds/answered';
import { KILLED } from './kinds/killed';
import { REPEATED_LATE } from './kinds/repeated-late';
import { STALE_READS } from './kinds/stale-reads';

export const FAULT_KINDS: readonly FaultKind[] = [...ANSWERED, ...KILLED, REPEATED_LATE, STALE_READS];
