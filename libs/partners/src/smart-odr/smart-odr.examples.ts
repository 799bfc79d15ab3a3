/**
 * The requests of SMART ODR's own documents, as strict JSON (docs/vendors/smart-odr.md, "Strict JSON"). Those of
 * statuses and conciliations are ours (docs/vendors/smart-odr.md, "What was seen of the status and conciliation
 * pages").
 */
export const smartOdrExamples = {
  update: {
    dispute: {
      disputeId: 'MII-INV-2024-01-781096',
      userName: 'Bruce Wayne',
      role: 'mediator',
      description: 'test123',
      disputetype: 'conciliation',
      update: 'Date & Time of Conciliator Appointment',
    },
  },
  status: {
    dispute: {
      disputeId: 'MII-INV-2024-01-781096',
      userName: 'John Doe',
      role: 'CASEMANAGER',
      disputetype: 'conciliation',
      status: 'CON_RES',
    },
  },
  conciliationReport: {
    dispute: {
      disputeId: 'MII-INV-2024-01-781096',
      disputetype: 'conciliation',
      role: 'CASEMANAGER',
      userName: 'John Doe',
      ConciliationReport: {
        isFeePaidByMP: true,
        mpFeesDate: '2025-01-15',
        noOfHearings: 2,
        isSettled: true,
        settlementAmount: 1500.5,
        settlementDate: '2025-01-20',
      },
      DisputeArbitrators: [
        {
          arbitratorName: 'Smith Doe',
          arbitratorPAN: 'ABCDE1234H',
          arbitratorAppointedDate: '2025-01-15',
          arbitratorAcceptanceDate: '2025-01-16',
          isApproved: true,
          arbIndex: 1,
        },
      ],
    },
  },
  arbitrationReport: {
    dispute: {
      disputeId: 'DMDP-DP-2024-07-649989',
      disputetype: 'arbitration',
      role: 'CASEMANAGER',
      userName: 'John Doe',
      ArbitrationReport: {
        isFeePaidByMP: true,
        mpFeesDate: '2025-01-15',
        isFeePaidByInvestor: false,
        investorFeesDate: null,
        arbitratorType: 'Sole',
        counterClaimAmount: 1500.5,
        arbitralAwardAmount: 2000,
        arbitralAwardDate: '2025-01-20',
        receiptOfArbitralAwardDate: '2025-01-22',
        arbitralAwardSentDate: '2025-01-23',
        noOfHearings: 3,
        awardInFavor: 'Investor',
        isIntentionReceived: false,
        intentionReceivedDate: null,
      },
      DisputeArbitrators: [
        {
          arbitratorName: 'Smith Doe',
          arbitratorPAN: 'ABCDE1234H',
          arbitratorAppointedDate: '2025-01-15',
          arbitratorAcceptanceDate: '2025-01-20',
          arbitratorRejectionDate: null,
          isReappointed: false,
          isApproved: true,
          reappointedBehalfOf: null,
          arbIndex: 1,
        },
        {
          arbitratorName: 'Karen Graham',
          arbitratorPAN: 'ABCDE1234I',
          arbitratorAppointedDate: '2025-01-15',
          arbitratorAcceptanceDate: '2025-01-20',
          arbitratorRejectionDate: null,
          isReappointed: false,
          isApproved: true,
          reappointedBehalfOf: null,
          arbIndex: 2,
        },
        {
          arbitratorName: 'Aaron K. Johnson',
          arbitratorPAN: 'ABCDE1234J',
          arbitratorAppointedDate: '2025-01-15',
          arbitratorAcceptanceDate: null,
          arbitratorRejectionDate: '2025-01-20',
          isReappointed: false,
          isApproved: false,
          reappointedBehalfOf: null,
          arbIndex: 3,
        },
        {
          arbitratorName: 'Audrey Henderson',
          arbitratorPAN: 'ABCDE1234K',
          arbitratorAppointedDate: '2025-01-21',
          arbitratorAcceptanceDate: '2025-01-25',
          arbitratorRejectionDate: null,
          isReappointed: true,
          isApproved: true,
          reappointedBehalfOf: 'ABCDE1234J',
          arbIndex: 3,
        },
      ],
    },
  },
} as const;
