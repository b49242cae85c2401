import type { Target } from './call-label';
import type { FaultKind } from './fault-kind';
import { FAULT_KINDS } from './fault-kinds';
import type { Violations } from './invariants/violation';
import { type Rehearsal, rehearse } from './rehearsal';
import { type Case, runCase } from './run-case';
import type { Story } from './story';
import { openBed, type TestBed } from './test-bed';

/** Which cases to take; everything without a choice. */
export interface Selection {
  readonly stories: readonly Story[];
  readonly kinds?: readonly FaultKind[];
  readonly takes?: (caseId: string) => boolean;
}

export interface CaseOutcome {
  readonly id: string;
  readonly story: string;
  readonly kind: string;
  readonly violations: Violations;
  readonly durationMs: number;
}

/** Rehearses every story and makes a case of each fault wherever it can strike: a new call is covered at once. */
export async function casesOf(
  testBed: TestBed,
  { stories, kinds = FAULT_KINDS, takes }: Selection,
): Promise<Case[]> {
  const cases: Case[] = [];
  for (const story of stories) {
    const rehearsal = await rehearse(testBed, story);
    for (const found of casesOfStory(rehearsal, kinds)) if (takes?.(found.id) ?? true) cases.push(found);
  }
  return cases;
}

function casesOfStory(rehearsal: Rehearsal, kinds: readonly FaultKind[]): Case[] {
  const isTried = ({ isOfOrder }: FaultKind) => isOfOrder || !rehearsal.story.isVariant;
  const isAnotherStory = ({ withholdsAnswers }: FaultKind, { label, occurrence }: Target) =>
    withholdsAnswers === true && label === rehearsal.story.failsBy && occurrence === 1;
  return kinds.filter(isTried).flatMap((kind) =>
    kind
      .targets(rehearsal)
      .filter((target) => !isAnotherStory(kind, target))
      .map((target) => ({
        id: `${rehearsal.story.id}/${target.label}#${target.occurrence}/${kind.id}`,
        rehearsal,
        target,
        kind,
      })),
  );
}

/** What a test bed keeps of past trials is thrown away with it. */
const CASES_PER_BED = 500;

/**
 * Runs cases at the same time, each on a test bed of its own. Those that kill the function come first: after a kill
 * everything is cold, and the others are much faster in a function that has been running for a while.
 */
export async function runCases(
  cases: readonly Case[],
  bedCount: number,
  onOutcome: (outcome: CaseOutcome) => void,
): Promise<void> {
  const queue = [...cases].sort((one, other) => Number(other.kind.kills) - Number(one.kind.kills)).values();
  const takeTurns = async () => {
    let testBed = await openBed();
    let used = 0;
    for (const next of queue) {
      if (used++ === CASES_PER_BED) {
        await testBed.close();
        testBed = await openBed();
        used = 1;
      }
      onOutcome(await outcomeOf(testBed, next));
    }
    await testBed.close();
  };
  await Promise.all(Array.from({ length: bedCount }, takeTurns));
}

async function outcomeOf(testBed: TestBed, one: Case): Promise<CaseOutcome> {
  const startedAt = performance.now();
  const { violations } = await runCase(testBed, one);
  const durationMs = performance.now() - startedAt;
  return { id: one.id, story: one.rehearsal.story.id, kind: one.kind.id, violations, durationMs };
}
