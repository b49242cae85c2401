import { withAdoptedRole } from './adopted';
import { CREATE_STORIES } from './create';
import { DELETE_STORIES } from './delete';
import { REGISTRATION_STORIES } from './registration';
import { UPDATE_STORIES } from './update';

/** Everything that people do with the resources. What is done to a role that was made is done to an adopted one, too. */
export const STORIES = [
  ...CREATE_STORIES,
  ...UPDATE_STORIES,
  ...UPDATE_STORIES.map(withAdoptedRole),
  ...DELETE_STORIES,
  ...REGISTRATION_STORIES,
];
