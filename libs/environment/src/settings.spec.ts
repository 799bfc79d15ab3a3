import { describe, expect, it } from '@jest/globals';
import { flag, readSettings } from './settings.js';
import { EnvironmentError } from './variables.js';

const declared = { isStrict: flag('VENDOR_STRICT', false), isKind: flag('VENDOR_KIND', true) };

describe('declared settings', () => {
  it.each([
    [{}, { isStrict: false, isKind: true }],
    [
      { VENDOR_STRICT: '', VENDOR_KIND: '' },
      { isStrict: false, isKind: true },
    ],
    [
      { VENDOR_STRICT: '1', VENDOR_KIND: '0' },
      { isStrict: true, isKind: false },
    ],
    [
      { VENDOR_STRICT: 'true', VENDOR_KIND: 'false' },
      { isStrict: true, isKind: false },
    ],
  ])('reads %j', (variables, expected) => {
    expect(readSettings(declared, variables)).toStrictEqual(expected);
  });

  it.each(['hunter2://secret', 'yes', 'TRUE', '2'])('rejects %j as a flag, without repeating it', (text) => {
    expect(() => readSettings(declared, { VENDOR_KIND: text })).toThrow(
      new EnvironmentError('VENDOR_KIND', 'must be 1, true, 0 or false'),
    );
  });
});
