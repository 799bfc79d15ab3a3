import { describe, expect, it } from '@jest/globals';
import { killOriginStarts } from './origin-deaths.js';

describe('the start of a new origin', () => {
  it('ends well, and once, when it is done again after a SIGKILL at some of its steps', async () => {
    expect(await killOriginStarts(7)).toBeGreaterThan(3);
  });
});
