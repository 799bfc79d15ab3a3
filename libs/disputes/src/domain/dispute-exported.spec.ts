import { describe, expect, it } from '@jest/globals';
import { exportCodec } from './dispute-exported.js';

describe('a recorded export', () => {
  it('is not decoded without the digest of the bundle that was taken', () => {
    const data = { disputeId: 'A-1', events: 8, checkpointSize: 12 };
    expect(() => exportCodec.decode({ type: 'DisputeExported.v1', data })).toThrow('bundleSha256');
  });
});
