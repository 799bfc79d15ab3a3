import 'reflect-metadata';
import { getMetadataStorage } from 'class-validator';

/** One validation rule of a field, as a decorator of class-validator declared it. */
export type FieldRule = ReturnType<
  ReturnType<typeof getMetadataStorage>['getTargetValidationMetadatas']
>[number];

/** The class of a DTO, or of a DTO inside it. */
export type DtoClass = new () => object;

const known = new WeakMap<DtoClass, ReadonlyMap<string, readonly FieldRule[]>>();

/** Returns the fields that the DTO declares, in the order of its document: its own, then inherited ones. */
export const fieldsOf = (dto: DtoClass): ReadonlyMap<string, readonly FieldRule[]> => {
  const found = known.get(dto);
  if (found !== undefined) return found;
  const storage = getMetadataStorage();
  const rules = storage.getTargetValidationMetadatas(dto, '', false, false);
  const fields = new Map(Object.entries(storage.groupByPropertyName(rules)));
  known.set(dto, fields);
  return fields;
};

const OTHER_NAMES = Symbol('other names');

/** Names parameters of the same query that something else reads, and that are known therefore. */
export const ReadElsewhere = (...names: readonly string[]): ClassDecorator =>
  Reflect.metadata(OTHER_NAMES, names);

/** Returns the names that may stand in a query or body beside and in the DTO. */
export const knownNamesOf = (dto: DtoClass): readonly string[] => [
  ...fieldsOf(dto).keys(),
  ...((Reflect.getMetadata(OTHER_NAMES, dto) as readonly string[] | undefined) ?? []),
];

/** Returns the fields of the class that the value is an instance of; none for a list or a plain value. */
export const fieldsOfInstance = (value: unknown): ReadonlyMap<string, readonly FieldRule[]> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? fieldsOf(classOf(value)) : new Map();

/** Returns whether the value of the field is another DTO, or a list of them. */
export const isNested = (rules: readonly FieldRule[]): boolean =>
  rules.some(({ type }) => type === 'nestedValidation');

/** Returns whether the field is a list. */
export const isList = (rules: readonly FieldRule[]): boolean =>
  rules.some(({ each, name }) => each || (name?.toLowerCase().includes('array') ?? false));

/** Returns the class of a DTO. class-validator says no more of what it validated than that it is an object. */
export const classOf = (instance: object): DtoClass => instance.constructor as DtoClass;
