import { show } from '../runtime/text';
import { UserError } from '../runtime/user-error';

/** The properties as CloudFormation sends them. */
export type Properties = Readonly<Record<string, unknown>>;

/** Bad input, all faults of one event together, found before anything was touched. */
export class InvalidProperties extends UserError {
  override readonly name = 'InvalidProperties';

  constructor(readonly faults: readonly string[]) {
    super(
      faults.length === 1
        ? `Invalid property: ${faults[0]}`
        : `${faults.length} invalid properties: ${firstOf(faults)}`,
    );
  }
}

/** About as much as a reply to CloudFormation has room for. */
const MAX_CHARACTERS = 3_000;

/** As many faults as fit, numbered, and how many there are besides. */
function firstOf(faults: readonly string[]): string {
  let text = '';
  for (const [index, fault] of faults.entries()) {
    const next = `(${index + 1}) ${fault} `;
    if (index > 0 && text.length + next.length > MAX_CHARACTERS)
      return `${text}And ${faults.length - index} more.`;
    text += next;
  }
  return text.trimEnd();
}

/**
 * A value as a fault shows it. Of a list or an object, its shape is what is wrong: what it holds may be meant for nobody's eyes
 * (a `NoEcho` parameter), and is left out.
 */
export function showValue(value: unknown): string {
  if (typeof value !== 'object' || value === null) return show(value);
  return show(JSON.parse(JSON.stringify(value, (_, inner) => (typeof inner === 'object' ? inner : '…'))));
}

/**
 * Reads properties one by one and collects what is wrong with them, so that all faults can be reported at once.
 * A getter returns undefined when the property is absent or faulty; an empty string counts as absent, as it is what
 * a template's parameter without a value passes on.
 */
export class PropertyReader {
  /**
   * @param within what goes before each property's name in a fault: the group that these properties are in
   * @param faults where faults are collected; those of a group are its owner's
   */
  constructor(
    private readonly properties: Properties,
    private readonly within = '',
    readonly faults: string[] = [],
  ) {}

  fault(property: string, problem: string): undefined {
    this.faults.push(`${this.within}${property} ${problem}`);
    return undefined;
  }

  /** The properties that are in an object; none when it is absent or no object. */
  group(property: string): PropertyReader {
    return this.groupOf(property, this.properties[property]);
  }

  /** The objects of a list, of which at most `max` are taken. */
  groups(property: string, max: number): readonly PropertyReader[] {
    const value = this.properties[property];
    if (value === undefined || value === '') return [];
    const entries: readonly unknown[] | undefined = Array.isArray(value) ? value : undefined;
    if (entries === undefined) {
      this.fault(property, `is ${showValue(value)}; it must be a list of objects.`);
      return [];
    }
    if (entries.length > max) {
      this.fault(property, `has ${entries.length} entries; at most ${max} are taken.`);
      return [];
    }
    return entries.map((entry, index) => this.groupOf(`${property}[${index}]`, entry));
  }

  private groupOf(name: string, value: unknown): PropertyReader {
    const group = isObject(value) ? value : {};
    if (value !== undefined && value !== '' && !isObject(value))
      this.fault(name, `is ${showValue(value)}; it must be an object.`);
    return new PropertyReader(group, `${this.within}${name}.`, this.faults);
  }

  /** Names every property that is not known, with the nearest known one where it looks like a slip. */
  refuseUnknown(known: readonly string[]): void {
    for (const property of Object.keys(this.properties)) {
      if (known.includes(property)) continue;
      const near = known.find((candidate) => letters(candidate) === letters(property));
      const advice = near === undefined ? `Known properties: ${known.join(', ')}.` : `Did you mean ${near}?`;
      this.fault(show(property), `is not a property of this resource. ${advice}`);
    }
  }

  isPresent(property: string): boolean {
    const value = this.properties[property];
    return value !== undefined && value !== '';
  }

  /**
   * A string; numbers and booleans, which some tools send unquoted, are taken as their text.
   *
   * @param shown how a faulty value is shown
   */
  string(property: string, shown: (value: unknown) => string = showValue): string | undefined {
    const value = this.properties[property];
    if (value === undefined || value === '') return undefined;
    if (typeof value === 'string') return value;
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
    return this.fault(property, `is ${shown(value)}; it must be a string.`);
  }

  /** A string for which `problemOf` finds nothing wrong; it says what is wrong and what to do, or undefined. */
  checkedString(
    property: string,
    problemOf: (value: string) => string | undefined,
    shown: (value: unknown) => string = showValue,
  ): string | undefined {
    const value = this.string(property, shown);
    if (value === undefined) return undefined;
    const problem = problemOf(value);
    return problem === undefined ? value : this.fault(property, `is ${shown(value)}; ${problem}`);
  }

  /** One of `choices`, in exactly this spelling. */
  choice<Choice extends string>(property: string, choices: readonly Choice[]): Choice | undefined {
    const value = this.string(property);
    if (value === undefined) return undefined;
    const chosen = choices.find((choice) => choice === value);
    if (chosen !== undefined) return chosen;
    const isBareOff = value === 'false' && choices.some((choice) => choice === 'Off');
    const hint = isBareOff ? ' YAML takes Off without quotes for false: put it in quotes.' : '';
    return this.fault(property, `is ${show(value)}; allowed are ${choices.join(', ')}.${hint}`);
  }

  /** `true` or `false` in any letter case: CloudFormation sends booleans as text. */
  boolean(property: string): boolean | undefined {
    const value = this.string(property);
    if (value === undefined) return undefined;
    const lower = value.toLowerCase();
    if (lower === 'true' || lower === 'false') return lower === 'true';
    return this.fault(property, `is ${show(value)}; allowed are true and false.`);
  }

  /**
   * Strings without repetitions, sorted: their order means nothing. `[""]` is what an empty CommaDelimitedList becomes.
   * Of a list that is longer than `max` no entry is looked at.
   */
  stringList(
    property: string,
    max: number,
    problemOf: (value: string) => string | undefined,
  ): readonly string[] {
    const value = this.properties[property];
    if (value === undefined || value === '') return [];
    if (!Array.isArray(value)) {
      this.fault(property, `is ${showValue(value)}; it must be a list of strings.`);
      return [];
    }
    if (value.length > max) {
      this.fault(property, `has ${value.length} entries; at most ${max} are taken.`);
      return [];
    }
    const entries = value.length === 1 && value[0] === '' ? [] : value;
    const good: string[] = [];
    for (const [index, entry] of entries.entries()) {
      const problem = typeof entry === 'string' ? problemOf(entry) : 'it must be a string.';
      if (problem === undefined) good.push(entry);
      else this.fault(`${property}[${index}]`, `is ${showValue(entry)}; ${problem}`);
    }
    return [...new Set(good)].sort();
  }

  raw(property: string): unknown {
    return this.properties[property];
  }
}

function isObject(value: unknown): value is Properties {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function letters(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^a-z]/g, '')
    .replace(/s$/, '');
}
