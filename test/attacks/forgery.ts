import { PutParameterCommand, type SSMClient } from '@aws-sdk/client-ssm';
import { EXTERNAL_ID, LOGICAL_ID, ROLE, type Stack } from '../support/customer-account';
import { specOf } from '../support/iam/specs';
import { ATTACKERS_ROOT, EVERYTHING, trusting } from './neighbours';
import { type AttackWorld, RECORDS } from './world';

export const RECORD = `${RECORDS}/${ROLE}`;
export const SNAPSHOT = `${RECORD}/adopted`;
export const STATUS = `${RECORD}/status`;

/** Writes a parameter with whatever rights the client has. */
export async function put(ssm: SSMClient, name: string, content: unknown): Promise<void> {
  const Value = typeof content === 'string' ? content : JSON.stringify(content);
  const kind = { Type: 'String', Tier: 'Intelligent-Tiering', Overwrite: true } as const;
  await ssm.send(new PutParameterCommand({ Name: name, Value, ...kind }));
}

type Json = { readonly [key: string]: unknown };

/** A JSON text in which every key of these names, however deep, has another value. */
export function edited(text: string, values: Json): string {
  const edit = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(edit);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key, key in values ? values[key] : edit(inner)]),
    );
  };
  return JSON.stringify(edit(JSON.parse(text)));
}

export const ownerIn = (stack: Pick<Stack, 'id'>) => ({ stackId: stack.id, logicalId: LOGICAL_ID });

/** What would make an administrator out of a role that the attacker's account may assume. */
export const SPOILS = {
  trustPolicy: JSON.stringify(trusting(ATTACKERS_ROOT)),
  inlinePolicy: JSON.stringify(EVERYTHING),
  attachedPolicyArns: [],
  permissionsBoundary: null,
};

/** A snapshot as version 0.1.0 has kept them, of a role that has never been like that. */
export function forgedSnapshot(owner: Json, roleId: string, found: Json = SPOILS): string {
  const plain = { description: '', maxSessionDurationSeconds: 3600, permissionsBoundary: null, tags: {} };
  return JSON.stringify({ schemaVersion: 1, owner, found: { roleId, ...plain, ...SPOILS, ...found } });
}

/** A record as version 0.1.0 has written them. */
export function forgedRecord(owner: Json, roleId: string, spec: Json = {}, rest: Json = {}): string {
  return JSON.stringify({
    schemaVersion: 1,
    spec: { ...specOf({ externalId: EXTERNAL_ID }), ...spec },
    owner,
    roleId,
    selfTestPrincipals: [],
    ...rest,
  });
}

/** IAM's unique id of a role. @throws Error when there is none */
export function roleIdOf({ account }: Pick<AttackWorld, 'account'>, name = ROLE): string {
  const role = account.snapshot().roles[name];
  if (role === undefined) throw new Error(`there is no role ${name}`);
  return role.id;
}
