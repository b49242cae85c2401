import { PolicyLibrary } from './authorize/policy-library';
import { History } from './history';
import { DEFAULT_QUOTAS, type Quotas } from './iam/quotas';
import { type Credentials, type Session, type SessionRequest, sessionOf } from './identities';
import { LagDraw } from './lag';
import type { Machines } from './machines';
import type { Bucket } from './s3/bucket';
import {
  DEFAULT_SETTINGS,
  mergeSettings,
  type PropagationSettings,
  type SandboxSettings,
  type SettingsChange,
} from './settings';
import { type Account, emptyContents, type Role } from './state';

const ID_ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const ID_LENGTH = 17;
const ACCESS_KEY_DIGITS = 16;

/** Everything the sandbox holds: its settings, its accounts, and the sessions handed out. */
export class World {
  readonly policies = new PolicyLibrary();
  readonly lagDraw = new LagDraw();
  readonly now: () => number;
  /** Of all accounts and regions, for nobody else can have the name. */
  readonly buckets = new Map<string, Bucket>();
  readonly #accounts = new Map<string, Account>();
  readonly #sessions = new Map<string, Session>();
  #settings: SandboxSettings;
  #machines: Machines | undefined;
  #ids = 0;

  constructor(settings: SandboxSettings, now: () => number) {
    this.#settings = settings;
    this.now = now;
    this.configure({});
  }

  get machines(): Machines {
    if (this.#machines === undefined) throw new Error('the sandbox has not been started yet');
    return this.#machines;
  }

  install(machines: Machines): void {
    this.#machines = machines;
  }

  get settings(): SandboxSettings {
    return this.#settings;
  }

  get propagation(): PropagationSettings {
    return this.#settings.propagation;
  }

  /** A change of an account's partition counts only for accounts that nobody has used yet. */
  configure(change: SettingsChange): void {
    this.#settings = mergeSettings(this.#settings, change);
    if (change.lag !== undefined) this.lagDraw.restart();
    for (const [id, settings] of Object.entries(this.#settings.accounts))
      this.account(id).settings = settings;
  }

  /** Runs a task as if IAM's changes were seen at once. */
  withoutPropagation(task: () => void): void {
    const settings = this.#settings;
    this.#settings = { ...settings, propagation: DEFAULT_SETTINGS.propagation };
    try {
      task();
    } finally {
      this.#settings = settings;
    }
  }

  /** The account of that id, made at the first mention. */
  account(id: string): Account {
    const known = this.#accounts.get(id);
    if (known !== undefined) return known;
    const settings = this.#settings.accounts[id] ?? {};
    const account: Account = {
      id,
      partition: settings.partition ?? 'aws',
      settings,
      contents: emptyContents(),
      stacks: new Map(),
      regional: new Map(),
      changeSets: new Map(),
      past: { contents: new History(), stacks: new History() },
    };
    this.#accounts.set(id, account);
    return account;
  }

  /** The account of that id, if anybody has mentioned it: the sandbox cannot judge the contents of others. */
  knownAccount(id: string): Account | undefined {
    return this.#accounts.get(id);
  }

  quotas(account: Account): Quotas {
    return { ...DEFAULT_QUOTAS, ...account.settings.quotas };
  }

  /** A unique id as IAM makes them, such as AROA..., in the same order in every run. */
  newId(prefix: string, length = ID_LENGTH): string {
    this.#ids += 1;
    let digits = '';
    for (let rest = this.#ids; rest > 0; rest = Math.floor(rest / ID_ALPHABET.length)) {
      digits = ID_ALPHABET.charAt(rest % ID_ALPHABET.length) + digits;
    }
    return prefix + digits.padStart(length, 'A');
  }

  session(accessKeyId: string): Session | undefined {
    return this.#sessions.get(accessKeyId);
  }

  openSession(
    account: Account,
    role: Role,
    request: SessionRequest,
  ): { session: Session; credentials: Credentials } {
    const session = sessionOf(account, role, request);
    const accessKeyId = this.newId('ASIA', ACCESS_KEY_DIGITS);
    this.#sessions.set(accessKeyId, session);
    const credentials = {
      accessKeyId,
      secretAccessKey: `sandbox/${accessKeyId}`,
      sessionToken: `sandbox-session-token/${accessKeyId}`,
      expiresAt: session.expiresAt,
    };
    return { session, credentials };
  }
}
