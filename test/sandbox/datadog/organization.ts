import type { AwsPermission } from './keys';
import { permissionsByDefault } from './keys';
import type { Registration } from './registration';

/** https://docs.datadoghq.com/api/latest/aws-integration/#generate-a-new-external-id */
const EXTERNAL_ID_LIFE_MS = 48 * 60 * 60 * 1000;

interface PendingExternalId {
  readonly value: string;
  readonly issuedAt: number;
}

/** An organization in Datadog and everything in it. */
export class Organization {
  /** By their ids, in the order in which they came to be. */
  readonly registrations = new Map<string, Registration>();
  /** What was sent to it, body by body. */
  readonly checks: unknown[] = [];
  readonly series: unknown[] = [];
  readonly events: unknown[] = [];
  readonly #permissions = new Map<string, ReadonlySet<AwsPermission>>();
  #pending: PendingExternalId | undefined;

  /** @param apiKey its first one, by which tests name it */
  constructor(
    readonly apiKey: string,
    readonly site: string,
  ) {}

  permit(applicationKey: string, permissions: readonly AwsPermission[]): void {
    this.#permissions.set(applicationKey, new Set(permissions));
  }

  mayDo(applicationKey: string, permission: AwsPermission): boolean {
    const permissions = this.#permissions.get(applicationKey);
    return permissions?.has(permission) ?? permissionsByDefault(applicationKey).includes(permission);
  }

  registrationOf(accountId: string): Registration | undefined {
    return [...this.registrations.values()].find(({ attributes }) => attributes.aws_account_id === accountId);
  }

  /** The same to everybody who asks within its life, used or not. */
  pendingExternalId(now: number, newId: () => string): string {
    if (this.#pending === undefined || !this.#isAlive(this.#pending, now))
      this.#pending = { value: newId(), issuedAt: now };
    return this.#pending.value;
  }

  isPending(externalId: string, now: number): boolean {
    const pending = this.#pending;
    return pending?.value === externalId && this.#isAlive(pending, now);
  }

  #isAlive({ issuedAt }: PendingExternalId, now: number): boolean {
    return now < issuedAt + EXTERNAL_ID_LIFE_MS;
  }
}
