import type { Quotas } from './iam/quotas';
import { type LagChange, type LagSettings, mergeLag, NO_LAG } from './lag';

/** How long IAM's changes take to be seen, in milliseconds. Zero means at once. */
export interface PropagationSettings {
  /** A role that was just created cannot be assumed. */
  readonly roleAssumableMs: number;
  /** A role or user that was just created is an "Invalid principal in policy". */
  readonly principalValidMs: number;
  /** Anything that was just created is not found. */
  readonly readAfterCreateMs: number;
  /** What was just detached or removed still makes a delete fail with DeleteConflict. */
  readonly deleteAfterDetachMs: number;
  /** AssumeRole still follows the trust policy that was just replaced. */
  readonly trustChangeMs: number;
}

export type PolicyDocument = string | object;

export interface AccountSettings {
  /** Default `aws`. */
  readonly partition?: string;
  /** The account's organization, for `aws:PrincipalOrgID` and `aws:ResourceOrgID`. Default: none. */
  readonly organizationId?: string;
  /** Where the account's principals call from, for `aws:SourceIp`. Default: loopback. */
  readonly sourceIp?: string;
  /** Service control policies. Documents without any Allow are taken to lie beside FullAWSAccess. */
  readonly scps?: readonly PolicyDocument[];
  /** Resource control policies, for sts:AssumeRole on the account's roles. */
  readonly rcps?: readonly PolicyDocument[];
  /** Whether the service control policies also bind the 12-digit administrator. Default false. */
  readonly scpsBindAdministrator?: boolean;
  /** The only regions that there are for the account. Default: those of its partition. */
  readonly regions?: readonly string[];
  /** Opt-in regions that the account has not enabled. */
  readonly regionsOff?: readonly string[];
  /** Regions where the account has deactivated STS. */
  readonly stsDeactivated?: readonly string[];
  readonly accountAliases?: readonly string[];
  /** ARNs of AWS managed policies that AWS has deprecated: nobody can attach them any more. Default: none. */
  readonly deprecatedPolicies?: readonly string[];
  readonly quotas?: Partial<Quotas>;
}

export interface SandboxSettings {
  /** Added to every call, in milliseconds. */
  readonly latencyMs: number;
  /** Whether calls are held until the function that makes them waits for nothing else: see held-calls.ts. */
  readonly holdsCalls: boolean;
  /** The most items a page of any list may have, whatever the caller asks for. */
  readonly pageSize: number;
  readonly propagation: PropagationSettings;
  readonly lag: LagSettings;
  readonly accounts: Readonly<Record<string, AccountSettings>>;
}

/** Settings as callers give them: everything optional, merged into what there is, account by account. */
export interface SettingsChange {
  readonly latencyMs?: number;
  readonly holdsCalls?: boolean;
  readonly pageSize?: number;
  readonly propagation?: Partial<PropagationSettings>;
  readonly lag?: LagChange;
  readonly accounts?: Readonly<Record<string, AccountSettings>>;
}

export const DEFAULT_SETTINGS: SandboxSettings = {
  latencyMs: 0,
  holdsCalls: false,
  pageSize: 1000,
  propagation: {
    roleAssumableMs: 0,
    principalValidMs: 0,
    readAfterCreateMs: 0,
    deleteAfterDetachMs: 0,
    trustChangeMs: 0,
  },
  lag: NO_LAG,
  accounts: {},
};

export function mergeSettings(current: SandboxSettings, change: SettingsChange): SandboxSettings {
  const accounts = { ...current.accounts };
  for (const [id, settings] of Object.entries(change.accounts ?? {})) {
    accounts[id] = { ...accounts[id], ...withTexts(settings) };
  }
  return {
    latencyMs: change.latencyMs ?? current.latencyMs,
    holdsCalls: change.holdsCalls ?? current.holdsCalls,
    pageSize: change.pageSize ?? current.pageSize,
    propagation: { ...current.propagation, ...change.propagation },
    lag: mergeLag(current.lag, change.lag),
    accounts,
  };
}

/** Policies are kept as text: the same text is compiled only once. */
function withTexts(settings: AccountSettings): AccountSettings {
  const { scps, rcps } = settings;
  return {
    ...settings,
    ...(scps === undefined ? {} : { scps: scps.map(documentText) }),
    ...(rcps === undefined ? {} : { rcps: rcps.map(documentText) }),
  };
}

export function documentText(document: PolicyDocument): string {
  return typeof document === 'string' ? document : JSON.stringify(document);
}
