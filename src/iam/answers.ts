import { NoSuchEntityException, type Tag } from '@aws-sdk/client-iam';

/** IAM's list of tags as an object. */
export function tagsOf(tags: readonly Tag[] | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries((tags ?? []).map((tag) => [tag.Key ?? '', tag.Value ?? '']));
}

/** An answer, or null when IAM says that there is no such entity. */
export async function absentAsNull<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof NoSuchEntityException) return null;
    throw error;
  }
}
