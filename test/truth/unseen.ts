import type { Form, Situation, Unseen } from './situation';

/** The kinds of policies that nobody within the account can see, as docs/validator.md tells them. */
export const UNSEEN: Readonly<Record<Unseen, string>> = {
  outsiders:
    'A resource control policy of the organization that refuses Datadog’s account and lets principals of the organization through.',
  network:
    'A policy that tells calls apart by the network that they come from: the validator calls from another one than Datadog.',
  'unknown keys':
    'A service control policy that asks for a key which nobody gives to AWS’s policy simulator, such as the organization of a resource, and leaves CloudWatch alone.',
  'datadogs own':
    'A policy of Datadog’s own organization: it binds Datadog’s roles before they reach the account.',
};

const PARTS = ['trust', 'policies', 'boundary', 'scps', 'rcps', 'outsider'] as const;

/** The kinds that a situation has. */
export function unseenIn(situation: Situation): readonly Unseen[] {
  return PARTS.flatMap((part) => {
    const { unseen }: Form = situation[part];
    return unseen === undefined ? [] : [unseen];
  });
}

/** The situation as it would be without what cannot be seen. */
export function withoutUnseen(situation: Situation): Situation {
  const { boundary, scps, rcps, outsider } = situation;
  const none = { form: 'none', documents: [] };
  const { unseen: _, ...others } = outsider;
  return {
    ...situation,
    boundary: boundary.unseen === undefined ? boundary : { form: 'none', document: null },
    scps: scps.unseen === undefined ? scps : none,
    rcps: rcps.unseen === undefined ? rcps : none,
    outsider: outsider.unseen === undefined ? outsider : { ...others, form: 'as it comes', scps: [] },
  };
}
