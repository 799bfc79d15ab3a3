import { describe, expect, it } from '@jest/globals';
import { killOriginStarts } from '../integration/origin-deaths.js';

describe('the start of a new origin', () => {
  it('ends well, and once, when it is done again after a SIGKILL at any of its steps', async () => {
    expect(await killOriginStarts(1)).toBeGreaterThan(20);
  });
});
