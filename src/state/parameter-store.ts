/**
 * The largest value that an advanced parameter holds:
 * https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html
 */
export const PARAMETER_MAX_BYTES = 8_192;

/** A parameter as it was read. */
export interface ParameterVersion {
  readonly text: string;
  readonly version: number;
  /** When it was written, in milliseconds since the Unix epoch; absent where SSM does not tell. */
  readonly modifiedAt?: number;
}

/** One JSON object for each SSM parameter. */
export interface ParameterStore {
  /** The parameter's text, or undefined when there is none. */
  read(name: string): Promise<string | undefined>;
  /** The same with its version, which SSM counts up with every write, whoever writes. */
  readVersion(name: string): Promise<ParameterVersion | undefined>;
  /** Creates the parameter; false when there is one of that name already. The value must not exceed `PARAMETER_MAX_BYTES`. */
  create(name: string, value: string): Promise<boolean>;
  /** Creates or overwrites; the value must not exceed `PARAMETER_MAX_BYTES`. */
  write(name: string, value: string): Promise<void>;
  /** The names of all parameters below a path, however deep. */
  namesBelow(path: string): Promise<readonly string[]>;
  /** Deletes those that exist. */
  remove(names: readonly string[]): Promise<void>;
}
