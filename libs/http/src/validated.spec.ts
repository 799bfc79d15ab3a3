import { describe, expect, it } from '@jest/globals';
import { Type } from 'class-transformer';
import {
  IsDefined,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  Length,
  Max,
  ValidateNested,
} from 'class-validator';
import { RequestProblem } from './request-problem.js';
import { validated, validatedQuery } from './validated.js';

class Item {
  @IsDefined({ message: '$property is required' })
  @IsInt()
  @Max(9)
  count!: number;
}

class Order {
  @IsString()
  @Length(1, 3)
  name!: string;

  @IsOptional()
  @IsObject({ each: true })
  @ValidateNested({ each: true })
  @Type(() => Item)
  items?: Item[];
}

const problemsOf = (act: () => unknown): unknown => {
  try {
    return act();
  } catch (error) {
    return error instanceof RequestProblem ? error.fields : error;
  }
};

describe('a body that is read as a DTO', () => {
  it('has the fields that the DTO knows, and no others', () => {
    const order = validated(Order, { name: 'abc', items: [{ count: 1, x: 1 }], y: { constructor: [null] } });

    expect(order).toStrictEqual(
      Object.assign(new Order(), { name: 'abc', items: [Object.assign(new Item(), { count: 1 })] }),
    );
  });

  it('is rejected with every wrong field, each with its first problem', () => {
    const fields = problemsOf(() =>
      validated(Order, { name: 7, items: [{ count: 1 }, { count: 'x' }, {}] }, '/order'),
    );

    expect(fields).toStrictEqual([
      { path: '/order/name', message: 'name must be a string' },
      { path: '/order/items/1/count', message: 'items.1.count must be an integer number' },
      { path: '/order/items/2/count', message: 'items.2.count is required' },
    ]);
  });

  it('is rejected for a limit when nothing else is wrong', () => {
    expect(problemsOf(() => validated(Order, { name: 'abcd' }))).toStrictEqual([
      { path: '/name', message: 'name must be shorter than or equal to 3 characters' },
    ]);
  });
});

describe('a query that is read as a DTO', () => {
  it('is rejected for a parameter that the DTO does not know', () => {
    expect(problemsOf(() => validatedQuery(Order, { name: 'abc', nmae: 'x' }))).toStrictEqual([
      { path: 'nmae', message: 'property nmae should not exist' },
    ]);
  });
});
