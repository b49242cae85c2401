import { AwsError } from './aws-error';

export type ParameterValue =
  | string
  | number
  | boolean
  | null
  | readonly ParameterValue[]
  | { readonly [name: string]: ParameterValue };

/** The parameters of one call, whatever protocol they came in: typed access with AWS's validation errors. */
export class Parameters {
  readonly values: { readonly [name: string]: ParameterValue };
  readonly #validationCode: string;

  /** @param validationCode how the service calls a bad parameter: ValidationError or ValidationException */
  constructor(values: { readonly [name: string]: ParameterValue }, validationCode: string) {
    this.values = values;
    this.#validationCode = validationCode;
  }

  text(name: string): string | undefined {
    const value = this.values[name];
    return value === undefined || value === null || typeof value === 'object' ? undefined : String(value);
  }

  requiredText(name: string): string {
    const value = this.text(name);
    if (value === undefined) throw this.missing(name);
    return value;
  }

  number(name: string): number | undefined {
    const value = this.text(name);
    if (value === undefined) return undefined;
    if (!/^-?\d+(\.\d+)?$/.test(value)) {
      throw new AwsError('MalformedInput', `${value} is not a number (${name})`);
    }
    return Number(value);
  }

  flag(name: string): boolean {
    return this.text(name) === 'true';
  }

  texts(name: string): string[] {
    const value = this.values[name];
    return isList(value) ? value.map(String) : [];
  }

  /** A structure. */
  object(name: string): Parameters | undefined {
    const value = this.values[name];
    return value !== undefined && isRecord(value) ? new Parameters(value, this.#validationCode) : undefined;
  }

  records(name: string): Parameters[] {
    const value = this.values[name];
    if (!isList(value)) return [];
    return value.filter(isRecord).map((record) => new Parameters(record, this.#validationCode));
  }

  /** A map of texts. The query protocol sends it as a list of keys and values. */
  dictionary(name: string): Map<string, string> {
    const value = this.values[name];
    if (isList(value))
      return new Map(
        this.records(name).map((entry) => [entry.requiredText('key'), entry.text('value') ?? '']),
      );
    if (value === undefined || !isRecord(value)) return new Map();
    return new Map(Object.entries(value).map(([key, entry]) => [key, String(entry)]));
  }

  has(name: string): boolean {
    return this.values[name] !== undefined;
  }

  missing(name: string): AwsError {
    return this.invalid([
      `Value null at '${lowerFirst(name)}' failed to satisfy constraint: Member must not be null`,
    ]);
  }

  /** AWS's error for parameters that break their shape's constraints: all of them in one message. */
  invalid(faults: readonly string[]): AwsError {
    const count = `${faults.length} validation error${faults.length === 1 ? '' : 's'} detected`;
    return new AwsError(this.#validationCode, `${count}: ${faults.join('; ')}`);
  }

  /** A rule of the service's own, in its own words. */
  refused(message: string): AwsError {
    return new AwsError(this.#validationCode, message);
  }
}

export function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}

function isList(value: ParameterValue | undefined): value is readonly ParameterValue[] {
  return Array.isArray(value);
}

function isRecord(value: ParameterValue): value is { readonly [name: string]: ParameterValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
