import type { Findings } from './findings';

/** Who could tell what the validator could not: somebody who is let in, or Datadog itself. */
export function whatWouldProve({ mode, context, triedBy }: Findings): readonly string[] {
  const { spec, isDeclared } = context;
  const byDatadog = `Or see in Datadog, on the AWS integration page, whether account ${spec.accountId} sends metrics of these regions: Datadog's own calls prove it.`;
  switch (mode) {
    case 'off':
      return [
        isDeclared
          ? 'To have access proven, set the property SelfTest of the stack to Report.'
          : 'To have access proven, validate again without SelfTest.',
        byDatadog,
      ];
    case 'own-credentials':
      return [
        triedBy.length === 0
          ? 'To have access proven, validate with credentials that the trust policy lets in.'
          : `To have access proven, let the deployed validator try the role: datadog-integration-role validate --invoke --role-name ${spec.roleName}`,
        byDatadog,
      ];
    case 'assume-role':
      return [byDatadog];
  }
}
