import type { CheckStatus, RegionResult, RegionStatus } from '../../../src/report/report';
import { diagnose } from '../../../src/validation/diagnosis/diagnose';
import type { ProbeMode } from '../../../src/validation/evidence';
import type { SimulatorWord } from '../../../src/validation/simulator-word';
import cases from '../../cases/diagnoses.json';
import { recordOf, VALIDATOR_ROLE, worksIn } from '../../support/validation/situations';

interface Case {
  readonly point: string;
  readonly properties?: Record<string, unknown>;
  readonly mode?: ProbeMode;
  readonly assumeExplainedBy?: string[];
  readonly sessionExplainedBy?: string[];
  readonly regions: Readonly<Record<string, readonly [RegionStatus, string]>>;
  readonly status: CheckStatus;
  readonly summary: string;
  readonly evidence: string[];
  /** What the remedy says. */
  readonly steps: string[];
  /** What it does not say. */
  readonly not?: string[];
  readonly listFailure?: string;
  readonly refusals?: SimulatorWord['refusals'];
  readonly refusedByOrganization?: readonly string[];
  readonly isBorneOut?: boolean;
  readonly triedBy?: readonly string[];
  /** Whether a stack declares the role; one does unless this is false. */
  readonly isDeclared?: boolean;
  /** Null where nobody knows who the validator is. */
  readonly validatorArn?: null;
}

const simulatorWith = (given: Partial<Case>): SimulatorWord => ({
  contradicted: new Set(),
  isBorneOut: given.isBorneOut ?? true,
  refusals: given.refusals ?? [],
  regionalServices: new Set(),
  refusedByOrganization: new Set(given.refusedByOrganization),
});

const REGIONS = ['us-east-1', 'eu-west-1', 'eu-central-1'];

function results(given: Case['regions']): RegionResult[] {
  return REGIONS.map((region) => {
    const [status, cause] = given[region] ?? [];
    return status === undefined || cause === undefined
      ? worksIn(region)
      : { region, status, cause, message: `AccessDenied: ${cause}`, latencyMs: 40 };
  });
}

describe('the diagnosis when', () => {
  // The file's texts are wider than the literals that the code knows.
  test.each(cases.cases as unknown as Case[])('$point', (given) => {
    const verdict = diagnose({
      mode: given.mode ?? 'assume-role',
      regions: results(given.regions),
      assumeExplainedBy: given.assumeExplainedBy ?? [],
      sessionExplainedBy: given.sessionExplainedBy ?? [],
      simulator: simulatorWith(given),
      triedBy: given.triedBy ?? [VALIDATOR_ROLE],
      context: {
        spec: recordOf(given.properties).spec,
        roleArn: 'arn:aws:iam::123456789012:role/DatadogIntegrationRole',
        isDeclared: given.isDeclared ?? true,
        validatorArn: given.validatorArn === null ? null : VALIDATOR_ROLE,
      },
      listFailure: given.listFailure ?? null,
    });

    const { status, summary, evidence } = given;
    expect(verdict).toMatchObject({ status, summary, evidence });
    for (const text of given.steps) expect(verdict.remedy.join('\n')).toContain(text);
    for (const text of given.not ?? []) expect(verdict.remedy.join('\n')).not.toContain(text);
    expect(verdict.remedy.length > 0).toBe(verdict.status !== 'pass');
  });

  test('the account’s regions could not be listed', () => {
    const verdict = diagnose({
      mode: 'assume-role',
      regions: [worksIn('us-east-1')],
      assumeExplainedBy: [],
      sessionExplainedBy: [],
      simulator: simulatorWith({}),
      triedBy: [],
      context: { spec: recordOf().spec, roleArn: '', isDeclared: true, validatorArn: null },
      listFailure: 'AccessDeniedException: no',
    });

    expect(verdict.evidence.join()).toContain('could not be listed (AccessDeniedException: no)');
  });

  test('AWS names the policies that refuse', () => {
    const policyArn = 'arn:aws:organizations::111111111111:policy/o-1/service_control_policy/p-1';
    const denied = (region: string, other: Partial<RegionResult> = {}): RegionResult => ({
      ...worksIn(region),
      status: 'session-denied',
      cause: 'scp_explicit_deny',
      message: 'AccessDenied: no',
      policyArn,
      ...other,
    });
    const verdict = diagnose({
      mode: 'assume-role',
      regions: [
        worksIn('us-east-1'),
        denied('eu-west-1'),
        denied('eu-west-2'),
        denied('eu-west-3', { policyArn: `${policyArn}2` }),
      ],
      assumeExplainedBy: [],
      sessionExplainedBy: [],
      simulator: simulatorWith({}),
      triedBy: [],
      context: { spec: recordOf().spec, roleArn: '', isDeclared: true, validatorArn: VALIDATOR_ROLE },
      listFailure: null,
    });

    expect(verdict.evidence).toContain(
      `AWS names the service control policy that refuses cloudwatch:ListMetrics in eu-west-1, eu-west-2, eu-west-3: ${policyArn}, ${policyArn}2`,
    );
  });
});
