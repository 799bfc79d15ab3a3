import { type AdmittedRequest, KeyedWrites } from '#libs/access';
import { disputeOfStream } from '#libs/disputes';
import type { Answer, FirstAnswer, KeyedWrite, ShownState } from '#libs/event-store';
import { Injectable } from '@nestjs/common';
import { ClosableInvoices } from './closable-invoices.js';
import { DisputeClosings } from './dispute-closings.js';
import {
  type Closing,
  type InvoiceClosed,
  type InvoiceToClose,
  keyOf,
  type Prepared,
  type Settled,
} from './invoice-closing.js';

/**
 * Closes the open disputes of an invoice with the tenant's resolution for closed invoices, each in a change
 * of its own. Without an idempotency key, a second call closes those that are open by then. With one, the
 * request is claimed first: a repeat closes what an attempt that died has left, of the disputes that were
 * opened before the claim, and once the request was answered it gets that answer (decision 0016).
 */
@Injectable()
export class InvoiceClosings {
  constructor(
    private readonly keys: KeyedWrites,
    private readonly invoices: ClosableInvoices,
    private readonly closings: DisputeClosings,
  ) {}

  async close(invoice: InvoiceToClose, request: AdmittedRequest): Promise<InvoiceClosed> {
    const closing = { invoice, request };
    const { tenant, documentNumber } = keyOf(closing);
    const target = { name: `invoice-${tenant}.${documentNumber}`, noun: 'invoice' };
    const keyed = this.keys.of(request, target);
    const found = (await keyed?.find()) ?? null;
    if (found?.outcome === 'rejected') return found;
    if (found !== null) return settled(found);

    const prepared = await this.invoices.prepare(closing);
    if (prepared.outcome !== 'prepared') return prepared;
    if (keyed !== undefined) return this.closeKeyed(prepared, closing, keyed);
    const shown = await this.closings.closeAll(prepared, closing);
    return 'outcome' in shown ? shown : settled({ answer: answerOf(shown, prepared), isRepeat: false });
  }

  private async closeKeyed(prepared: Prepared, closing: Closing, keyed: KeyedWrite): Promise<InvoiceClosed> {
    const begun = await keyed.begin();
    if (begun.outcome === 'rejected') return begun;
    if (begun.outcome === 'answered') return settled(begun);
    const left = begun.isFirst ? prepared : await this.invoices.asOf(begun.position, prepared, closing);
    const shown = await this.closings.closeAll(left, closing);
    return 'outcome' in shown ? shown : settled(await keyed.end(answerOf(shown, prepared)));
  }
}

const answerOf = (shown: readonly ShownState[], { position }: Prepared): Answer => ({
  position: shown.reduce((last, state) => (state.position > last ? state.position : last), position),
  shown,
});

const settled = ({ answer, isRepeat }: Pick<FirstAnswer, 'answer' | 'isRepeat'>): Settled => ({
  outcome: 'committed',
  disputes: answer.shown.map(({ stream, revision }) => ({ ...disputeOfStream(stream), revision })),
  position: answer.position,
  isRepeat,
});
