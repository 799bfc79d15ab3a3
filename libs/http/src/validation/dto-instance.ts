import 'reflect-metadata';
import { plainToInstance } from 'class-transformer';
import { fieldsOfInstance, isNested } from './dto-fields.js';

/**
 * Returns the value as an instance of the DTO, before validation. Maps with free names, which no DTO
 * describes, are kept as they were sent: class-transformer would drop members that have a name of
 * JavaScript's own, such as `constructor` or `valueOf`.
 */
export const instanceOf = <Dto extends object>(dto: new () => Dto, value: object): Dto => {
  const instance = plainToInstance(dto, withoutInherited(value));
  restoreMaps(instance, value);
  return instance;
};

/** Drops members with names that every object has: class-transformer calls some of them. */
const withoutInherited = <Value>(value: Value): Value => {
  if (Array.isArray(value)) return value.map(withoutInherited) as Value;
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).filter(([name]) => !(name in Object.prototype));
  return Object.fromEntries(members.map(([name, member]) => [name, withoutInherited(member)])) as Value;
};

const restoreMaps = (instance: object, given: object): void => {
  for (const [name, rules] of fieldsOfInstance(instance)) {
    const sent: unknown = Object.hasOwn(given, name) ? Reflect.get(given, name) : undefined;
    const read: unknown = Reflect.get(instance, name);
    if (!isObject(sent) || !isObject(read)) continue;
    if (isNested(rules)) restoreInside(read, sent);
    else if (!Array.isArray(sent)) Reflect.set(instance, name, sent);
  }
};

const restoreInside = (read: object, sent: object): void => {
  if (!Array.isArray(read) || !Array.isArray(sent)) {
    restoreMaps(read, sent);
    return;
  }
  for (const [index, item] of read.entries()) {
    const original: unknown = sent[index];
    if (isObject(item) && isObject(original)) restoreMaps(item, original);
  }
};

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
