import { describe, expect, it } from '@jest/globals';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  ValidateNested,
} from 'class-validator';
import { IsAmount, IsPositiveDecimal } from './amounts.js';
import { Example } from './example.js';
import { MayBeLeftOut, Required, Text, trimmed } from './field-decorators.js';
import { type FieldProblem, RequestProblem } from '../request-problem.js';
import { validated } from './validated.js';

class Item {
  @Required()
  @IsInt()
  @Max(9)
  count!: number;

  @IsOptional()
  @IsIn(['red', 'green', 'blue'])
  colour?: string;
}

/** Some decorators stand in the reverse order, because the order must not matter. */
class Order {
  @Matches(/^[A-Z]/, { message: '$property must begin with a letter' })
  @Length(1, 3)
  @IsString()
  @Text(trimmed)
  @Example('"AB"')
  @Required()
  code!: string;

  @IsOptional()
  @IsString({ each: true })
  @Length(1, 3, { each: true })
  @ArrayMinSize(1)
  @ArrayMaxSize(3)
  @IsArray()
  @Example('["s-1"]')
  tags?: string[];

  @IsOptional()
  @IsObject()
  @ValidateNested()
  @Type(() => Item)
  best?: Item;

  @IsOptional()
  @ValidateNested({ each: true })
  @IsObject({ each: true })
  @IsArray()
  @Type(() => Item)
  items?: Item[];

  @MayBeLeftOut()
  @IsBoolean()
  isGift?: boolean;

  @IsOptional()
  @IsAmount({ decimals: 2 })
  price?: number;

  @IsOptional()
  @IsPositiveDecimal({ digits: 18, decimals: 9 })
  weight?: string;

  @IsOptional()
  @IsObject()
  notes?: Record<string, unknown>;
}

const problemsOf = (act: () => unknown): readonly FieldProblem[] => {
  try {
    act();
    return [];
  } catch (error) {
    if (error instanceof RequestProblem) return error.fields;
    throw error;
  }
};

const problemsIn = (value: object): readonly string[] =>
  problemsOf(() => validated(Order, { code: 'AB', ...value })).map(
    ({ path, message }) => `${path}: ${message}`,
  );

describe('a body that is read as a DTO', () => {
  it('has the fields that the DTO knows, and no others', () => {
    const sent = { code: ' AB ', items: [{ count: 1, x: 1 }], y: { constructor: [null] }, then: 1 };

    expect(validated(Order, sent)).toStrictEqual(
      Object.assign(new Order(), { code: 'AB', items: [Object.assign(new Item(), { count: 1 })] }),
    );
  });

  it.each([
    'constructor',
    'valueOf',
    'toString',
    'hasOwnProperty',
    'isPrototypeOf',
    '__defineGetter__',
    'then',
  ])('is not affected by a member that is named %s', (name) => {
    for (const value of [null, 7, 'x', [], {}, { prototype: {} }]) {
      const order = validated(Order, { code: 'AB', best: { count: 1, [name]: value }, [name]: value });

      expect(order).toStrictEqual(
        Object.assign(new Order(), { code: 'AB', best: Object.assign(new Item(), { count: 1 }) }),
      );
    }
  });

  it('keeps every member of a map with free names', () => {
    const names = ['advertiser', 'constructor', 'valueOf', 'toString', 'hasOwnProperty', 'toJSON', 'then'];
    const notes = Object.fromEntries(names.map((name, index) => [name, [{ constructor: index }]]));
    const kept = validated(Order, { code: 'AB', notes }).notes ?? {};

    expect(Object.entries(kept)).toStrictEqual(Object.entries(notes));
  });
});

describe('the problem of a field', () => {
  it.each<[object, string]>([
    [{ code: undefined }, '/code: code is required'],
    [{ code: null }, '/code: code is required'],
    [{ code: 5 }, '/code: code must be text, as in "AB"'],
    [{ code: ['AB'] }, '/code: code must be text, as in "AB"'],
    [{ code: {} }, '/code: code must be text, as in "AB"'],
    [{ code: ' ' }, '/code: code must not be empty'],
    [{ code: '1234' }, '/code: code must have at most 3 characters'],
    [{ code: '12' }, '/code: code must begin with a letter, as in "AB"'],
    [{ tags: 's1' }, '/tags: tags must be a list of texts, as in ["s-1"]'],
    [{ tags: { 0: 'a' } }, '/tags: tags must be a list of texts, as in ["s-1"]'],
    [{ tags: [] }, '/tags: tags must have at least 1 item'],
    [{ tags: [1, 2, 3, 4] }, '/tags: tags must have at most 3 items'],
    [{ isGift: 'true' }, '/isGift: isGift must be true or false, without quotes'],
    [{ isGift: 1 }, '/isGift: isGift must be true or false'],
    [{ isGift: null }, '/isGift: isGift must be true or false'],
    [{ best: [] }, '/best: best must be an object'],
    [{ best: 'x' }, '/best: best must be an object'],
    [{ best: {} }, '/best/count: best.count is required'],
    [{ best: { count: '1' } }, '/best/count: best.count must be a whole number, without quotes'],
    [{ best: { count: 10 } }, '/best/count: best.count must be at most 9'],
    [{ best: { count: 1, colour: 7 } }, '/best/colour: best.colour must be text, one of red, green, blue'],
    [{ best: { count: 1, colour: 'black' } }, '/best/colour: best.colour must be one of red, green, blue'],
    [
      { best: { count: 1, colour: 'GREN' } },
      '/best/colour: best.colour must be one of red, green, blue: is green meant?',
    ],
    [{ items: 1 }, '/items: items must be a list'],
    [{ items: { count: 1 } }, '/items: items must be a list'],
    [{ notes: [1] }, '/notes: notes must be an object'],
    [{ price: '5' }, '/price: price must be a number, as in 1500.50'],
    [{ price: -1 }, '/price: price must be at least 0'],
    [{ price: 1e15 }, '/price: price must be at most 999999999999999'],
    [{ price: 1.005 }, '/price: price must have at most 2 decimals'],
    [{ price: 1e-7 }, '/price: price must have at most 2 decimals'],
    [{ price: 99999999999999.98 }, '/price: price must have at most 15 digits in all'],
    [{ weight: 5 }, '/weight: weight must be a decimal in quotes, as in "1200.50"'],
    [{ weight: '1e3' }, '/weight: weight must be a decimal in quotes, as in "1200.50"'],
    [{ weight: '1'.repeat(19) }, '/weight: weight must have at most 18 digits before the point'],
    [{ weight: '0.0' }, '/weight: weight must be above 0'],
    [{ weight: '1.0123456789' }, '/weight: weight must have at most 9 decimals'],
  ])('%j: %s', (value, problem) => {
    expect(problemsIn(value)).toStrictEqual([problem]);
  });
});

