import { CREATE_STORIES } from './create';
import { DELETE_STORIES } from './delete';
import { UPDATE_STORIES } from './update';

/** Everything that people do with the resource. */
export const STORIES = [...CREATE_STORIES, ...UPDATE_STORIES, ...DELETE_STORIES];
