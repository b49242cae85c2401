import type { FaultKind } from './fault-kind';
import { ANSWERED } from './kinds/answered';
import { KILLED } from './kinds/killed';

export const FAULT_KINDS: readonly FaultKind[] = [...ANSWERED, ...KILLED];
