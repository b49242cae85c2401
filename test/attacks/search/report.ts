import type { Violations } from '../attack';
import type { ThiefSearch } from './thief';

const SHOWN_ACTIONS = 3;

/** How much was searched, and how long it took. */
export function figuresOf({ description, depth, results, durationMs }: ThiefSearch): string {
  const sum = (count: (result: ThiefSearch['results'][number]) => number) =>
    results.reduce((total, result) => total + count(result), 0);
  const roles = new Set(results.flatMap(({ targets }) => targets)).size;
  const sequences = sum(({ alphabet }) => alphabet ** depth).toExponential(1);
  return (
    `${description}: sequences of at most ${depth} calls about ${roles} roles; ` +
    `${sum(({ alphabet }) => alphabet)} calls make ${sequences} sequences, ${sum(({ tried }) => tried)} calls were tried ` +
    `in ${sum(({ states }) => states)} different states, in ${(durationMs / 1000).toFixed(1)} s`
  );
}

/** Every way that was found, the shortest to each role. */
export function waysIn({ results, steps }: ThiefSearch): Violations {
  const ways = results.flatMap(({ way }) => (way === undefined ? [] : [way]));
  return [
    ...ways.map(({ calls, gain: { roles, actions } }) => {
      const more = Math.max(0, actions.length - SHOWN_ACTIONS);
      const path = [...calls, ...roles.map((role) => `AssumeRole(${role})`)].join(', ');
      return `${path}: may then ${actions.slice(0, SHOWN_ACTIONS).join(', ')}${more === 0 ? '' : ` and ${more} more`}`;
    }),
    ...(steps.length === 0
      ? []
      : [`a role within the boundary may itself call ${steps.join(', ')}: it has to be searched from there`]),
  ];
}
