import { readFile } from 'node:fs/promises';
import type { Fault, FaultEffect } from './faults';
import { DEFAULT_QUOTAS } from './iam/quotas';
import { type LagSettings, REPLICAS } from './lag';
import { PARTITION_IDS } from './partitions';
import type { AccountSeed } from './seed';
import { type AccountSettings, DEFAULT_SETTINGS, type PropagationSettings } from './settings';
import { aFlag, aNumber, aText, dictionaryOf, listOf, matching, objectOf, oneOf, type Shape } from './shape';

/** A sandbox as a file describes it: settings, what the accounts have from the start, and faults. */
export interface Scenario {
  readonly latencyMs?: number;
  readonly pageSize?: number;
  readonly propagation?: Partial<PropagationSettings>;
  readonly lag?: { readonly seed?: number; readonly upToMs?: Partial<LagSettings['upToMs']> };
  readonly accounts?: Readonly<Record<string, AccountSettings & AccountSeed>>;
  readonly faults?: readonly Fault[];
}

const texts = listOf(aText);
const milliseconds = aNumber(0);
const document: Shape = (value, path) =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? []
    : [`${path} must be a policy document (an object)`];
const accountId = matching(/^\d{12}$/, 'an account id of 12 digits');

const policy = objectOf({ name: aText, path: aText, document, tags: dictionaryOf(aText) }, [
  'name',
  'document',
]);

const role = objectOf(
  {
    name: aText,
    path: aText,
    trust: document,
    description: aText,
    maxSessionSeconds: aNumber(3600),
    boundaryArn: aText,
    tags: dictionaryOf(aText),
    inline: dictionaryOf(document),
    attached: texts,
  },
  ['name', 'trust'],
);

const resource = objectOf({ logicalId: aText, type: aText, physicalId: aText, status: aText }, [
  'logicalId',
  'type',
]);

const stack = objectOf(
  {
    name: aText,
    id: aText,
    region: aText,
    status: aText,
    tags: dictionaryOf(aText),
    resources: listOf(resource),
  },
  ['name'],
);

const account = objectOf({
  partition: oneOf(PARTITION_IDS),
  organizationId: aText,
  sourceIp: aText,
  scps: listOf(document),
  rcps: listOf(document),
  scpsBindAdministrator: aFlag,
  regions: texts,
  regionsOff: texts,
  stsDeactivated: texts,
  accountAliases: texts,
  deprecatedPolicies: texts,
  quotas: objectOf(Object.fromEntries(Object.keys(DEFAULT_QUOTAS).map((quota) => [quota, aNumber(0)]))),
  policies: listOf(policy),
  roles: listOf(role),
  stacks: listOf(stack),
});

/** The effects that a file can order, with the keys each needs and may have: `run` needs a program. */
const EFFECTS: Readonly<Record<Exclude<FaultEffect['type'], 'run'>, Shape>> = {
  throttle: effect({ resetSeconds: aNumber(0) }),
  serverError: effect({ status: oneOf([500, 503]) }),
  accessDenied: effect({ message: aText }),
  error: effect({ code: aText, message: aText, status: aNumber(400) }, ['code', 'message']),
  loginPage: effect({}),
  dropBefore: effect({}),
  dropAfter: effect({}),
  hang: effect({}),
  delay: effect({ ms: milliseconds }, ['ms']),
};

function effect(keys: Readonly<Record<string, Shape>>, required: readonly string[] = []): Shape {
  return objectOf({ type: aText, ...keys }, required);
}

const anyEffect: Shape = (value, path) => {
  const type = typeof value === 'object' && value !== null && 'type' in value ? value.type : undefined;
  const shape = Object.entries(EFFECTS).find(([name]) => name === type)?.[1];
  return shape === undefined ? oneOf(Object.keys(EFFECTS))(type, `${path}.type`) : shape(value, path);
};

const fault = objectOf(
  {
    match: objectOf({ service: aText, operation: aText, account: accountId, region: aText, nth: aNumber(1) }),
    times: aNumber(1),
    effect: anyEffect,
  },
  ['match', 'effect'],
);

const scenario = objectOf({
  latencyMs: milliseconds,
  pageSize: aNumber(1),
  propagation: objectOf(
    Object.fromEntries(Object.keys(DEFAULT_SETTINGS.propagation).map((delay) => [delay, milliseconds])),
  ),
  lag: objectOf({
    seed: aNumber(0),
    upToMs: objectOf(Object.fromEntries(REPLICAS.map((replica) => [replica, milliseconds]))),
  }),
  accounts: dictionaryOf(account, accountId),
  faults: listOf(fault),
});

/**
 * Checks a scenario.
 *
 * @throws Error with one line for each key at fault, naming it by its path
 */
export function parseScenario(text: string): Scenario {
  const value: unknown = JSON.parse(text);
  const faults = scenario(value, '');
  if (faults.length > 0) throw new Error(faults.join('\n'));
  // The shape above has just checked it, key by key.
  return value as Scenario;
}

/** @throws Error that names the file, and what is wrong with it */
export async function readScenario(file: string): Promise<Scenario> {
  try {
    return parseScenario(await readFile(file, 'utf8'));
  } catch (error) {
    throw new Error(`scenario file ${file}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}
