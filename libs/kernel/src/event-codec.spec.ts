import { describe, expect, it } from '@jest/globals';
import { eventCodec, unchanged, UnknownEventError } from './event-codec.js';

interface FeePaid {
  readonly type: 'FeePaid';
  readonly data: { readonly payer: string; readonly currency: string; readonly note: string | null };
}

interface FeeWaived {
  readonly type: 'FeeWaived';
  readonly data: { readonly payer: string };
}

type FeeEvent = FeePaid | FeeWaived;

const asStored = unchanged<FeeEvent>();

const codec = eventCodec<FeeEvent>()(
  { FeePaid: 'FeePaid.v2', FeeWaived: 'FeeWaived.v1' },
  {
    'FeePaid.v1': ({ payer }) => ({
      type: 'FeePaid',
      data: { payer: payer as string, currency: 'INR', note: null },
    }),
    'FeePaid.v2': asStored('FeePaid', 'payer', 'currency', 'note'),
    'FeeWaived.v1': asStored('FeeWaived', 'payer'),
  },
);

describe('an event codec', () => {
  it('stores an event under the name and version that is written today', () => {
    const data = { payer: 'investor', currency: 'INR', note: null };

    expect(codec.encode({ type: 'FeePaid', data })).toStrictEqual({ type: 'FeePaid.v2', data });
  });

  it('reads what it wrote', () => {
    const event: FeeEvent = { type: 'FeeWaived', data: { payer: 'investor' } };

    expect(codec.decode(codec.encode(event))).toStrictEqual(event);
  });

  it('reads an event of an older version in the shape of today', () => {
    expect(codec.decode({ type: 'FeePaid.v1', data: { payer: 'investor' } })).toStrictEqual({
      type: 'FeePaid',
      data: { payer: 'investor', currency: 'INR', note: null },
    });
  });

  it('lists every stored name that was ever written', () => {
    expect(codec.storedNames).toStrictEqual(['FeePaid.v1', 'FeePaid.v2', 'FeeWaived.v1']);
  });

  it.each(['FeePaid', 'FeePaid.v3', 'constructor', '__proto__', ''])(
    'does not guess what the unknown stored name %j means',
    (type) => {
      expect(() => codec.decode({ type, data: { payer: 'investor' } })).toThrow(UnknownEventError);
    },
  );

  it('names the unknown stored event', () => {
    expect(() => codec.decode({ type: 'FeeLost.v1', data: {} })).toThrow('FeeLost.v1');
  });

  it('names the event and the field that a stored event lost', () => {
    const lost = () => codec.decode({ type: 'FeePaid.v2', data: { payer: 'investor', note: null } });

    expect(lost).toThrow(TypeError);
    expect(lost).toThrow(/FeePaid.*currency/);
  });

  it('accepts null in a required field', () => {
    const data = { payer: 'investor', currency: 'INR', note: null };

    expect(codec.decode({ type: 'FeePaid.v2', data })).toStrictEqual({ type: 'FeePaid', data });
  });

  it('keeps a field that a later version added', () => {
    const data = { payer: 'investor', waivedBy: 'the institution' };

    expect(codec.decode({ type: 'FeeWaived.v1', data })).toStrictEqual({ type: 'FeeWaived', data });
  });
});
