import type { RegionResult } from '../../report/report';
import type { ProbeMode } from '../evidence';
import type { SimulatorWord } from '../simulator-word';
import type { RemedyContext } from './remedies';

/** All that a conclusion over the regions rests on. */
export interface Findings {
  readonly mode: ProbeMode;
  readonly regions: readonly RegionResult[];
  /** Ids of checks that explain by themselves why the role cannot be assumed anywhere. */
  readonly assumeExplainedBy: readonly string[];
  /** Ids of checks that explain why sessions of the role may not do what the probe does. */
  readonly sessionExplainedBy: readonly string[];
  /** What AWS's policy simulator says of the regions. */
  readonly simulator: SimulatorWord;
  /** Whom the trust policy is meant to let in to try the role, besides Datadog. */
  readonly triedBy: readonly string[];
  readonly context: Omit<RemedyContext, 'workingRegions'>;
  /** Why the account's regions could not be listed; null when they could. */
  readonly listFailure: string | null;
}
