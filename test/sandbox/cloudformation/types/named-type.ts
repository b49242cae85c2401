import type { Made, NativeProvider } from '../native-provider';
import type { Properties } from '../request';
import { type NativeType, type TypeContext, textOf } from './native-type';

/** A type whose resources are known by a name, which one call makes and changes. */
export interface NamedType {
  /** Another value of it, or of `replacedBy`, makes another resource. */
  readonly nameProperty: string;
  /** Other properties that cannot be changed. */
  readonly replacedBy?: readonly string[];
  readonly mostCharacters: number;
  /** What stands before a name that is made up. */
  readonly prefix?: string;
  put(
    context: TypeContext,
    name: string,
    properties: Properties,
    isNew: boolean,
  ): Promise<Made['attributes']>;
  remove(context: TypeContext, name: string, properties: Properties): Promise<unknown>;
}

export function namedType({
  nameProperty,
  replacedBy = [],
  mostCharacters,
  prefix = '',
  put,
  remove,
}: NamedType): NativeType {
  return (context): NativeProvider => {
    const create = async (logicalId: string, properties: Properties): Promise<Made> => {
      const name =
        textOf(properties, nameProperty) ?? `${prefix}${context.newName(logicalId, mostCharacters)}`;
      return { physicalId: name, attributes: await put(context, name, properties, true) };
    };
    return {
      create,
      update: async ({ logicalId, physicalId, properties: old }, properties) =>
        [nameProperty, ...replacedBy].some((property) => old[property] !== properties[property])
          ? create(logicalId, properties)
          : { physicalId, attributes: await put(context, physicalId, properties, false) },
      delete: async ({ physicalId, properties }) => {
        await remove(context, physicalId, properties);
      },
    };
  };
}
