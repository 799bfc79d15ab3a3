/** Returns a report of a conciliation with these fields, and those of its report and its conciliator, replaced. */
export const conciliationWith = (fields: object, reported: object = {}, conciliator: object = {}): string =>
  JSON.stringify({
    dispute: {
      disputeId: 'CON-1',
      disputetype: 'conciliation',
      role: 'mediator',
      userName: 'Bruce Wayne',
      ConciliationReport: { isSettled: true, settlementAmount: 1500.5, ...reported },
      DisputeArbitrators: [
        { arbitratorName: 'Smith Doe', arbitratorPAN: 'abcde1234h', arbIndex: 1, ...conciliator },
      ],
      ...fields,
    },
  });
