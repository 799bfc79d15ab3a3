/**
 * The bodies of Billtrust's own requests (seeds S2 and S3), and of what they need around them: the documents' reason
 * names its category by a placeholder, and neither has a request for a dispute.
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
