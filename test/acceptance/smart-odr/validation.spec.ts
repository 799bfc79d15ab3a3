import { describe, expect, it } from '@jest/globals';
import { newInstitution } from '../../support/institution.js';
import { expectNothingAdded, expectRefused, recordedAfter } from '../clients.js';
import { updateWith } from '../seeds.js';
import { smartOdrLedger } from './ledger.js';

const institution = newInstitution('Gotham ODR');
const ROLES = 'MEDIATOR, ARBITRATOR, SYSADMIN, CASEMANAGER, PETITIONER, RESPONDENT';
const ROLE_MESSAGE = `role must be one of ${ROLES}`;
const TYPE_MESSAGE = 'disputetype must be one of conciliation, arbitration';
const ID_MESSAGE =
  'disputeId must be 1 to 64 letters, digits and dashes, and begin with no dash, as in MII-INV-2024-01-781096';

const ledger = smartOdrLedger(institution);

/** Resolves with the data of the last event that a command recorded. */
const lastData = async (): Promise<unknown> => (await recordedAfter(ledger.running, 0n)).at(-1)?.data;

describe('what an update may say', () => {
  it.each(['MEDIATOR', 'ARBITRATOR', 'SYSADMIN', 'CASEMANAGER', 'PETITIONER', 'RESPONDENT'])(
    'takes the role %s in any letter case, and keeps it as it was given',
    async (role) => {
      const given = ` ${role.charAt(0)}${role.slice(1).toLowerCase()}`;

      expect((await ledger.post('/update', updateWith({ role: given }))).status).toBe(200);
      expect(await lastData()).toMatchObject({ role, roleAsGiven: given });
    },
  );

  it.each(['conciliation', 'Conciliation', 'ARBITRATION', ' arbitration '])(
    'takes the dispute type "%s"',
    async (disputetype) => {
      expect((await ledger.post('/update', updateWith({ disputetype }))).status).toBe(200);
      expect(await lastData()).toMatchObject({ proceeding: disputetype.trim().toLowerCase() });
    },
  );

  it.each([
    '123456',
    'a',
    'MII-INV-2024-01-781096',
    'DMSB-SB-2023-10-328523',
    'ABCD-EF-2024-01-987654',
    'XXXX-XX-201-08-32232',
    `D${'0'.repeat(63)}`,
  ])('takes the dispute id %s, and blanks around it', async (disputeId) => {
    const answer = await ledger.post('/update', updateWith({ disputeId: ` ${disputeId} ` }));

    expect(answer.text).toBe(`{"success":true,"message":"Update to the Dispute ${disputeId} received"}`);
  });

  it.each([
    ['userName', 'x'.repeat(200)],
    ['update', 'x'.repeat(5_000)],
    ['description', 'x'.repeat(5_000)],
    ['description', ''],
    ['description', null],
    ['description', undefined],
    ['update', '<script>alert(1)</script>\n\u202e\u0007 🏛 नमस्ते'],
  ])('takes this %s', async (field, value) => {
    expect((await ledger.post('/update', updateWith({ [field]: value }))).status).toBe(200);
    expect(await lastData()).toMatchObject({ [field]: value ?? null });
  });
});

describe('what an update may not say', () => {
  it.each<[string, unknown, string]>([
    ['disputeId', undefined, 'disputeId is required'],
    ['disputeId', null, 'disputeId is required'],
    ['disputeId', 123_456, 'disputeId must be text, as in "MII-INV-2024-01-781096"'],
    ['disputeId', '', ID_MESSAGE],
    ['disputeId', '-A', ID_MESSAGE],
    ['disputeId', 'A_B', ID_MESSAGE],
    ['disputeId', 'A.B', ID_MESSAGE],
    ['disputeId', '../etc/passwd', ID_MESSAGE],
    ['disputeId', 'A\nB', ID_MESSAGE],
    ['disputeId', 'É1', ID_MESSAGE],
    ['disputeId', `D${'0'.repeat(64)}`, ID_MESSAGE],
    ['disputetype', undefined, 'disputetype is required'],
    ['disputetype', 'mediation', TYPE_MESSAGE],
    ['disputetype', ['conciliation'], 'disputetype must be text, one of conciliation, arbitration'],
    ['role', undefined, 'role is required'],
    ['role', 'User', ROLE_MESSAGE],
    ['role', 'Administrator', ROLE_MESSAGE],
    ['role', 'CONCILIATOR', ROLE_MESSAGE],
    ['role', 'CASE MANAGER', `${ROLE_MESSAGE}: is CASEMANAGER meant?`],
    ['role', ['MEDIATOR'], `role must be text, one of ${ROLES}`],
    ['role', { toString: 'MEDIATOR' }, `role must be text, one of ${ROLES}`],
    ['userName', undefined, 'userName is required'],
    ['userName', '   ', 'userName must not be empty'],
    ['userName', 'x'.repeat(201), 'userName must have at most 200 characters'],
    ['userName', 7, 'userName must be text, as in "Bruce Wayne"'],
    ['update', undefined, 'update is required'],
    ['update', '', 'update must not be empty'],
    ['update', 'x'.repeat(5_001), 'update must have at most 5000 characters'],
    ['update', ['text'], 'update must be text, as in "The hearing is on 12 March"'],
    ['description', 'x'.repeat(5_001), 'description must have at most 5000 characters'],
    ['description', { text: 'text' }, 'description must be text, as in "Both parties agreed"'],
  ])('refuses %s: %j', async (field, value, message) => {
    await expectNothingAdded(ledger.running, async () => {
      expectRefused(await ledger.post('/update', updateWith({ [field]: value })), 400, message);
    });
  });

  it('does not know disputeType in camel case', async () => {
    const body = updateWith({ disputetype: undefined, disputeType: 'conciliation' });

    await expectNothingAdded(ledger.running, async () => {
      expectRefused(
        await ledger.post('/update', body),
        400,
        'disputetype is required; the body has "disputeType": is "disputetype" meant?',
      );
    });
  });

  it.each(['Dispute', 'disput', 'DISPUTE'])('asks whether %s is meant to be the dispute', async (name) => {
    const { dispute } = JSON.parse(updateWith({})) as { dispute: object };

    await expectNothingAdded(ledger.running, async () => {
      expectRefused(
        await ledger.post('/update', JSON.stringify({ [name]: dispute })),
        400,
        `dispute is required; the body has "${name}": is "dispute" meant?`,
      );
    });
  });

  it('names everything that is wrong at once', async () => {
    const { message } = JSON.parse((await ledger.post('/update', '{"dispute":{"role":"x"}}')).text) as {
      message: string;
    };

    expect(message.split('; ').sort()).toStrictEqual([
      'disputeId is required',
      'disputetype is required',
      ROLE_MESSAGE,
      'update is required',
      'userName is required',
    ]);
  });
});

describe('names that every object has', () => {
  it.each(['constructor', 'toString', 'valueOf', 'hasOwnProperty', 'then', 'toJSON'])(
    'are fields like any other: %s',
    async (name) => {
      expect((await ledger.post('/update', updateWith({ [name]: 'x' }))).status).toBe(200);
      expect((await ledger.post('/update', updateWith({ [name]: { a: 1 } }))).status).toBe(200);
      expect((await ledger.post('/update', updateWith({ x: { [name]: [null] } }))).status).toBe(200);
      expect((await ledger.post('/update', updateWith({ x: [{ [name]: 'x' }] }))).status).toBe(200);
    },
  );
});
