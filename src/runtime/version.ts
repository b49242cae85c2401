import { version } from '../../package.json';

/** Of this code, as package.json has it: https://semver.org/ */
export const VERSION: string = version;
