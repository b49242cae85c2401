import type { RegisteredAccount } from '../../datadog-api/account';
import { settingsOf } from '../../registration/settings';
import { aboutRegistration, isDatadogAsked } from './about-registration';
import { type Check, pass } from './check';
import { changeInDatadog } from './datadog-command';

/** Does Datadog ask in the regions that the role's permissions are for? */
export const datadogRegions: Check = {
  id: 'datadog-regions',
  essential: false,
  isAsked: isDatadogAsked,
  evaluate: aboutRegistration((account, { target, regionList, excluded }, { site }) => {
    const { regions: declared } = target.spec;
    const collected = collectedRegions(account);
    if (collected === undefined && declared.length === 0)
      return pass('Datadog asks in all regions, and so may the role.');
    const out = Object.entries(excluded).map(
      ([region, { cause, since }]) => `Taken out while it is blocked: ${region}, since ${since} (${cause}).`,
    );
    if (declared.length === 0)
      return pass(`Datadog asks in some regions only, as it was told to.`, [
        `Regions at ${site}: ${(collected ?? []).join(', ') || 'none'}.`,
        ...out,
      ]);
    const asked = collected ?? regionList.enabled;
    const without = asked.filter((region) => !declared.includes(region));
    const missing = declared.filter((region) => !asked.includes(region) && !(region in excluded));
    if (without.length === 0 && missing.length === 0)
      return pass('Datadog asks in the regions of the role.', [`Regions: ${declared.join(', ')}.`, ...out]);
    return {
      status: 'warn',
      summary: 'Datadog asks in other regions than the role’s permissions are for.',
      evidence: [
        ...(missing.length === 0
          ? []
          : [`No data comes from ${missing.join(', ')}: Datadog does not ask there.`]),
        ...(without.length === 0
          ? []
          : [`Datadog asks in vain in ${without.join(', ')}: the role may nothing there.`]),
      ],
      remedy: [
        'Set the same Regions in the stack and in Datadog; a stack that registers the account does both with one update.',
        ...changeInDatadog(site, account, { aws_regions: { include_only: declared } }),
      ],
    };
  }),
};

/** The regions that Datadog was told to ask in; undefined for all. */
export function collectedRegions(account: RegisteredAccount): readonly string[] | undefined {
  const { Regions: regions } = settingsOf(account);
  return typeof regions === 'object' && 'include_only' in regions ? regions.include_only : undefined;
}
