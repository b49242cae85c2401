import { isDeepStrictEqual } from 'node:util';
import {
  differences,
  namesIn,
  pick,
  type SettingName,
  type Settings,
  settingDefaults,
} from '../../registration/settings';
import type { RegistrationRecord } from '../../state/registration';

/** What a registration is to have, and what is known of how it was. */
export interface Wish {
  /** What is given, and what has to go back because it is not given any more. */
  readonly wanted: Settings;
  /** Settings as they were before they were given first. */
  readonly before: Settings;
  /** What is on record as given until all of that is so: with what is not given any more, for a rollback gives it again. */
  readonly meanwhile: Settings;
}

/**
 * What has to be changed about a registration. A setting that is given no longer goes back to what it was before this resource gave it,
 * or, where it was given when the account was registered, to what Datadog has by default. What was never given is left to Datadog. Pure.
 *
 * @param earlier settings that an earlier state gave, by the event: where there is no record
 * @param isAdopted whether it has to be handed back as it was found, defaults and all
 */
export function wishFor(
  given: Settings,
  current: Settings,
  record: Pick<RegistrationRecord, 'spec' | 'before'> | undefined,
  earlier: Settings,
  isAdopted = false,
): Wish {
  // What is not on record has not been changed: the record is written first.
  const recorded: Settings = record === undefined ? earlier : record.spec.settings;
  const before: Settings = record?.before ?? {};
  const dropped = namesIn({ ...recorded, ...before }).filter((name) => given[name] === undefined);
  const back = Object.fromEntries(dropped.map((name) => [name, before[name] ?? settingDefaults[name]]));
  // Of one that was made here, what is the default is the way back anyway.
  const isWorthKeeping = (name: SettingName) =>
    isAdopted || !isDeepStrictEqual(current[name], settingDefaults[name]);
  const isNew = (name: SettingName) =>
    given[name] !== undefined &&
    recorded[name] === undefined &&
    before[name] === undefined &&
    isWorthKeeping(name);
  return {
    wanted: { ...given, ...pick(back, () => true) },
    before: { ...before, ...pick(current, isNew) },
    meanwhile: { ...pick(recorded, (name) => given[name] === undefined), ...given },
  };
}

/**
 * What goes back when an adopted registration is handed back: settings that still are as this resource has set them. What somebody else has set
 * since stays. Pure.
 */
export function handedBack(
  current: Settings,
  { spec, before }: Pick<RegistrationRecord, 'spec' | 'before'>,
): { readonly back: Settings; readonly kept: readonly SettingName[] } {
  const ours: Settings = spec.settings;
  const isOthers = (name: SettingName) =>
    ours[name] !== undefined && !isDeepStrictEqual(current[name], ours[name]);
  const changed = differences(current, before);
  return {
    back: pick(changed, (name) => !isOthers(name)),
    kept: namesIn(changed).filter(isOthers),
  };
}