describe('the problem of an item', () => {
  it.each<[object, readonly string[]]>([
    [{ tags: ['a', 7] }, ['/tags/1: tags[1] must be text']],
    [{ tags: [null, 'a', ''] }, ['/tags/0: tags[0] must be text', '/tags/2: tags[2] must not be empty']],
    [{ tags: ['abcd'] }, ['/tags/0: tags[0] must have at most 3 characters']],
    [{ items: [1] }, ['/items/0: items[0] must be an object']],
    [{ items: [null, [], 'x'] }, [0, 1, 2].map((at) => `/items/${at}: items[${at}] must be an object`)],
    [
      { items: [{ count: 1 }, { count: 'x' }, {}, { count: 1, colour: 'bleu' }] },
      [
        '/items/1/count: items[1].count must be a whole number, without quotes',
        '/items/2/count: items[2].count is required',
        '/items/3/colour: items[3].colour must be one of red, green, blue: is blue meant?',
      ],
    ],
  ])('%j', (value, problems) => {
    expect(problemsIn(value)).toStrictEqual(problems);
  });
});

describe('all problems of a body', () => {
  it('are named in the order of the fields, rules between fields among them', () => {
    const problems = problemsOf(() =>
      validated(
        Order,
        { isGift: 'no', items: [{ count: 1 }, { count: 12 }], best: 3, code: 4 },
        {
          parent: '/order',
          rules: ({ code, best, items }) => [
            { path: '/order/isGift', message: JSON.stringify([code, best, items]) },
            { path: '/order/items/0', message: 'a rule' },
          ],
        },
      ),
    );

    expect(problems).toStrictEqual([
      { path: '/order/code', message: 'code must be text, as in "AB"' },
      { path: '/order/best', message: 'best must be an object' },
      { path: '/order/items/0', message: 'a rule' },
      { path: '/order/items/1/count', message: 'items[1].count must be at most 9' },
      { path: '/order/isGift', message: 'isGift must be true or false, without quotes' },
      { path: '/order/isGift', message: '[null,null,[{"count":1},{}]]' },
    ]);
  });

  it('are counted when they are very many', () => {
    const problems = problemsOf(() =>
      validated(Order, { code: 'AB', items: Array.from({ length: 150 }, () => 1) }),
    );

    expect(problems).toHaveLength(101);
    expect(problems.at(-1)).toStrictEqual({ path: '', message: 'There are 50 more problems' });
  });
});

describe('a field that is missing', () => {
  it.each<[object, string]>([
    [{ Code: 'AB' }, '; the body has "Code": is "code" meant?'],
    [{ c_o_d_e: 'AB' }, '; the body has "c_o_d_e": is "code" meant?'],
    [{ coed: 'AB' }, '; the body has "coed": is "code" meant?'],
    [{ codes: 'AB' }, '; the body has "codes": is "code" meant?'],
    [{ colour: 'AB' }, ''],
    [{ constructor: 'AB' }, ''],
  ])('%j', (value, hint) => {
    expect(problemsOf(() => validated(Order, value))).toStrictEqual([
      { path: '/code', message: `code is required${hint}` },
    ]);
  });

  it('is named with its whole path', () => {
    expect(problemsIn({ best: { Count: 1 } })).toStrictEqual([
      '/best/count: best.count is required; the body has "best.Count": is "best.count" meant?',
    ]);
  });

  it('is not confused with a field of its own', () => {
    expect(
      problemsOf(() =>
        validated(
          Order,
          { code: 'AB', best: { count: 1 } },
          {
            rules: () => [{ path: '/tags', message: 'tags is required when best is set' }],
          },
        ),
      ),
    ).toStrictEqual([{ path: '/tags', message: 'tags is required when best is set' }]);
  });
});
