import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PARTITION_IDS } from '../partitions';
import type { Account, ManagedPolicy } from '../state';

/** A policy as a file in aws-managed/ has it: another file there is another policy. */
interface Definition {
  readonly name: string;
  readonly path: string;
  readonly versionId: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly document: object;
}

const FOLDER = join(__dirname, 'aws-managed');
const ID_DIGITS = 17;

const byPartition: ReadonlyMap<string, readonly ManagedPolicy[]> = policiesByPartition();

function policiesByPartition(): Map<string, readonly ManagedPolicy[]> {
  const definitions = readdirSync(FOLDER).map((file): Definition => {
    // The files are ours: a wrong one shows in the sandbox's own tests.
    return JSON.parse(readFileSync(join(FOLDER, file), 'utf8'));
  });
  return new Map(
    PARTITION_IDS.map((partition) => [
      partition,
      definitions.map((definition) => inPartition(partition, definition)),
    ]),
  );
}

function inPartition(partition: string, definition: Definition): ManagedPolicy {
  const { name, path, versionId } = definition;
  const updatedAt = Date.parse(definition.updatedAt);
  const document = JSON.stringify(definition.document);
  return {
    name,
    path,
    arn: `arn:${partition}:iam::aws:policy${path}${name}`,
    id: madeUpId(name),
    description: '',
    createdAt: Date.parse(definition.createdAt),
    updatedAt,
    defaultVersionId: versionId,
    nextVersion: Number(versionId.slice(1)) + 1,
    versions: new Map([[versionId, { id: versionId, document, createdAt: updatedAt }]]),
    tags: new Map(),
    detachedAt: 0,
  };
}

/** Always the same one for a name, but not the one that AWS has given it. */
function madeUpId(name: string): string {
  return `ANPA${createHash('sha256').update(name).digest('hex').toUpperCase().slice(0, ID_DIGITS)}`;
}

/** The AWS managed policies that the sandbox knows, with AWS's own documents of the commercial partition. */
export function awsManagedPolicies(partition: string): readonly ManagedPolicy[] {
  return byPartition.get(partition) ?? [];
}

export function isAwsManagedArn(arn: string): boolean {
  return /^arn:[^:]+:iam::aws:policy\//.test(arn);
}

/**
 * Whether a policy is of those that only AWS attaches, to the service-linked role of one service: their path tells.
 * Not so the path `/service-role/`, whose policies anybody may attach.
 * https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonElasticsearchServiceRolePolicy.html
 */
export function isForServiceLinkedRoles({ arn, path }: ManagedPolicy): boolean {
  return isAwsManagedArn(arn) && path.startsWith('/aws-service-role/');
}

/** Whether AWS has deprecated a policy: `deprecatedPolicies` of the account's settings. */
export function isDeprecated({ settings }: Account, { arn }: ManagedPolicy): boolean {
  return settings.deprecatedPolicies?.includes(arn) ?? false;
}
