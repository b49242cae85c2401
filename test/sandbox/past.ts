import { longestLagMs } from './lag';
import type { Parameters } from './parameters';
import type { Account } from './state';
import type { World } from './world';

/** To be called right before a call that writes, so that replicas may go on showing what was there. */
export function keepContents(world: World, account: Account): void {
  const { lag } = world.settings;
  const longest = longestLagMs(lag);
  if (longest > 0) account.past.contents.keep(() => structuredClone(account.contents), lag.now(), longest);
}

/** The same for a step of a stack. */
export function keepStacks(world: World, account: Account): void {
  const { lag } = world.settings;
  const longest = longestLagMs(lag);
  if (longest > 0) account.past.stacks.keep(() => new Map(account.stacks), lag.now(), longest);
}

/** What there is has always been there. */
export function forgetPast({ past }: Account): void {
  past.contents.forget();
  past.stacks.forget();
}

/** The account as the replica shows it that answers a read. */
export function accountAsShown(
  world: World,
  account: Account,
  read: string,
  parameters: Parameters,
): Account {
  const moment = world.lagDraw.momentOf(read, parameters, world.settings.lag);
  if (moment === undefined) return account;
  const contents = account.past.contents.at(moment);
  const stacks = account.past.stacks.at(moment);
  return { ...account, ...(contents && { contents }), ...(stacks && { stacks: new Map(stacks) }) };
}
