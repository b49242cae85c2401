export interface SecretVersion {
  /** The ClientRequestToken with which it came. */
  readonly id: string;
  readonly text: string | undefined;
  /** In base64, as it is sent. */
  readonly binary: string | undefined;
  readonly createdAt: number;
}

export interface Secret {
  readonly name: string;
  readonly arn: string;
  readonly createdAt: number;
  description: string | undefined;
  kmsKeyId: string | undefined;
  changedAt: number;
  accessedAt: number | undefined;
  /** When it was deleted, and when it is gone for good. */
  deletion: { readonly at: number; readonly endsAt: number } | undefined;
  readonly tags: Map<string, string>;
  readonly versions: Map<string, SecretVersion>;
  /** Staging label -> version id. */
  readonly stages: Map<string, string>;
}

export const CURRENT = 'AWSCURRENT';
export const PREVIOUS = 'AWSPREVIOUS';

/** The version that becomes the current one; the one that was, becomes the previous. */
export function makeCurrent(secret: Secret, version: SecretVersion): void {
  const current = secret.stages.get(CURRENT);
  secret.versions.set(version.id, version);
  secret.stages.set(CURRENT, version.id);
  if (current !== undefined) secret.stages.set(PREVIOUS, current);
  secret.changedAt = version.createdAt;
  forgetUnlabelled(secret);
}

/** Versions without a label are deprecated, and vanish. https://docs.aws.amazon.com/secretsmanager/latest/userguide/whats-in-a-secret.html */
function forgetUnlabelled({ stages, versions }: Secret): void {
  const labelled = new Set(stages.values());
  for (const id of versions.keys()) if (!labelled.has(id)) versions.delete(id);
}

export function stagesOf({ stages }: Secret, versionId: string): string[] {
  return [...stages].flatMap(([stage, id]) => (id === versionId ? [stage] : []));
}
