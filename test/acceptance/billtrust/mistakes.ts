/** A mistake that the engineer of an integration makes, and the whole answer to it. */
export interface Mistake {
  readonly name: string;
  /** Method and path below the tenant; `:dispute`, `:resolution`, `:reason` and `:category` stand for ids. */
  readonly line: string;
  /** A value is sent as JSON, text as it is. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly status: number;
  readonly errors: readonly string[];
  /** Headers of the answer that matter, beside those of every error. */
  readonly answered?: Readonly<Record<string, string>>;
}

const ID = '5f0c1c1e-0000-4000-8000-00000000000c';
const CODE_FORM =
  'must begin with a letter or digit, and may go on with blanks, dots, dashes and underscores';

const open = (name: string, fields: object, ...errors: readonly string[]): Mistake => ({
  name,
  line: 'POST /disputes',
  body: { documentNumber: 'INV-789', ...fields },
  status: 400,
  errors,
});

const resolution = (name: string, body: unknown, ...errors: readonly string[]): Mistake => ({
  name,
  line: 'POST /resolutions',
  body,
  status: 400,
  errors,
});

const close = (name: string, body: unknown, ...errors: readonly string[]): Mistake => ({
  name,
  line: 'POST /disputes/:dispute/close',
  body,
  status: 400,
  errors,
});

/** What is wrong with a field by itself. */
export const fieldMistakes: readonly Mistake[] = [
  resolution('no code', { description: 'Dispute Validated' }, 'code is required'),
  resolution('a code in capitals', { CODE: 'A' }, 'code is required; the body has "CODE": is "code" meant?'),
  resolution('a code that is a number', { code: 100 }, 'code must be text, as in "DISPVALID"'),
  resolution('a code that is null', { code: null }, 'code is required'),
  resolution('an empty code', { code: '  ' }, 'code must not be empty'),
  resolution('a code with a slash', { code: 'DISP/VALID' }, `code ${CODE_FORM}, as in "DISPVALID"`),
  resolution('a code too long', { code: 'X'.repeat(51) }, 'code must have at most 50 characters'),
  resolution(
    'a flag in quotes',
    { code: 'A', active: 'true' },
    'active must be true or false, without quotes, as in true',
  ),
  resolution('a flag that is 1', { code: 'A', isValid: 1 }, 'isValid must be true or false, as in true'),
  resolution(
    'a flag in small letters',
    { code: 'A', isvalid: true },
    'isvalid is unknown: is isValid meant?',
  ),
  resolution(
    'a description that is a list',
    { code: 'A', description: ['x'] },
    'description must be text, as in "Damaged in Shipping"',
  ),
  resolution(
    'a description too long',
    { code: 'A', description: 'x'.repeat(501) },
    'description must have at most 500 characters',
  ),
  resolution('two resolutions in a list', [{ code: 'A' }, { code: 'B' }], 'The body must be a JSON object'),
  resolution(
    'several fields at once',
    { code: 7, description: 1, active: 'yes' },
    'code must be text, as in "DISPVALID"',
    'description must be text, as in "Damaged in Shipping"',
    'active must be true or false, without quotes, as in true',
  ),
  {
    name: 'an unknown visibility',
    line: 'POST /reasons',
    body: { code: 'A', categoryCode: 'SHIPPING', visibility: 'Public' },
    status: 400,
    errors: ['visibility must be one of Internal, External, All'],
  },
  {
    name: 'a visibility with a slip',
    line: 'PUT /reasons/:reason',
    body: { categoryCode: 'SHIPPING', visibility: 'Externl' },
    status: 400,
    errors: ['visibility must be one of Internal, External, All: is External meant?'],
  },
  {
    name: 'a default reason that is a number',
    line: 'POST /categories',
    body: { code: 'A', defaultInternalReasonId: 5 },
    status: 400,
    errors: [`defaultInternalReasonId must be text, as in "${ID}"`],
  },
  {
    name: 'a document number under another name',
    line: 'POST /disputes',
    body: { documentNo: 'INV-789' },
    status: 400,
    errors: ['documentNumber is required; the body has "documentNo": is "documentNumber" meant?'],
  },
  {
    name: 'a document number that is a number',
    line: 'POST /disputes',
    body: { documentNumber: 789 },
    status: 400,
    errors: ['documentNumber must be text, as in "INV-789"'],
  },
  {
    name: 'a document number too long',
    line: 'POST /disputes',
    body: { documentNumber: 'I'.repeat(101) },
    status: 400,
    errors: ['documentNumber must have at most 100 characters'],
  },
  open(
    'an amount with a currency sign',
    { amount: '$120.50' },
    'amount must be digits with a point, as in 120.50, without commas, signs or letters',
  ),
  open('an amount that is true', { amount: true }, 'amount must be a number, or decimal text, as in 120.50'),
  open('a negative amount', { amount: -120.5 }, 'amount must not be negative, as in 120.50'),
  open('an amount of 3 decimals', { amount: 120.505 }, 'amount must have at most 2 decimals, as in 120.50'),
  open(
    'an amount of 4 decimals, in Kuwait',
    { amount: '120.5055', currencyCode: 'KWD' },
    'amount must have at most 3 decimals in KWD, as in 120.50',
  ),
  open('an amount too large', { amount: 1e15 }, 'amount must have at most 15 digits, as in 120.50'),
  open(
    'a currency by its name',
    { currencyCode: 'DOLLAR' },
    'currencyCode must have three letters (ISO 4217), as in "USD"',
  ),
  open('a currency by its number', { currencyCode: 840 }, 'currencyCode must be text, as in "USD"'),
  open('an account that is an object', { accountNumber: {} }, 'accountNumber must be text, as in "ACT-123"'),
  open('an empty name', { accountName: '' }, 'accountName must not be empty'),
  open(
    'a purchase order too long',
    { poNumber: 'P'.repeat(101) },
    'poNumber must have at most 100 characters',
  ),
  open(
    'an assignee in a list',
    { assigneeName: ['Steve'] },
    'assigneeName must be text, as in "Steve Rogers"',
  ),
];

