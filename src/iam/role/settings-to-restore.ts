import { show } from '../../runtime/text';
import { includesKey } from '../tag-changes';
import type { RoleBeforeAdoption } from './before-adoption';
import type { AppliedSettings, LastApplied } from './last-applied';
import type { ObservedIdentity } from './observed';

/** The settings of an adopted role that people may have changed since. */
export type PeoplesSettings = Pick<RoleBeforeAdoption, 'description' | 'maxSessionDurationSeconds' | 'tags'>;

/**
 * What the settings of an adopted role are to be when it is handed back: as before where they are what this resource has set, and
 * as they are where somebody else has set them since. Where nobody knows what this resource has set, all are as before. Pure.
 */
export function settingsToRestore(
  role: ObservedIdentity,
  before: RoleBeforeAdoption,
  { settings, tagKeys }: LastApplied,
): PeoplesSettings {
  const { description, maxSessionDurationSeconds, tags } = before;
  if (settings === undefined) return { description, maxSessionDurationSeconds, tags };
  const isSet = (isOurs: (applied: AppliedSettings) => boolean) => settings.some(isOurs);
  const isTagRestored = (key: string) => {
    const value = tagOf(role.tags, key);
    return value === undefined
      ? includesKey(tagKeys, key)
      : isSet((applied) => tagOf(applied.tags, key) === value);
  };
  return {
    description: isSet((applied) => applied.description === role.description)
      ? description
      : role.description,
    maxSessionDurationSeconds: isSet(
      (applied) => applied.maxSessionDurationSeconds === role.maxSessionDurationSeconds,
    )
      ? maxSessionDurationSeconds
      : role.maxSessionDurationSeconds,
    tags: Object.fromEntries(Object.entries(tags).filter(([key]) => isTagRestored(key))),
  };
}

/** What the log says of what is not as it was before the adoption, because people have changed it since. */
export function leftAsPeopleMadeIt(
  role: ObservedIdentity,
  before: RoleBeforeAdoption,
  settings: PeoplesSettings,
): readonly string[] {
  const detached = before.attachedPolicyArns.filter((arn) => !role.attachedPolicyArns.includes(arn));
  const tags = Object.keys(before.tags).filter(
    (key) => !Object.hasOwn(settings.tags, key) && tagOf(role.tags, key) !== before.tags[key],
  );
  return [
    ...detached.map(
      (arn) =>
        `The policy ${arn} was attached before the role was adopted, and somebody has detached it since: it is not attached again.`,
    ),
    ...tags.map(
      (key) =>
        `The tag ${show(key)} was changed or taken off by somebody else since the role was adopted, and is left so.`,
    ),
    ...(settings.description === before.description
      ? []
      : ['The description was changed by somebody else since the role was adopted, and is left so.']),
    ...(settings.maxSessionDurationSeconds === before.maxSessionDurationSeconds
      ? []
      : [
          'The longest duration of a session was changed by somebody else since the role was adopted, and is left so.',
        ]),
  ];
}

/** A tag may have the name of something that every object has. */
function tagOf(tags: Readonly<Record<string, string>>, key: string): string | undefined {
  return Object.hasOwn(tags, key) ? tags[key] : undefined;
}
