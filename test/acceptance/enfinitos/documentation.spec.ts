import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { stateMachineMarkdown } from '../../support/state-machine.js';

const page = new URL('../../../docs/delivery-disputes.md', import.meta.url);

describe('the page on delivery disputes', () => {
  it('says what the code does; regenerate it with WRITE_DOCS=1 npm run test:system -- enfinitos/documentation', () => {
    const generated = stateMachineMarkdown();
    if (process.env['WRITE_DOCS'] === '1') writeFileSync(page, generated);

    expect(readFileSync(page, 'utf8')).toBe(generated);
  });
});
