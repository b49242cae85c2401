import fc from 'fast-check';
import { evaluateTrust } from '../../src/policy/trust';
import { type RegionalTrust, trustFindings, trustInRegion } from '../../src/validation/trust-findings';
import type { TrustExpectation } from '../../src/validation/trust-question';
import { ACCOUNT, documents, KEYS } from '../support/random-trust-policies';

const EXPECTED: TrustExpectation = {
  partition: 'aws',
  accountId: '123456789012',
  datadogAccountId: ACCOUNT,
  externalId: 'right',
  selfTestPrincipals: [],
  roleTags: {},
  askedRegions: ['eu-west-1', 'us-east-1'],
  now: Date.parse('2026-06-01T12:00:00Z'),
};
/** Those that IAM need not send: `evaluateTrust` answers as if it did not. */
const MAY_BE_ABSENT = [
  'aws:PrincipalArn',
  'aws:SourceIp',
  'aws:PrincipalTag/team',
  'aws:PrincipalOrgID',
  'aws:MultiFactorAuthAge',
  'sts:ExternalId',
];

describe('whatever a trust policy says', () => {
  test('the checks together say of Datadog what the whole policy does', () => {
    fc.assert(
      fc.property(documents, (document) => {
        for (const { datadog, principal, externalId, deny, refusedBy } of trustFindings(
          JSON.stringify(document),
          EXPECTED,
        ).byRegion) {
          const isInOrder =
            principal.answer.is === 'yes' && externalId?.answer.is === 'yes' && deny.answer.is === 'no';
          expect(isInOrder).toBe(datadog.answer.is === 'yes');
          expect(refusedBy !== null).toBe(datadog.answer.is === 'no');
        }
      }),
      { numRuns: 300 },
    );
  });

  test('each region gets the answer that it gets when it is asked alone', () => {
    fc.assert(
      fc.property(documents, (document) => {
        const text = JSON.stringify(document);
        const answers = ({ region, datadog, principal, externalId, deny, refusedBy }: RegionalTrust) => ({
          region,
          datadog: datadog.answer,
          principal: principal.answer,
          externalId: externalId?.answer,
          deny: deny.answer,
          refusedBy,
        });

        expect(trustFindings(text, EXPECTED).byRegion.map(answers)).toEqual(
          EXPECTED.askedRegions.map((region) => answers(trustInRegion(text, EXPECTED, region))),
        );
      }),
    );
  });

  test('it enforces the external id, or the statements are named that do not', () => {
    fc.assert(
      fc.property(documents, fc.constantFrom('dd-crawler', 'ops'), (document, role) => {
        const text = JSON.stringify(document);
        fc.pre(!KEYS.some((key) => !MAY_BE_ABSENT.includes(key) && text.includes(key)));
        const { openings } = trustFindings(text, EXPECTED);
        const principalArn = `arn:aws:sts::${ACCOUNT}:assumed-role/${role}/s`;

        const isOpen = [{}, { externalId: 'RIGHT' }, { externalId: 'right-not' }, { externalId: '12' }].some(
          (given) => evaluateTrust(document, { principalArn, ...given }).allowed,
        );

        if (isOpen) expect(openings).not.toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});
