import type { PermissionSetName } from '../../src/datadog/permission-sets';

export type Condition = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

export interface Statement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: '*' | Readonly<Record<string, string | readonly string[]>>;
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: Condition;
}

export interface Document {
  readonly Version: '2012-10-17' | '2008-10-17';
  readonly Statement: readonly Statement[];
}

/** A kind of policy whose effect on Datadog no account can see: docs/validator.md lists them. */
export type Unseen = 'outsiders' | 'network' | 'unknown keys' | 'datadogs own';

/** One of the ways in which a part of a situation may be. */
export interface Form {
  /** In words, for tables and people. */
  readonly form: string;
  /** Set where nobody within the account can see what it means for Datadog. */
  readonly unseen?: Unseen;
}

export interface TrustForm extends Form {
  readonly document: Document;
  /** Whether its text tells what it means for some role of Datadog's account, region by region. */
  readonly isDecided: boolean;
  /** External ids besides its own that it may let in. */
  readonly furtherIds: readonly string[];
}

export interface PoliciesForm extends Form {
  /** Name -> document. */
  readonly inline: Readonly<Record<string, Document>>;
  /** Documents of managed policies of the customer's own. */
  readonly attached: readonly Document[];
}

export interface BoundaryForm extends Form {
  readonly document: Document | null;
}

/** A service control policy or a resource control policy. */
export interface OrganizationForm extends Form {
  readonly documents: readonly Document[];
  /** Set where AWS's policy simulator is not given the key that it asks for. */
  readonly onlySessionsShow?: true;
}

export interface RegionsForm extends Form {
  readonly exist: readonly string[];
  readonly off: readonly string[];
  readonly stsOff: readonly string[];
  /** The property Regions. */
  readonly named: readonly string[];
}

export interface ValidatorForm extends Form {
  /** What its own permissions lack, as it is deployed. */
  readonly lacks: string | null;
}

/** What AWS does not answer, or not yet. */
export interface WeatherForm extends Form {
  /** How long ago the role was made, in milliseconds. */
  readonly ageMs: number;
  /** How long IAM takes to spread a role. */
  readonly spreadMs: number;
  /** Calls of the validator that come to nothing. */
  readonly faults: readonly {
    readonly service: string;
    readonly operation: string;
    readonly region?: string;
    readonly effect: 'throttle' | 'serverError' | 'hang';
  }[];
}

/** Datadog, as nobody in the account knows it. */
export interface OutsiderForm extends Form {
  readonly roleName: string;
  readonly path: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly sessionName: string;
  readonly sourceIp: string;
  readonly userAgent: string;
  readonly scps: readonly Document[];
}

/**
 * Who made the role: the stack, the stack of what was there before, a person; or somebody in the place of the stack's; or
 * nobody (any more).
 */
export type Origin = 'own' | 'adopted' | 'by hand' | 'replaced' | 'gone';

/** From where it is validated. */
export type Vantage = 'function' | 'user' | 'single sign-on';

/** An account with an integration in it, as data: whatever is random is drawn before. */
export interface Situation {
  /** `SEED:INDEX`. */
  readonly id: string;
  readonly origin: Origin;
  readonly vantage: Vantage;
  readonly permissions: PermissionSetName;
  readonly selfTest: 'Report' | 'Off';
  readonly regions: RegionsForm;
  readonly trust: TrustForm;
  readonly policies: PoliciesForm;
  readonly boundary: BoundaryForm;
  readonly scps: OrganizationForm;
  readonly rcps: OrganizationForm;
  readonly validator: ValidatorForm;
  readonly weather: WeatherForm;
  readonly outsider: OutsiderForm;
}

export function documentOf(...statements: readonly Statement[]): Document {
  return { Version: '2012-10-17', Statement: statements };
}
