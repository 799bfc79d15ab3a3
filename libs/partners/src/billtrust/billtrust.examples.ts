/**
 * The bodies of Billtrust's own requests, and of what they need around them: the document's reason names its
 * category by a placeholder, and no document has a request for a dispute (docs/vendors/billtrust.md,
 * "Routes").
 */
export const billtrustExamples = {
  resolution: { code: 'DISPVALID', description: 'Dispute Validated', active: true, isValid: true },
  category: { code: 'SHIPPING', description: 'Shipping' },
  reason: {
    code: 'DAMAGED',
    description: 'Damaged in Shipping',
    active: true,
    visibility: 'Internal',
    categoryCode: 'SHIPPING',
  },
  dispute: {
    documentNumber: 'INV-1001',
    accountNumber: 'ACC-1',
    amount: '120.50',
    currencyCode: 'USD',
    categoryCode: 'SHIPPING',
    reasonCode: 'DAMAGED',
  },
  close: { resolutionCode: 'DISPVALID' },
} as const;
