import { WRONG_EXTERNAL_ID } from '../../probe/session';
import { shortened } from '../../runtime/text';
import type { ExternalIdOpening } from '../external-id-openings';
import type { Situation } from '../situation';
import { aboutRole, type Check, pass } from './check';
import { restoreTrustPolicy } from './restore';

/** Is the role closed to whoever does not know the external id? An open one lets in every customer of Datadog. */
export const externalIdEnforced: Check = {
  id: 'external-id-enforced',
  essential: true,
  evaluate: aboutRole((present, situation) => {
    const { openings, byRegion } = present.trust;
    const isAccepted = byRegion.some(
      ({ externalId }) => externalId !== null && externalId.answer.is !== 'no',
    );
    // A statement that takes one external id enforces that: whose it is, external-id has to tell.
    const wide = openings.filter((opening) => isAccepted || !takesOne(opening));
    const open = [
      ...wide.map((opening) => describe(opening, situation.target.spec.externalId)),
      ...acceptedByProbe(situation),
    ];
    if (open.length > 0) {
      return {
        status: 'fail',
        summary: 'The role can be assumed without its external id.',
        evidence: open,
        remedy: restoreTrustPolicy(present, situation),
      };
    }
    if (openings.length > 0) {
      return {
        status: 'unknown',
        summary:
          'The trust policy demands another external id, and only whoever uses that could tell whose it is.',
        evidence: openings.map((opening) => describe(opening, situation.target.spec.externalId)),
        remedy: ['Carry out the remedy of external-id.'],
      };
    }
    return pass('The role cannot be assumed without its external id.', [
      'By the trust policy, Datadog is refused without an external id and with a wrong one.',
      ...refusedByProbe(situation),
    ]);
  }),
};

function takesOne({ accepts, acceptsMore }: ExternalIdOpening): boolean {
  return accepts.length === 1 && accepts[0] !== null && !acceptsMore;
}

/** Names the statement, what it demands and whom it lets in. */
function describe({ statement, demands, accepts }: ExternalIdOpening, externalId: string): string {
  const shown = (id: string) => {
    if (id.includes(externalId)) return id.replace(externalId, shortened(externalId));
    return id === WRONG_EXTERNAL_ID || /[*?]/.test(id) ? id : shortened(id);
  };
  const demanded =
    demands.length === 0
      ? 'no external id'
      : demands
          .map(({ operator, values }) => `sts:ExternalId ${operator} ${values.map(shown).join(' or ')}`)
          .join(' and ');
  const withIds = accepts.map((id) =>
    id === null ? 'without an external id' : `with the external id ${shown(id)}`,
  );
  const how = withIds.length === 0 ? 'with other external ids' : withIds.join(', and ');
  return `By ${statement} of its trust policy, which demands ${demanded}, Datadog is let in ${how}.`;
}

function acceptedByProbe({ externalIdProbe: probe, homeRegion }: Situation): readonly string[] {
  return [
    ...(probe?.withoutExternalId === 'accepted'
      ? [`STS in ${homeRegion} let the validator in without an external id.`]
      : []),
    ...(probe?.withWrongExternalId === 'accepted'
      ? [`STS in ${homeRegion} let the validator in with a wrong external id.`]
      : []),
  ];
}

/** A refusal proves something only where the right external id is accepted. */
function refusedByProbe({ externalIdProbe: probe, homeRegion, regions }: Situation): readonly string[] {
  const home = regions.find(({ region }) => region === homeRegion)?.status;
  const proves = home === 'ok' || home === 'session-denied';
  return proves && probe?.withoutExternalId === 'refused' && probe.withWrongExternalId === 'refused'
    ? [`STS in ${homeRegion} refused the validator without an external id and with a wrong one.`]
    : [];
}
