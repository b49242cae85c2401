/** Cases that the provider is known not to withstand yet, and why: they are left out, and told as left out. */
const KNOWN_GAPS: readonly { readonly cases: RegExp; readonly why: string }[] = [
  {
    cases: /^(create|update)-fails\/sts\.AssumeRole:with-id#\d+\/(throttle|error|hang)ForGood$/,
    why: 'the self-test that makes the story fail gets no answer: undecided is not failed, and the story succeeds',
  },
  {
    cases: /^adopt(-rolled-back)?\/.*\/overtaken$/,
    why: 'an adoption that is overtaken between its snapshot and its tags leaves the snapshot behind',
  },
  {
    cases: /^adopt-rolled-back\/reads\.\w+#\d+\/stale-reads$/,
    why: 'a role may be handed back by what is shown late of it',
  },
  {
    cases: /\/reads\.(policies|policyLists)#\d+\/stale-reads$/,
    why: 'policies that are shown late may be made once more, under other numbers',
  },
];

/** Whether the case is one of them. */
export function isKnownGap(caseId: string): boolean {
  return KNOWN_GAPS.some(({ cases }) => cases.test(caseId));
}
