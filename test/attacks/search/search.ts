import { callsOf, describeCall } from './alphabet';
import { digestOf } from './digest';
import { type Gain, type GoalOptions, gainIn } from './goal';
import type { IamCall, Model, State } from './model';

export interface SearchResult {
  readonly targets: readonly string[];
  /** Different calls that the thief may send. */
  readonly alphabet: number;
  /** Different states that he can bring about. */
  readonly states: number;
  /** Calls that were tried. */
  readonly tried: number;
  /** The shortest way to something that he must not have; undefined when there is none of that length. */
  readonly way: Way | undefined;
}

export interface Way {
  readonly calls: readonly string[];
  readonly gain: Gain;
}

interface Node {
  readonly state: State;
  readonly calls: readonly IamCall[];
}

/**
 * Searches all sequences of at most so many calls about one role (or several) and about policies, breadth first. A state
 * that was reached by fewer calls, or by the same in another order, is not searched again: what follows depends on the
 * state alone.
 *
 * Why one role at a time is enough: a call changes one role or one policy, and whether it is allowed depends on that role
 * or policy and on the thief's own policies. What he does to another role can matter only where that role is a step to
 * this one: as the one who makes the next call, or who assumes this one. As long as no search finds a role with an action
 * beyond what is conceded, and what is conceded holds none of the calls that are searched (`steps` in thief.ts), no such
 * step can do anything that he could not do himself. The thief's own role is a target like any other. What a role lets
 * him assume from there is part of the goal.
 */
export function search(
  model: Model,
  goal: GoalOptions,
  granted: readonly string[],
  depth: number,
): SearchResult {
  const { scenes } = goal;
  const all = scenes.flatMap((scene) => callsOf(scene, granted));
  const calls = [...new Map(all.map((call) => [JSON.stringify(call), call])).values()];
  const seen = new Set([digestOf(model.start)]);
  let tried = 0;
  const result = (way: Way | undefined): SearchResult => ({
    targets: scenes.map(({ target }) => target.path.slice(1) + target.name),
    alphabet: calls.length,
    states: seen.size,
    tried,
    way,
  });
  const found = gainIn(model.at(model.start), model.start, goal);
  if (found !== undefined) return result({ calls: [], gain: found });

  let edge: Node[] = [{ state: model.start, calls: [] }];
  for (let length = 1; length <= depth; length++) {
    const next: Node[] = [];
    for (const node of edge)
      for (const call of calls) {
        tried++;
        const state = model.after(node.state, call);
        if (state === undefined) continue;
        const digest = digestOf(state);
        if (seen.has(digest)) continue;
        seen.add(digest);
        const way = [...node.calls, call];
        const gain = gainIn(model.at(state), state, goal);
        if (gain !== undefined) return result({ calls: way.map(describeCall), gain });
        if (length < depth) next.push({ state, calls: way });
      }
    edge = next;
  }
  return result(undefined);
}
