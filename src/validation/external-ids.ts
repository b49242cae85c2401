import type { CheckResult, DriftItem, RegionResult } from '../report/report';
import { isCommand } from '../report/short-steps';
import { shortened } from '../runtime/text';
import { isExternalIdKey } from './external-id-conditions';

/*
 * External ids are no secret to AWS, but who knows one and has a foot in Datadog's account is let in: reports, which go
 * into logs, mails and events, show them shortened. Only commands have them whole, which would not work otherwise.
 */

/** Shorter ones are words that may stand for something else: they are known by the quotes around them only. */
const UNMISTAKABLE_CHARACTERS = 12;

/**
 * Texts in which external ids are shortened.
 *
 * @param own that of the integration, wherever it stands
 * @param others such as the trust policy demands: where they are quoted, as in the reasons of decisions
 */
export function concealing(own: string, others: readonly string[]): (text: string) => string {
  const quoted = [...new Set([own, ...others])].filter((id) => /[^*?]/.test(id));
  return (text) => {
    const unquoted = quoted.reduce(
      (kept, id) => kept.replaceAll(JSON.stringify(id), JSON.stringify(shortened(id))),
      text,
    );
    return own.length < UNMISTAKABLE_CHARACTERS ? unquoted : unquoted.replaceAll(own, shortened(own));
  };
}

/** What is found and said, but for the commands of remedies. */
export function concealInCheck<T extends CheckResult>(check: T, conceal: (text: string) => string): T {
  return {
    ...check,
    summary: conceal(check.summary),
    evidence: check.evidence.map(conceal),
    remedy: check.remedy.map((step) => (isCommand(step) ? step : conceal(step))),
  };
}

/** What AWS said. */
export function concealInRegion(region: RegionResult, conceal: (text: string) => string): RegionResult {
  return { ...region, message: region.message === null ? null : conceal(region.message) };
}

/** The values of drift, in which external ids are known by the key of their condition, too. */
export function concealInDrift(item: DriftItem, conceal: (text: string) => string): DriftItem {
  const { expected, actual } = item;
  return { ...item, expected: concealIn(expected, conceal), actual: concealIn(actual, conceal) };
}

function concealIn(value: unknown, conceal: (text: string) => string): unknown {
  if (typeof value === 'string') return conceal(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((entry) => concealIn(entry, conceal));
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [
      key,
      concealIn(entry, isExternalIdKey(key) ? shortened : conceal),
    ]),
  );
}
