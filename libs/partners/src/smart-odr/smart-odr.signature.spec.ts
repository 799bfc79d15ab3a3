import { describe, expect, it } from '@jest/globals';
import { limits } from './smart-odr.limits.js';
import { parseSignature } from './smart-odr.signature.js';

const parsed = { keyId: 'id', token: 'a.b.c', type: 'update', created: undefined, expires: undefined };

describe('the Authorization header of SMART ODR', () => {
  it.each([
    'Signature keyId="id|a.b.c|RS256" algorithm="RS256" type="update" ',
    'sIGNATURE keyId="id|a.b.c|RS256" algorithm="RS256" type="update"',
    'Signature   type="update",algorithm="RS256" , keyId="id|a.b.c|RS256"',
    'Signature keyId="id|a.b.c|RS256"\talgorithm="RS256"\ttype="update"\t',
    'Signature keyId="id|a.b.c|RS256" algorithm="RS256" type="update" headers="(created)"',
  ])('is read from %s', (header) => {
    expect(parseSignature(header)).toStrictEqual(parsed);
  });

  it('has the times that it gives', () => {
    const header =
      'Signature keyId="id|a.b.c|RS256" algorithm="RS256" created="1735689600",expires="1735689900" type="update"';

    expect(parseSignature(header)).toStrictEqual({
      ...parsed,
      created: 1_735_689_600,
      expires: 1_735_689_900,
    });
  });

  it('keeps the type as it is written: the guard decides on it', () => {
    expect(parseSignature('Signature keyId="id|t|RS256" algorithm="RS256" type=""')).toMatchObject({
      type: '',
    });
  });

  it.each([
    '',
    'Signature',
    'Signature ',
    'Signaturekey keyId="id|t|RS256" algorithm="RS256" type="update"',
    ' Signature keyId="id|t|RS256" algorithm="RS256" type="update"',
    'Signature,keyId="id|t|RS256",algorithm="RS256",type="update"',
    'Signature keyId="id|t" algorithm="RS256" type="update"',
    'Signature keyId="id|t|RS256|" algorithm="RS256" type="update"',
    'Signature keyId="|t|RS256" algorithm="RS256" type="update"',
    'Signature keyId="id||RS256" algorithm="RS256" type="update"',
    'Signature keyId="id|t|rs256" algorithm="RS256" type="update"',
    'Signature keyId="id|t|RS256" algorithm="rs256" type="update"',
    'Signature keyid="id|t|RS256" algorithm="RS256" type="update"',
    'Signature keyId = "id|t|RS256" algorithm="RS256" type="update"',
    'Signature keyId="id|t|RS256" algorithm="RS256"',
    'Signature keyId="id|t|RS256" keyId="id|t|RS256" algorithm="RS256" type="update"',
    'Signature keyId="id|t|RS256",,algorithm="RS256" type="update"',
    'Signature keyId="id|t|RS256"algorithm="RS256" type="update"',
    'Signature keyId="id|t|RS256" algorithm="RS256" type="update',
    'Signature keyId="id|t|RS256" algorithm="RS256" type=update',
    'Signature keyId="id|t|RS256" algorithm="RS256" type="up\\"date"',
    'Signature keyId="id|t|RS256" algorithm="RS256" type="update" created=""',
    'Signature keyId="id|t|RS256" algorithm="RS256" type="update" created="1e9"',
    'Signature keyId="id|t|RS256" algorithm="RS256" type="update" expires="1234567890123"',
    'Signature keyId="id|t|RS256" algorithm="RS256" type="update" x',
    'Signature keyId="id|t|RS256" algorithm="RS256" type="update"\n',
  ])('is not %j', (header) => {
    expect(parseSignature(header)).toBeNull();
  });

  it('is rejected above the maximum length', () => {
    const ofLength = (length: number): string => {
      const header = 'Signature keyId="id|T|RS256" algorithm="RS256" type="update"';
      return header.replace('T', 'x'.repeat(length - header.length + 1));
    };

    expect(parseSignature(ofLength(limits.maxSignatureLength))).not.toBeNull();
    expect(parseSignature(ofLength(limits.maxSignatureLength + 1))).toBeNull();
  });

  it.each([
    ['blanks', `Signature ${' '.repeat(60_000)}`],
    ['quotes', `Signature ${'"'.repeat(60_000)}`],
    ['open attributes', `Signature ${'a="'.repeat(20_000)}`],
    ['attributes', `Signature ${'a="",'.repeat(12_000)}`],
    ['letters', `Signature ${'a'.repeat(60_000)}`],
    ['separators', `Signature a=""${' ,'.repeat(30_000)}`],
    ['bars', `Signature keyId="${'|'.repeat(60_000)}"`],
    ['blanks that just fit', `Signature a="b"${' '.repeat(8_100)}x`],
    ['letters that just fit', `Signature ${'a'.repeat(8_100)}`],
  ])('is rejected in linear time when it is full of %s', (_, header) => {
    const processorUs = [1, 2, 3].map(() => {
      const before = process.cpuUsage();
      expect(parseSignature(header)).toBeNull();
      return process.cpuUsage(before).user;
    });

    // An expression that backtracks at every character takes seconds of CPU time, every time.
    expect(Math.min(...processorUs)).toBeLessThan(50_000);
  });
});
