import type { RecordUpdate } from '#libs/disputes';
import { smartOdrExamples } from '../../libs/partners/src/smart-odr/smart-odr.examples.js';

/** Returns the document's own update, for the dispute with this number. */
export const updateBody = (dispute: number): string =>
  JSON.stringify({
    dispute: {
      ...smartOdrExamples.update.dispute,
      disputeId: `MII-INV-2024-01-${String(100_000 + dispute)}`,
    },
  });

/** Returns the same update as a command of the domain. */
export const updateCommand = (disputeId: string, institution: string): RecordUpdate => ({
  type: 'RecordUpdate',
  data: {
    disputeId,
    institution,
    registration: 'implicit',
    proceeding: 'conciliation',
    role: 'MEDIATOR',
    roleAsGiven: 'mediator',
    userName: 'Bruce Wayne',
    received: updateBody(0),
    update: 'Date & Time of Conciliator Appointment',
    description: 'test123',
  },
});
