import type { Attack } from '../attack';
import { RECORDS_OF_ROLES } from './records';
import { SNAPSHOTS } from './snapshots';
import { TEXTS } from './texts';

export const PARAMETER_WRITER: readonly Attack[] = [...SNAPSHOTS, ...RECORDS_OF_ROLES, ...TEXTS];
