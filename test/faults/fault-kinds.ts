import type { FaultKind } from './fault-kind';
import { ANSWERED } from './kinds/answered';
import { CANCELLED } from './kinds/cancelled';
import { KILLED } from './kinds/killed';
import { LATE } from './kinds/late';
import { REPEATED_LATE } from './kinds/repeated-late';
import { STALE_READS } from './kinds/stale-reads';
import { STRIPPED_TAGS } from './kinds/stripped-tags';

export const FAULT_KINDS: readonly FaultKind[] = [
  ...ANSWERED,
  ...KILLED,
  REPEATED_LATE,
  STALE_READS,
  ...CANCELLED,
  LATE,
  STRIPPED_TAGS,
];
