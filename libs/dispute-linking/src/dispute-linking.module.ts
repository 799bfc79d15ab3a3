import { KeyedWrites } from '#libs/access';
import { DisputeConfigurationModule } from '#libs/dispute-configuration';
import { DisputesModule } from '#libs/disputes';
import { Module } from '@nestjs/common';
import { LinkedDisputes } from './change-linked-dispute.js';
import { ClosableInvoices } from './closable-invoices.js';
import { InvoiceClosings } from './close-invoice.js';
import { DisputeClosings } from './dispute-closings.js';
import { LinkedDeletions } from './delete-linked.js';
import { InvoiceDisputeList } from './invoice-dispute-list.js';
import { LinkReservations } from './link-reservations.js';

/** The process between the configuration and the disputes, which know nothing of each other. */
@Module({
  imports: [DisputeConfigurationModule, DisputesModule],
  providers: [
    ClosableInvoices,
    DisputeClosings,
    InvoiceClosings,
    InvoiceDisputeList,
    KeyedWrites,
    LinkedDeletions,
    LinkedDisputes,
    LinkReservations,
  ],
  exports: [InvoiceClosings, LinkedDeletions, LinkedDisputes],
})
export class DisputeLinkingModule {}
