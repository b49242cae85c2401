import { isGlobalAction } from '../../iam/role/permissions-document';
import { wantedPermissions } from '../../integration/wanted-permissions';
import type { CallFailure } from '../../probe/call-failure';
import type { Verdict } from '../../report/report';
import { GLOBAL_REGIONS } from '../global-regions';
import { answerOfText } from '../permission-text';
import { concreteActions } from '../permissions';
import { policyTexts } from '../policy-texts';
import { serviceOf } from '../representatives';
import { settledPermissions } from '../settled-permissions';
import { type SimulatedAction, takesAway } from '../simulated-action';
import { simulatorWord } from '../simulator-word';
import type { RoleSituation, Situation } from '../situation';
import { aboutRole, type Check, notKnown, pass } from './check';
import { type DeniedActions, deniedActionsOf, describeDenied, remedyForDenied } from './denied-actions';
import { listActions } from './permission-findings';

/**
 * Does a permissions boundary, or a denial elsewhere, take away what the role's policies grant? AWS's evaluator is asked.
 * It is no proof where the role was seen to do what it denies, nor for service control policies, of whose conditions it does
 * not tell which it could not decide: see proof.ts.
 */
export const boundaryAllows: Check = {
  id: 'boundary-allows',
  essential: true,
  evaluate: aboutRole((present, situation) => {
    const { simulation } = situation;
    if (!simulation.ok) return byText(simulation.failure, present, situation);
    const word = simulatorWord(situation);
    const { settled, open } = settledPermissions(simulation.value, policyTexts(present, situation));
    const taken = settled.filter(({ deniedBy }) => takesAway(deniedBy));
    const isAside = mayBeRegionDeny(situation) ? isOfGlobalService : () => false;
    const aside = taken.filter(isAside);
    // Of what is refused in some regions only, the check on regions tells.
    const denials = deniedActionsOf(
      taken.filter((entry) => !isAside(entry) && !word.regionalServices.has(serviceOf(entry.action))),
    );
    const believed = denials.filter(({ deniedBy }) => !word.contradicted.has(deniedBy));
    const proven = believed.filter(({ deniedBy }) => deniedBy !== 'organization');
    const said = believed.filter(({ deniedBy }) => deniedBy === 'organization');
    const about = { present, situation };
    if (proven.length > 0) return refused('fail', [...proven, ...said], about);
    if (said.length > 0) return refused(word.isBorneOut ? 'warn' : 'unknown', said, about);
    const unsure = [
      ...denials.filter(({ deniedBy }) => word.contradicted.has(deniedBy)).map(describeContradicted(present)),
      ...describeOpen(open),
      ...describeUnasked(situation),
    ];
    if (unsure.length > 0) {
      return {
        status: 'unknown',
        summary: 'What the role is granted could not be told for sure by AWS’s policy simulator.',
        evidence: unsure,
        remedy: [
          `In Datadog, on the AWS integration page, see whether account ${situation.target.spec.accountId} sends metrics of these services: what the role is really answered, only its own calls prove.`,
        ],
      };
    }
    return pass('Nothing takes away what the role is granted.', [
      `iam:SimulatePrincipalPolicy was asked for ${simulation.value.length} actions, and in ${situation.regionSimulations.length} regions for one of each service.`,
      `Permissions boundary: ${present.role.permissionsBoundary ?? 'none'}.`,
      ...describeAside(aside),
    ]);
  }),
};

/**
 * Published region denies, such as AWS Control Tower's, leave out most global services and forget some: what they refuse in
 * the region of those services' endpoints keeps Datadog out of none of the account's regions. Where that region's own services
 * are not refused, it is no region deny.
 */
function mayBeRegionDeny({ regionSimulations, target }: Situation): boolean {
  const global = GLOBAL_REGIONS[target.spec.partition];
  const asked = regionSimulations.find(({ region }) => region === global)?.simulation;
  return asked === undefined || !asked.ok || asked.value.some(({ deniedBy }) => deniedBy === 'organization');
}

function isOfGlobalService({ action, deniedBy }: SimulatedAction): boolean {
  return deniedBy === 'organization' && isGlobalAction(action);
}

function describeAside(aside: readonly SimulatedAction[]): readonly string[] {
  if (aside.length === 0) return [];
  return [
    `By the word of AWS’s policy simulator, a service control policy refuses these actions of global services: ${listActions(aside.map(({ action }) => action))}.`,
  ];
}

function refused(
  status: Verdict['status'],
  denials: readonly DeniedActions[],
  { present, situation }: { readonly present: RoleSituation; readonly situation: Situation },
): Verdict {
  const boundary = present.role.permissionsBoundary;
  const sentence = denials.map((denied) => describeDenied(denied, boundary)).join('; ');
  return {
    status,
    summary:
      status === 'fail'
        ? `Of what the role is granted, ${sentence}.`
        : `By the word of AWS’s policy simulator, of what the role is granted ${sentence}.`,
    evidence: [
      ...denials.map(
        ({ actions, policies }) =>
          `${actions.join(', ')}${policies.length === 0 ? '' : `: decided by ${policies.join(', ')}`}`,
      ),
      ...(status === 'fail'
        ? []
        : [
            'It does not tell which condition keys service control policies ask for: those that it was not given, such as aws:SourceIp or aws:ResourceOrgID, may spare Datadog.',
          ]),
    ],
    remedy: denials.flatMap((denied) => remedyForDenied(denied, present, situation)),
  };
}

/** Where the evaluator may not be asked, a boundary's own document still proves what it does not allow. */
function byText(failure: CallFailure, present: RoleSituation, situation: Situation): Verdict {
  const { target, permissionSets, boundaryDocument } = situation;
  const { boundary, keys } = policyTexts(present, situation);
  const needed = concreteActions(wantedPermissions(target.spec, permissionSets), permissionSets);
  const taken: readonly SimulatedAction[] =
    typeof boundary === 'string'
      ? needed
          .filter((action) => answerOfText([boundary], action, keys).is === 'no')
          .map((action) => ({ action, deniedBy: 'permissions boundary', policies: [] }))
      : [];
  if (taken.length > 0) return refused('fail', deniedActionsOf(taken), { present, situation });
  const unknown = notKnown('AWS could not be asked what the role may do', failure);
  const reading = boundaryDocument?.ok === false ? [boundaryDocument.failure.message] : [];
  return { ...unknown, evidence: [...unknown.evidence, ...reading] };
}

const describeContradicted =
  ({ role }: RoleSituation) =>
  (denied: DeniedActions): string =>
    `It says that ${describeDenied(denied, role.permissionsBoundary)}, and that the same refuses what a session of the role was allowed just now: it lacks values of condition keys.`;

function describeOpen(open: readonly SimulatedAction[]): readonly string[] {
  if (open.length === 0) return [];
  const keys = [...new Set(open.flatMap(({ missingKeys = [] }) => missingKeys))];
  return [
    `Whether the role may do ${listActions(open.map(({ action }) => action))} depends on ${keys.join(', ')}, which only a request by Datadog would show.`,
  ];
}

function describeUnasked({ regionSimulations }: Situation): readonly string[] {
  return regionSimulations.flatMap(({ region, simulation }) =>
    simulation.ok ? [] : [`It could not be asked about ${region}: ${simulation.failure.message}`],
  );
}
