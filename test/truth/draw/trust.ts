import { ACCOUNT, DATADOG, DATADOG_ROOT, EXTERNAL_ID, OTHER_ROLE, STRANGER, VALIDATOR_ARN } from '../places';
import type { Condition, OutsiderForm, Statement, TrustForm } from '../situation';
import { documentOf } from '../situation';
import type { Draw } from './draw';
import { type ConditionFacts, drawAllowCondition, drawDenyCondition } from './trust-conditions';

const OTHER_ID = 'ffffffffffffffffffffffffffffffff';

const EXACT_ID: Condition = { StringEquals: { 'sts:ExternalId': EXTERNAL_ID } };

const SELF_TEST: Statement = {
  Sid: 'SelfTest',
  Effect: 'Allow',
  Principal: { AWS: VALIDATOR_ARN },
  Action: 'sts:AssumeRole',
  Condition: EXACT_ID,
};

const GUIDE: Statement = {
  Sid: 'DatadogAssumeRole',
  Effect: 'Allow',
  Principal: { AWS: DATADOG_ROOT },
  Action: 'sts:AssumeRole',
  Condition: EXACT_ID,
};

/** What is being put together. */
interface Draft {
  readonly forms: readonly string[];
  readonly datadog: Statement;
  readonly further: readonly Statement[];
  readonly isDecided: boolean;
  readonly furtherIds: readonly string[];
  readonly hasSelfTest: boolean;
}

type Twist = (draft: Draft, draw: Draw, facts: ConditionFacts) => Draft;

const said = (draft: Draft, form: string, change: Partial<Draft>): Draft => ({
  ...draft,
  ...change,
  forms: [...draft.forms, form],
});

const withDatadog = (draft: Draft, form: string, change: Partial<Statement>): Draft =>
  said(draft, form, { datadog: { ...draft.datadog, ...change } });

function merged(one: Condition = {}, other: Condition = {}): Condition {
  const operators = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return Object.fromEntries(
    operators.map((operator) => [operator, { ...one[operator], ...other[operator] }]),
  );
}

