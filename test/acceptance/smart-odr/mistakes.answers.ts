/** The whole answer to each mistake: its status and its message. */
export const answers: Readonly<Record<string, readonly [status: number, message: string]>> = {
  'an id as a number': [400, 'disputeId must be text, as in "MII-INV-2024-01-781096"'],
  'an id with underscores': [
    400,
    'disputeId must be 1 to 64 letters, digits and dashes, and begin with no dash, as in MII-INV-2024-01-781096',
  ],
  'no id': [400, 'disputeId is required'],
  'the id in camel case of another kind': [
    400,
    'disputeId is required; the body has "disputeID": is "disputeId" meant?',
  ],
  'a type in camel case': [
    400,
    'disputetype is required; the body has "disputeType": is "disputetype" meant?',
  ],
  'a type that is no proceeding': [400, 'disputetype must be one of conciliation, arbitration'],
  'a type that is misspelt': [
    400,
    'disputetype must be one of conciliation, arbitration: is conciliation meant?',
  ],
  'a role of the description': [
    400,
    'role must be one of MEDIATOR, ARBITRATOR, SYSADMIN, CASEMANAGER, PETITIONER, RESPONDENT',
  ],
  'a role with a blank': [
    400,
    'role must be one of MEDIATOR, ARBITRATOR, SYSADMIN, CASEMANAGER, PETITIONER, RESPONDENT: is CASEMANAGER meant?',
  ],
  'a list of roles': [
    400,
    'role must be text, one of MEDIATOR, ARBITRATOR, SYSADMIN, CASEMANAGER, PETITIONER, RESPONDENT',
  ],
  'a name in lower case': [400, 'userName is required; the body has "username": is "userName" meant?'],
  'an empty name': [400, 'userName must not be empty'],
  'an update as an object': [400, 'update must be text, as in "The hearing is on 12 March"'],
  'an update that is too long': [400, 'update must have at most 5000 characters'],
  'a description as a number': [400, 'description must be text, as in "Both parties agreed"'],
  'several at once': [
    400,
    'update is required; disputeId must be text, as in "MII-INV-2024-01-781096"; role must be one of MEDIATOR, ARBITRATOR, SYSADMIN, CASEMANAGER, PETITIONER, RESPONDENT',
  ],
  'no dispute around the fields': [400, 'dispute is required'],
  'a list of disputes': [400, 'dispute must be an object, or text that holds one as JSON'],
  'a dispute that is text and no JSON': [400, 'dispute must be well-formed JSON'],
  'an empty body': [400, 'dispute is required'],
  'an empty object': [400, 'dispute is required'],
  'a body that is a list': [
    400,
    'The body must be an object; dispute must be an object, or text that holds one as JSON',
  ],
  'a trailing comma': [400, 'Malformed JSON body'],
  'single quotes': [400, 'Malformed JSON body'],
  'a comment': [400, 'Malformed JSON body'],
  'a form': [415, 'The body must be application/json.'],
  'plain text': [415, 'The body must be application/json.'],
  'a GET': [405, 'This path answers to POST only.'],
  'a PUT': [405, 'This path answers to POST only.'],
  'a path below': [404, 'There is nothing at this path.'],
  'no header': [401, 'Authorization signature is missing or malformed'],
  'a bearer token': [401, 'Authorization signature is missing or malformed'],
  'no quotes in the header': [401, 'Authorization signature is missing or malformed'],
  'a key id without a token': [401, 'Authorization signature is missing or malformed'],
  'another algorithm': [401, 'Authorization signature is missing or malformed'],
  'a header without a type': [401, 'Authorization signature is missing or malformed'],
  'a changed token': [401, 'Invalid signature'],
  'an unknown key id': [401, 'Invalid signature'],
  'the type of another route': [403, 'Token type not allowed for this endpoint'],
  'an If-Match without quotes': [400, 'If-Match must be * or a list of entity tags, as in "12", "13"'],
  'an idempotency key that is too long': [400, 'Idempotency-Key must be 1 to 255 printable characters'],
  'a status in words': [
    400,
    'status must be one of WD, PRECON_RES, CON_INIT, CON_PROG, CON_FAIL, CON_RES, ARB_INIT, ARB_PROG, ARB_RES',
  ],
  'a status that is misspelt': [
    400,
    'status must be one of WD, PRECON_RES, CON_INIT, CON_PROG, CON_FAIL, CON_RES, ARB_INIT, ARB_PROG, ARB_RES: is CON_INIT meant?',
  ],
  'no status': [400, 'status is required'],
  'a status as a number': [
    400,
    'status must be text, one of WD, PRECON_RES, CON_INIT, CON_PROG, CON_FAIL, CON_RES, ARB_INIT, ARB_PROG, ARB_RES',
  ],
  'a conciliation in a report of an arbitration': [400, 'disputetype must be arbitration'],
  'a report in lower case': [
    400,
    'ArbitrationReport is required; the body has "arbitrationReport": is "ArbitrationReport" meant?',
  ],
  'arbitrators that are no list': [
    400,
    'DisputeArbitrators must be a list, as in [{"arbitratorName": "Smith Doe"}]',
  ],
  'no arbitrators': [400, 'DisputeArbitrators must have at least 1 item'],
  'a day in the order of the country': [
    400,
    'ArbitrationReport.arbitralAwardDate must be a calendar date, as in 2025-01-31',
  ],
  'a day that does not exist': [
    400,
    'ArbitrationReport.mpFeesDate must be a calendar date, as in 2025-01-31',
  ],
  'an instant for a day': [
    400,
    'ArbitrationReport.arbitralAwardSentDate must be a calendar date, as in 2025-01-31',
  ],
  'an amount as text': [400, 'ArbitrationReport.arbitralAwardAmount must be a number, as in 1500.50'],
  'an amount with three decimals': [400, 'ArbitrationReport.counterClaimAmount must have at most 2 decimals'],
  'a negative amount': [400, 'ArbitrationReport.counterClaimAmount must be at least 0'],
  'a boolean as text': [400, 'ArbitrationReport.isFeePaidByMP must be true or false, without quotes'],
  'a number of hearings as text': [
    400,
    'ArbitrationReport.noOfHearings must be a whole number, without quotes, as in 3',
  ],
  'a side in lower case': [
    400,
    'ArbitrationReport.awardInFavor must be one of Market Participant, Investor: is Investor meant?',
  ],
  'an award without a side': [
    400,
    'ArbitrationReport.awardInFavor is required when arbitralAwardDate is set',
  ],
  'a paid fee without its day': [
    400,
    'ArbitrationReport.investorFeesDate is required when isFeePaidByInvestor is true',
  ],
  'an intention without its day': [
    400,
    'ArbitrationReport.intentionReceivedDate is required when isIntentionReceived is true',
  ],
  'a field that is left out instead of null': [400, 'ArbitrationReport.intentionReceivedDate is required'],
  'a PAN with blanks': [
    400,
    'DisputeArbitrators[0].arbitratorPAN must be a PAN: five letters, four digits, a letter, as in ABCDE1234H',
  ],
  'a PAN that is too short': [
    400,
    'DisputeArbitrators[1].arbitratorPAN must be a PAN: five letters, four digits, a letter, as in ABCDE1234H',
  ],
  'a seat of zero': [400, 'DisputeArbitrators[0].arbIndex must be at least 1'],
  'a seat as text': [400, 'DisputeArbitrators[0].arbIndex must be a whole number, without quotes, as in 1'],
  'an acceptance and a rejection': [
    400,
    'DisputeArbitrators[2].arbitratorRejectionDate must be null when arbitratorAcceptanceDate is set',
  ],
  'an acceptance before the appointment': [
    400,
    'DisputeArbitrators[0].arbitratorAcceptanceDate must not be before arbitratorAppointedDate',
  ],
  'a second on a seat who is not reappointed': [
    400,
    'DisputeArbitrators[3].isReappointed must be true for a second arbitrator on arbIndex 3',
  ],
  'a reappointment of nobody': [
    400,
    'DisputeArbitrators[3].reappointedBehalfOf is required when isReappointed is true',
  ],
  'two approved on a seat': [
    400,
    'DisputeArbitrators[3].isApproved must be false: another arbitrator on arbIndex 3 is approved',
  ],
  'a wrong day and a broken rule at once': [
    400,
    'ArbitrationReport.arbitralAwardDate must be a calendar date, as in 2025-01-31; ArbitrationReport.intentionReceivedDate is required when isIntentionReceived is true',
  ],
  'a settlement that is none': [
    400,
    'ConciliationReport.settlementAmount must be null when isSettled is false',
  ],
  'a settlement as text': [400, 'ConciliationReport.settlementAmount must be a number, as in 1500.50'],
  'a conciliator without a name': [400, 'DisputeArbitrators[0].arbitratorName is required'],
};
