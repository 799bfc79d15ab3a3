import { describe, expect, it } from '@jest/globals';
import { IsIn, IsInt, IsOptional, IsString, Min } from 'class-validator';
import { Required, Several } from './field-decorators.js';
import { type FieldProblem, RequestProblem } from '../request-problem.js';
import { validated, validatedQuery } from './validated.js';

const problemsOf = (act: () => unknown): readonly FieldProblem[] => {
  try {
    act();
    return [];
  } catch (error) {
    if (error instanceof RequestProblem) return error.fields;
    throw error;
  }
};

class Item {
  @Required()
  @IsInt()
  count!: number;

  @IsOptional()
  @IsString()
  colour?: string;
}

describe('a body whose unknown members are refused', () => {
  it('names them and what there is', () => {
    expect(
      problemsOf(() => validated(Item, { count: 1, color: 'red', x: 1 }, { unknownMembers: 'refused' })),
    ).toStrictEqual([
      {
        path: '/color',
        message: 'Unknown member color: is colour meant? The members here are: count, colour.',
      },
      { path: '/x', message: 'Unknown member x. The members here are: count, colour.' },
    ]);
  });
});

class Query {
  @IsOptional()
  @IsIn(['open', 'closed'], { each: true })
  @Several()
  state?: string[];

  @IsOptional()
  @IsString()
  name?: string;

  @IsOptional()
  @Min(1)
  size?: number;
}

describe('a query that is read as a DTO', () => {
  it.each<[object, readonly string[]]>([
    [{ page: '1' }, ['Unknown parameter page. The parameters here are: state, name, size.']],
    [{ nmae: '1' }, ['Unknown parameter nmae: is name meant? The parameters here are: state, name, size.']],
    [{ Name: '1' }, ['Unknown parameter Name: is name meant? The parameters here are: state, name, size.']],
    ...['valueOf', 'constructor', '__proto__', 'hasOwnProperty', 'toString', 'then'].map(
      (name): [object, readonly string[]] => [
        Object.fromEntries([[name, '1']]),
        [`Unknown parameter ${name}. The parameters here are: state, name, size.`],
      ],
    ),
    [{ name: ['a', 'b'] }, ['name must be given once']],
    [
      { size: ['1', '2'], x: '' },
      ['size must be given once', 'Unknown parameter x. The parameters here are: state, name, size.'],
    ],
    [{ state: 'open,clsed' }, ['state must be one of open, closed: is closed meant?']],
    [{ state: ['open', 'closed'] }, []],
  ])('%j', (query, messages) => {
    expect(problemsOf(() => validatedQuery(Query, query)).map(({ message }) => message)).toStrictEqual(
      messages,
    );
  });
});