/** What is wrong with what a field refers to. */
export const referenceMistakes: readonly Mistake[] = [
  open(
    'a type and a reference at once',
    { amount: 'much', reasonId: 'nowhere' },
    'amount must be digits with a point, as in 120.50, without commas, signs or letters',
    'reasonId nowhere is no reason of the tenant',
  ),
  open(
    'a category alone',
    { categoryCode: 'shipping' },
    'reasonId or reasonCode is required beside categoryCode',
  ),
  open(
    'an unknown external reason',
    { externalReasonId: 'nowhere' },
    'externalReasonId nowhere is no reason of the tenant',
  ),
  close('no resolution', {}, 'resolutionId or resolutionCode is required'),
  close(
    'a resolution in other letters',
    { resolutionID: 'x' },
    'resolutionID is unknown: is resolutionId meant?',
  ),
  close(
    'an unknown resolution',
    { resolutionCode: 'NOPE' },
    'resolutionCode NOPE is no resolution of the tenant',
  ),
  close(
    'notes that are an object',
    { resolutionCode: 'DISPVALID', notes: {} },
    'notes must be text, as in "Agreed on the phone"',
  ),
  {
    name: 'an unknown category',
    line: 'POST /reasons',
    body: { code: 'A', categoryCode: 'NOPE' },
    status: 400,
    errors: ['categoryCode NOPE is no category of the tenant'],
  },
  {
    name: 'no category',
    line: 'PUT /reasons/:reason',
    body: { description: 'x' },
    status: 400,
    errors: ['categoryId or categoryCode is required'],
  },
  {
    name: 'another code',
    line: 'PUT /resolutions/:resolution',
    body: { code: 'OTHER' },
    status: 400,
    errors: ['The code of a resolution cannot be changed; it is DISPVALID.'],
  },
];