/** Another spelling or choice of principals. */
const principal: Twist = (draft, draw, { datadogRole }) => {
  const everybody = (form: string, condition: Condition) =>
    withDatadog(draft, form, {
      Principal: draw.pick(['*' as const, { AWS: '*' }]),
      Condition: merged(draft.datadog.Condition, condition),
    });
  return draw.pick<() => Draft>([
    () => withDatadog(draft, 'names the account id', { Principal: { AWS: DATADOG } }),
    () => withDatadog(draft, 'names it twice', { Principal: { AWS: [DATADOG_ROOT, DATADOG] } }),
    () =>
      withDatadog(draft, 'names another account', { Principal: { AWS: `arn:aws:iam::${STRANGER}:root` } }),
    () =>
      said(withDatadog(draft, 'names one role', { Principal: { AWS: datadogRole } }), 'of Datadog’s', {
        isDecided: false,
      }),
    () => withDatadog(draft, 'names everybody', { Principal: '*' }),
    () => everybody('names everybody of the account', { StringEquals: { 'aws:PrincipalAccount': DATADOG } }),
    () =>
      everybody('names everybody who is a role of the account', {
        ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${DATADOG}:role/*` },
      }),
    () =>
      everybody('names everybody who is the root user', {
        ArnEquals: { 'aws:PrincipalArn': DATADOG_ROOT },
      }),
    () =>
      withDatadog(draft, 'names Datadog and another account', {
        Principal: { AWS: [DATADOG_ROOT, `arn:aws:iam::${STRANGER}:root`] },
      }),
  ])();
};

/** Another way to ask for the external id. */
const externalId: Twist = (draft, draw) => {
  const asked = (
    form: string,
    condition: Condition,
    furtherIds: readonly string[] = [],
    isDecided = true,
  ) => {
    const { StringEquals: _, ...others } = draft.datadog.Condition ?? {};
    const { 'sts:ExternalId': _id, ...operands } = draft.datadog.Condition?.['StringEquals'] ?? {};
    const rest = Object.keys(operands).length === 0 ? others : { ...others, StringEquals: operands };
    const Condition = merged(rest, condition);
    return said(withDatadog(draft, `external id ${form}`, { Condition }), '', {
      furtherIds: [...draft.furtherIds, ...furtherIds],
      isDecided: draft.isDecided && isDecided,
    });
  };
  return draw.pick<() => Draft>([
    () => asked('not asked for', {}),
    () => asked('of somebody else', { StringEquals: { 'sts:ExternalId': OTHER_ID } }, [OTHER_ID]),
    () =>
      asked('in other letter case', { StringEquals: { 'sts:ExternalId': EXTERNAL_ID.toUpperCase() } }, [
        EXTERNAL_ID.toUpperCase(),
      ]),
    () =>
      asked('or another one', { StringEquals: { 'sts:ExternalId': [OTHER_ID, EXTERNAL_ID] } }, [OTHER_ID]),
    () =>
      asked('in any letter case', { StringEqualsIgnoreCase: { 'sts:ExternalId': EXTERNAL_ID } }, [
        EXTERNAL_ID.toUpperCase(),
      ]),
    () => asked('at the end', { StringLike: { 'sts:ExternalId': `*${EXTERNAL_ID}` } }, [`x${EXTERNAL_ID}`]),
    () => asked('as a pattern without wildcards', { StringLike: { 'sts:ExternalId': EXTERNAL_ID } }),
    () => asked('if there is one', { StringEqualsIfExists: { 'sts:ExternalId': EXTERNAL_ID } }),
    () =>
      asked('among those that there are', { 'ForAllValues:StringEquals': { 'sts:ExternalId': EXTERNAL_ID } }),
    () => asked('among several', { 'ForAnyValue:StringEquals': { 'sts:ExternalId': EXTERNAL_ID } }),
    () => asked('of any value', { StringLike: { 'sts:ExternalId': '*' } }, [OTHER_ID]),
    () =>
      asked('other than that of somebody else', { StringNotEquals: { 'sts:ExternalId': OTHER_ID } }, [
        'wrong',
      ]),
    () => asked('replaced by addresses', { IpAddress: { 'aws:SourceIp': '198.51.100.0/24' } }, [], false),
    () => asked('with its key in other letter case', { StringEquals: { 'STS:externalid': EXTERNAL_ID } }),
  ])();
};

const allowCondition: Twist = (draft, draw, facts) => {
  const { form, condition, isDecided } = drawAllowCondition(draw, facts);
  const Condition = merged(draft.datadog.Condition, condition);
  return said(withDatadog(draft, `allows ${form}`, { Condition }), '', {
    isDecided: draft.isDecided && isDecided,
  });
};

const deny: Twist = (draft, draw, facts) => {
  const { form, condition, isDecided } = drawDenyCondition(draw, facts);
  const statement: Statement = {
    Effect: 'Deny',
    Principal: draw.pick(['*' as const, { AWS: '*' }]),
    Action: draw.pick(['sts:AssumeRole', 'sts:*']),
    Condition: condition,
  };
  return said(draft, `denies ${form}`, {
    further: [...draft.further, statement],
    isDecided: draft.isDecided && isDecided,
  });
};

const plainDeny: Twist = (draft, draw) => {
  const [form, statement] = draw.pick<readonly [string, Statement]>([
    ['denies Datadog', { Effect: 'Deny', Principal: { AWS: DATADOG_ROOT }, Action: 'sts:AssumeRole' }],
    [
      'denies another account',
      { Effect: 'Deny', Principal: { AWS: `arn:aws:iam::${STRANGER}:root` }, Action: 'sts:*' },
    ],
    ['denies tags', { Effect: 'Deny', Principal: '*', Action: 'sts:TagSession' }],
    ['denies everybody', { Effect: 'Deny', Principal: '*', Action: 'sts:AssumeRole' }],
  ]);
  return said(draft, form, { further: [...draft.further, statement] });
};

const furtherAllow: Twist = (draft, draw) => {
  const allow = (Principal: NonNullable<Statement['Principal']>, Condition?: Condition): Statement => ({
    Effect: 'Allow',
    Principal,
    Action: 'sts:AssumeRole',
    ...(Condition === undefined ? {} : { Condition }),
  });
  const [form, statement] = draw.pick<readonly [string, Statement]>([
    ['allows another account, too', allow({ AWS: `arn:aws:iam::${STRANGER}:root` }, EXACT_ID)],
    ['allows an administrator, too', allow({ AWS: `arn:aws:iam::${ACCOUNT}:root` }, EXACT_ID)],
    ['allows EC2, too', allow({ Service: 'ec2.amazonaws.com' })],
    ['allows Datadog once more', allow({ AWS: DATADOG_ROOT }, EXACT_ID)],
    ['allows Datadog once more without external id', allow({ AWS: DATADOG })],
    [
      'allows Datadog once more with another external id',
      allow({ AWS: DATADOG }, { StringEquals: { 'sts:ExternalId': OTHER_ID } }),
    ],
  ]);
  return said(draft, form, {
    further: [...draft.further, statement],
    furtherIds: [...draft.furtherIds, OTHER_ID],
    // Whether the other statement lets Datadog in decides nothing any more.
    isDecided: draft.isDecided || form === 'allows Datadog once more',
  });
};

const action: Twist = (draft, draw) => {
  const Action = draw.pick<string | readonly string[]>([
    ['sts:AssumeRole', 'sts:TagSession'],
    'sts:*',
    'STS:assumerole',
    'sts:Assume*',
    'sts:TagSession',
    'sts:AssumeRoleWithSAML',
  ]);
  return withDatadog(draft, `allows ${[Action].flat().join(', ')}`, { Action });
};

const noSelfTest: Twist = (draft) => said(draft, 'does not name the validator', { hasSelfTest: false });

const TWISTS: readonly Twist[] = [
  principal,
  externalId,
  externalId,
  allowCondition,
  allowCondition,
  deny,
  deny,
  plainDeny,
  furtherAllow,
  action,
  noSelfTest,
];

/** A trust policy as the project makes it, or as people have left it. */
export function drawTrust(
  draw: Draw,
  { regions, outsider }: { readonly regions: readonly string[]; readonly outsider: OutsiderForm },
  namesValidator: boolean,
): TrustForm {
  const own = `arn:aws:iam::${DATADOG}:role${outsider.path}${outsider.roleName}`;
  const datadogRole = draw.pick([own, own, `arn:aws:iam::${DATADOG}:role/${OTHER_ROLE}`]);
  const count = draw.chance(45) ? 0 : draw.chance(75) ? 1 : 2;
  let draft = plainDraft(namesValidator);
  for (let step = 0; step < count; step += 1) {
    draft = draw.pick(TWISTS)(draft, draw, { regions, datadogRole });
  }
  return formOf(draft);
}

/** The trust policy as the project makes it. */
export function plainTrust(namesValidator: boolean): TrustForm {
  return formOf(plainDraft(namesValidator));
}

function plainDraft(hasSelfTest: boolean): Draft {
  return { forms: [], datadog: GUIDE, further: [], isDecided: true, furtherIds: [], hasSelfTest };
}

function formOf({ forms, datadog, further, isDecided, furtherIds, hasSelfTest }: Draft): TrustForm {
  const told = forms.filter((form) => form !== '');
  return {
    form: told.length === 0 ? 'as made' : told.join(', '),
    document: documentOf(datadog, ...(hasSelfTest ? [SELF_TEST] : []), ...further),
    isDecided,
    furtherIds,
  };
}
