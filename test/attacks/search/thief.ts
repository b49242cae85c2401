import { openCustomerAccount, ROLE } from '../../support/customer-account';
import { boundaryTest } from '../boundary';
import {
  ACCOUNT_ID,
  BREAK_GLASS,
  EVERYTHING,
  FRIEND,
  NEIGHBOURS,
  OPERATORS,
  roleArn,
  SECURITY_BOUNDARY,
  trusting,
} from '../neighbours';
import { operatorsRole } from '../preparations';
import { nameOfProbe, PROBES, type Probe } from '../probes';
import { CHANGING_ACTIONS, type Scene } from './alphabet';
import { grantedActions } from './granted';
import { type Model, modelOf } from './model';
import { type SearchResult, search } from './search';

export type FunctionId = 'Provider' | 'Validator';

export interface ThiefSearch {
  readonly id: string;
  readonly description: string;
  readonly depth: number;
  readonly results: readonly SearchResult[];
  /** What the argument for searching role by role would not hold for. */
  readonly steps: readonly string[];
  readonly durationMs: number;
}

/** What is searched, and how. */
export interface SearchPlan {
  readonly id: string;
  readonly functionId: FunctionId;
  readonly depth: number;
  /** The template's RoleNamePattern. */
  readonly pattern?: string;
  /** Calls about all roles at once, instead of one search for each role. */
  readonly isWhole?: true;
}

const NEW = `${ROLE}Backdoor`;
const FENCED = `${ROLE}Fenced`;
const VAULT = 'Vault';
const GONE = `${ROLE}Gone`;
const SCHEDULERS_ROLE = 'datadog-ValidationScheduleRole-us-east-1';
/** Of the functions' own roles the names begin so in the sandbox. */
export const WIDE_PATTERN = 'datadog-*';

const at = (name: string, path = '/') => ({ name, path });

/**
 * Searches what the thief of a function's credentials can do in at most so many calls: about roles that he may make, under
 * names and paths that match in whatever way; the integration's; roles that people have made under a name that matches,
 * an administrator's and one that a boundary holds in check; the functions' own; and others.
 */
export async function searchAsThief(plan: SearchPlan): Promise<ThiefSearch> {
  const { id, functionId, depth, pattern = `${ROLE}*`, isWhole = false } = plan;
  const startedAt = performance.now();
  const customer = await openCustomerAccount({ parameters: { RoleNamePattern: pattern }, skipsWaits: true });
  try {
    const { account, providerRole, validatorRole } = customer;
    // With everything that an integration may have: no thief is blamed for that.
    const integration = pattern === WIDE_PATTERN ? 'datadog-integration' : ROLE;
    await customer.deploy(customer.stack(), {
      RoleName: integration,
      Permissions: 'Full',
      ResourceCollection: true,
    });
    account.seed(NEIGHBOURS);
    account.seed(PEOPLE);
    const isProvider = functionId === 'Provider';
    const roleName = isProvider ? providerRole : validatorRole;
    const functionArn = (isProvider ? customer.provider : customer.validator).arn;
    const model = modelOf(account.id, account.snapshot(), { roleName, functionArn });
    const thief = {
      roleArn: roleArn(roleName),
      sessionArn: `arn:aws:sts::${ACCOUNT_ID}:assumed-role/${roleName}/thief`,
    };
    const isWithin = boundaryTest(customer);
    const had = hadFrom(model, [roleName, integration]);
    const isConceded = (probe: Probe) => had.has(nameOfProbe(probe)) || isWithin(probe);
    const granted = grantedActions(model.start, roleName);
    const functions = [providerRole, validatorRole, SCHEDULERS_ROLE].map((name) => at(name));
    const targets = pattern === WIDE_PATTERN ? functions : [...TARGETS, ...functions];
    const scenes = targets.map((target): Scene => ({ start: model.start, target, thief }));
    const groups = isWhole ? [scenes] : scenes.map((scene) => [scene]);
    return {
      id,
      description: `the thief of the ${functionId.toLowerCase()}’s credentials, RoleNamePattern ${pattern}`,
      depth,
      results: groups.map((group) => search(model, { scenes: group, isConceded }, granted, depth)),
      steps: CHANGING_ACTIONS.filter((action) => isWithin({ action, resource: '*' })),
      durationMs: performance.now() - startedAt,
    };
  } finally {
    await customer.close();
  }
}

const TARGETS = [
  ...[NEW, GONE, ROLE, FENCED, OPERATORS, BREAK_GLASS, VAULT].map((name) => at(name)),
  at(NEW, '/elsewhere/'),
  at('Anything', `/${ROLE}X/`),
  FRIEND,
];

/** What people have in the account under names that match. */
const PEOPLE = {
  roles: [
    operatorsRole,
    {
      name: FENCED,
      trust: trusting(`arn:aws:iam::${ACCOUNT_ID}:user/administrator`),
      inline: { Everything: EVERYTHING },
      boundaryArn: SECURITY_BOUNDARY,
    },
    // Lets in one session of a role that does not exist any more, and that the thief may make again.
    {
      name: VAULT,
      trust: trusting(`arn:aws:sts::${ACCOUNT_ID}:assumed-role/${GONE}/worker`),
      inline: { Everything: EVERYTHING },
    },
  ],
};

/** What the thief has by the function's role, and by the integration's that it may try. */
function hadFrom(model: Model, names: readonly string[]): ReadonlySet<string> {
  const account = model.at(model.start);
  const present = names.filter((name) => model.start.roles.has(name.toLowerCase()));
  return new Set(
    present.flatMap((name) => {
      const may = account.effectivePermissions(name);
      return PROBES.filter((probe) => may(probe.action, probe)).map(nameOfProbe);
    }),
  );
}
