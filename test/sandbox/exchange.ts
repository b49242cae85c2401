import { setTimeout as sleep } from 'node:timers/promises';
import { awsConversation } from './aws-conversation';
import type { Conversation, Ending } from './conversation';
import { datadogConversation, isDatadogs } from './datadog/conversation';
import type { DatadogState } from './datadog/state';
import type { FaultEffect, FaultPlan } from './faults';
import type { HeldCalls } from './held-calls';
import type { HttpAnswer, HttpRequest, Outcome } from './http';
import type { CallFacts, WritableJournal } from './journal';
import { LOGIN_PAGE } from './login-page';
import type { World } from './world';

export interface Surroundings {
  readonly world: World;
  readonly datadog: DatadogState;
  readonly faults: FaultPlan;
  readonly journal: WritableJournal;
  readonly heldCalls: HeldCalls;
}

/**
 * Takes one request through the sandbox: recognised, journalled, struck by its faults, done, answered.
 *
 * @param onHeld called when a fault holds the request for longer than work takes
 */
export async function exchange(
  surroundings: Surroundings,
  request: HttpRequest,
  onHeld: () => void,
): Promise<Outcome> {
  const { world, datadog, faults, journal, heldCalls } = surroundings;
  const conversation = isDatadogs(request)
    ? datadogConversation(world, datadog, request)
    : awsConversation(world, request);
  if (isAnswer(conversation)) return conversation;
  const { facts } = conversation;
  const end = journal.begin(facts);
  const effects = faults.strike(facts);
  const { latencyMs, holdsCalls } = world.settings;
  if (latencyMs > 0) await sleep(latencyMs);
  if (holdsCalls) await heldCalls.arrive();

  const before = await applyBefore(effects, conversation, onHeld);
  if (before === 'hang') return before;
  if (before === 'drop') {
    end('ConnectionDropped');
    return before;
  }
  const { result, answer } = before ?? (await conversation.work());
  for (const effect of effects)
    if (effect.type === 'run' && effect.when === 'after') await unlessHeld(() => effect.run(facts), onHeld);
  end(result);
  return effects.some(({ type }) => type === 'dropAfter') ? 'drop' : answer;
}

function isAnswer(begun: Conversation | HttpAnswer): begun is HttpAnswer {
  return 'status' in begun;
}

async function applyBefore(
  effects: readonly FaultEffect[],
  conversation: Conversation,
  onHeld: () => void,
): Promise<Ending | 'drop' | 'hang' | undefined> {
  const call: CallFacts = conversation.facts;
  for (const effect of effects) {
    if (effect.type === 'delay') await sleep(effect.ms);
    if (effect.type === 'run' && effect.when === 'before') await unlessHeld(() => effect.run(call), onHeld);
    if (effect.type === 'dropBefore') return 'drop';
    if (effect.type === 'hang') return 'hang';
    if (effect.type === 'loginPage') return { result: 'LoginPage', answer: LOGIN_PAGE };
    const struck = conversation.struckBy(effect);
    if (struck !== undefined) return struck;
  }
  return undefined;
}

/** In real time: longer than whatever only looks or kills. */
const HELD_AFTER_MS = 30;

async function unlessHeld(run: () => unknown, onHeld: () => void): Promise<void> {
  const timer = setTimeout(onHeld, HELD_AFTER_MS);
  try {
    await run();
  } finally {
    clearTimeout(timer);
  }
}
