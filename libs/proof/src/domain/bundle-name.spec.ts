import { describe, expect, it } from '@jest/globals';
import { bundleNameOf } from './bundle-name.js';

const exportedAt = '2025-03-01T23:59:59.999Z';

describe('the name of a bundle', () => {
  it.each([
    ['smartodr', 'MII-INV-2024-01-781096', 'dispute-smartodr-MII-INV-2024-01-781096-2025-03-01'],
    ['acme', 'edsp:2025:17', 'dispute-acme-edsp-2025-17-2025-03-01'],
    ['acme_2', 'a/b\\c|d*e?"f"<g>', 'dispute-acme_2-a-b-c-d-e-f-g--2025-03-01'],
    ['acme', '../../etc/passwd', 'dispute-acme-.-.-etc-passwd-2025-03-01'],
    ['acme', 'विवाद 7', 'dispute-acme--7-2025-03-01'],
    ['t'.repeat(64), 'd'.repeat(300), `dispute-${'t'.repeat(64)}-${'d'.repeat(64)}-2025-03-01`],
  ])('of %s and %s can be a file of every system', (tenant, disputeId, name) => {
    expect(bundleNameOf({ tenant, disputeId, exportedAt })).toBe(name);
  });
});
