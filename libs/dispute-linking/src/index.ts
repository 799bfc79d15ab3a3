export { type LinkedChange, type LinkedChanged, LinkedDisputes } from './change-linked-dispute.js';
export { InvoiceClosings } from './close-invoice.js';
export type { InvoiceClosed } from './invoice-closing.js';
export { type Deletion, LinkedDeletions } from './delete-linked.js';
export { DisputeLinkingModule } from './dispute-linking.module.js';
export type { AssignedLink } from './link-reservations.js';
