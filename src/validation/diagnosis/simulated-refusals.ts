import type { RegionalRefusal } from '../simulator-word';
import { type RemedyContext, remedyFor } from './remedies';

const SHOWN_SERVICES = 12;

/** Services that a region is refused, as a part of a sentence. */
export function conclusionOfRefusal({ deniedBy, services, regions }: RegionalRefusal): string {
  const shown = services.slice(0, SHOWN_SERVICES).join(', ');
  const more = services.length - SHOWN_SERVICES;
  return `${WHAT[deniedBy]} ${shown}${more > 0 ? ` and ${more} services more` : ''} in ${regions.join(', ')}`;
}

const WHAT: Readonly<Record<RegionalRefusal['deniedBy'], string>> = {
  organization: 'a service control policy refuses',
  'permissions boundary': 'the permissions boundary refuses',
  'explicit deny': 'a Deny in a policy of the role refuses',
  'not granted': 'no policy of the role grants',
};

/** Why the simulator is heard where a call was allowed, and what it may not know. */
export function evidenceOfRefusals(refusals: readonly RegionalRefusal[]): readonly string[] {
  if (refusals.length === 0) return [];
  return [
    'The probe calls CloudWatch alone; iam:SimulatePrincipalPolicy was asked for one action of every other service in each region.',
    ...(refusals.some(({ deniedBy }) => deniedBy === 'organization')
      ? [
          'It does not tell which condition keys service control policies ask for: those that it was not given, such as aws:SourceIp, may spare Datadog.',
        ]
      : []),
  ];
}

export function remedyForRefusal(
  { deniedBy, services, regions }: RegionalRefusal,
  context: RemedyContext,
): readonly string[] {
  const where = regions.join(', ');
  switch (deniedBy) {
    case 'organization':
      return remedyFor(
        {
          deniedBy: 'service control policy',
          call: 'cloudwatch:ListMetrics',
          regions,
          isImplicit: false,
          message: '',
          policyArns: [],
        },
        context,
      );
    case 'permissions boundary':
      return [
        `Allow what Datadog reads of ${services.join(', ')} in ${where} in the permissions boundary of the role.`,
      ];
    case 'explicit deny':
    case 'not granted':
      return [
        `Find what restricts ${services.join(', ')} to other regions than ${where} among the policies of the role, or leave ${where} out of the property Regions.`,
      ];
  }
}
