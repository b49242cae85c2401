import type { StackStatus } from '../../sandbox/cloudformation/stack-state';
import { type CanonicalState, differences } from '../canonical-state';
import type { Outcome } from '../fault-kind';
import type { Story } from '../story';
import type { Violations } from './violation';

/** Where a stack may rest when an operation has failed. */
const FAILURES: Readonly<Record<Story['ends'], readonly StackStatus[]>> = {
  CREATE_COMPLETE: ['ROLLBACK_COMPLETE', 'ROLLBACK_FAILED'],
  ROLLBACK_COMPLETE: ['ROLLBACK_FAILED'],
  UPDATE_COMPLETE: ['UPDATE_ROLLBACK_COMPLETE', 'UPDATE_ROLLBACK_FAILED'],
  UPDATE_ROLLBACK_COMPLETE: ['UPDATE_ROLLBACK_FAILED'],
  DELETE_COMPLETE: ['DELETE_FAILED'],
};

/** Where a stack must rest after a fault, and after the operator's repetition. */
export function statusViolations(
  story: Story,
  outcome: Outcome,
  [first, repeated]: readonly StackStatus[],
): Violations {
  const allowed = allowedEnds(story, outcome);
  if (first === undefined || !allowed.includes(first))
    return [`the stack rests in ${first} instead of ${allowed.join(' or ')}`];
  return repeated?.endsWith('_FAILED')
    ? [`the repetition ended in ${repeated}, with nothing in its way`]
    : [];
}

function allowedEnds({ act, deployed, ends }: Story, outcome: Outcome): readonly StackStatus[] {
  if (outcome === 'recovers') return [ends];
  if (outcome === 'either') return [ends, ...FAILURES[ends]];
  if (act.kind === 'delete') return ['DELETE_FAILED'];
  return deployed.length === 0 ? ['ROLLBACK_COMPLETE'] : ['UPDATE_ROLLBACK_COMPLETE'];
}

/** The states in which a story begins and ends, and the names of roles that CloudFormation said it left behind. */
export interface ExpectedStates {
  readonly start: CanonicalState;
  readonly end: CanonicalState;
}

/** A success leads to the end of the clean run, and a failure back to the start: exactly, and to nothing in between. */
export function endStateViolations(
  story: Story,
  statuses: readonly StackStatus[],
  expected: ExpectedStates,
  actual: CanonicalState,
): Violations {
  const status = statuses.at(-1);
  const isSuccess =
    status === 'CREATE_COMPLETE' ||
    status === 'UPDATE_COMPLETE' ||
    (status === 'DELETE_COMPLETE' && story.act.kind === 'delete');
  const leadsToEnd = isSuccess || story.rollsBackTo === 'end';
  return differences(leadsToEnd ? expected.end : expected.start, actual).map(
    (difference) => `after ${statuses.join(', then ')}: ${difference}`,
  );
}

/** Attributes that are others in every run. */
const OF_EACH_RUN = ['RoleId', 'AccountConfigId'];

/** Of a registration it is Datadog that gives one, and the reply says which. */
function isOfEachRun(name: string, attributes: Readonly<Record<string, unknown>>): boolean {
  return OF_EACH_RUN.includes(name) || (name === 'ExternalId' && 'AccountConfigId' in attributes);
}

/** What other resources of the stack are given is the same. */
export function attributeViolations(
  expected: Readonly<Record<string, unknown>>,
  actual: Readonly<Record<string, unknown>>,
): Violations {
  return Object.entries(expected)
    .filter(([name, value]) => !isOfEachRun(name, expected) && actual[name] !== value)
    .map(([name, value]) => `the attribute ${name} is ${actual[name]} instead of ${value}`);
}
