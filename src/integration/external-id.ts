const SHOWN_CHARACTERS = 4;

/**
 * An external id as people are shown it: enough to compare it, not enough to use it. AWS does not treat it as a secret
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html); mails and logs need not
 * spread it all the same.
 */
export function shortened(externalId: string): string {
  const shown = Math.min(SHOWN_CHARACTERS, Math.floor(externalId.length / 3));
  return `${externalId.slice(0, shown)}…${externalId.slice(externalId.length - shown)}`;
}
