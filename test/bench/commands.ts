import type { RecordUpdate } from '#libs/disputes';
import { smartOdrExamples } from '../../libs/partners/src/smart-odr/smart-odr.examples.js';

/** The document's own update, on one of many disputes. */
export const updateBody = (dispute: number): string =>
  JSON.stringify({
    dispute: {
      ...smartOdrExamples.update.dispute,
      disputeId: `MII-INV-2024-01-${String(100_000 + dispute)}`,
    },
  });

/** The same as the domain gets it. */
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
