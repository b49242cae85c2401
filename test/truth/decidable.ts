import {
  ACCOUNT,
  EXTERNAL_ID,
  HOME,
  ROLE,
  ROLE_ARN,
  SIGN_ON_ROLE,
  VALIDATOR_ARN,
  VALIDATOR_ROLE,
} from './places';
import type { Situation } from './situation';
import { isOpen, type Truth, wantedRegions, works } from './truth';
import { unseenIn } from './unseen';
import type { TruthWorld } from './world';

/** Without these the validator is blind for what it has to judge; it does without the others. */
const NEEDED_READS = ['iam:GetRole', 'ssm:GetParametersByPath'];

/**
 * Is there evidence from which whoever validates could know how the situation is? A refusal is known from a text that
 * can be read, from AWS's evaluator, or from a probe as the role; that everything works, from all of them together.
 */
export function isDecidable(world: TruthWorld, situation: Situation, truth: Truth): boolean {
  const { validator, vantage, trust, origin, regions, weather } = situation;
  if (unseenIn(situation).length > 0 || weather.form !== 'fair') return false;
  const lacks = vantage === 'function' ? validator.lacks : null;
  if (lacks !== null && NEEDED_READS.includes(lacks)) return false;
  if (!canRead(world, situation)) return false;
  if (works(truth)) {
    return lacks === null && trust.isDecided && canProbe(world, situation) && !isConfusing(situation);
  }
  // Only Datadog's own word could tell what a resource control policy does to Datadog.
  const isByRcp = situation.rcps.documents.length > 0;
  if (origin === 'gone' || isOpen(truth)) return trust.isDecided || origin === 'gone';
  if (regions.stsOff.length > 0) return true;
  if (truth.regions.some(({ assumeRefused }) => assumeRefused !== null)) return trust.isDecided && !isByRcp;
  if (situation.scps.onlySessionsShow && !canProbe(world, situation)) return false;
  return lacks !== 'iam:SimulatePrincipalPolicy' && !isConfusing(situation);
}

/** Conditions for which neither the evaluator nor a reader has the value. */
function isConfusing({ scps, boundary }: Situation): boolean {
  return /ResourceOrgID|PrincipalTag/.test(JSON.stringify([scps.documents, boundary.document]));
}

/** Whether the validator's own role is let in everywhere. */
function canProbe({ account }: TruthWorld, situation: Situation): boolean {
  if (situation.vantage !== 'function' || situation.selfTest === 'Off' || situation.origin === 'by hand')
    return false;
  return wantedRegions(situation).every((region) =>
    account.canAssume(VALIDATOR_ARN, ROLE, { externalId: EXTERNAL_ID, region }),
  );
}

/** What the verdict rests on in any case. */
const READS = [
  ['iam:GetRole', ROLE_ARN],
  ['iam:SimulatePrincipalPolicy', ROLE_ARN],
  ['ssm:GetParametersByPath', `arn:aws:ssm:${HOME}:${ACCOUNT}:parameter/datadog-integration-role`],
] as const;

/** Whether service control policies leave it to whoever validates to read the role; administrators have no other limit. */
function canRead({ account }: TruthWorld, { scps, vantage, validator }: Situation): boolean {
  if (scps.documents.length === 0) return true;
  const isDeployed = vantage === 'function';
  const may = account.effectivePermissions(isDeployed ? VALIDATOR_ROLE : SIGN_ON_ROLE);
  return READS.every(
    ([action, resource]) =>
      (isDeployed && action === validator.lacks) || may(action, { resource, region: HOME }),
  );
}
