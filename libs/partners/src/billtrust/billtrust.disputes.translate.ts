import type { AssignedLink } from '#libs/dispute-linking';
import type { DisputeCommand, InvoiceDisputeView, InvoiceStage } from '#libs/disputes';
import type { CloseDisputeDto, OpenDisputeDto } from './billtrust.disputes.dto.js';

/** The vendor's status number of each stage. */
const STATUS_OF_STAGE = { opened: 0, closed: 1, cancelled: 2 } as const satisfies Record<
  InvoiceStage,
  number
>;

export const stageOfStatus = (status: string): InvoiceStage =>
  (Object.keys(STATUS_OF_STAGE) as InvoiceStage[]).find(
    (stage) => String(STATUS_OF_STAGE[stage]) === status,
  ) ?? 'opened';

/** Who acts on a dispute, with the request body as received. */
export interface Acting {
  readonly by: string;
  readonly received: string;
}

export const openingOf = (
  dto: OpenDisputeDto,
  { disputeId, by, received }: Acting & { readonly disputeId: string },
  link: AssignedLink | null,
): DisputeCommand => ({
  type: 'OpenInvoiceDispute',
  data: {
    by,
    received,
    disputeId,
    documentNumber: dto.documentNumber,
    poNumber: dto.poNumber ?? null,
    accountNumber: dto.accountNumber ?? null,
    accountName: dto.accountName ?? null,
    amount: dto.amount ?? null,
    currencyCode: dto.currencyCode ?? null,
    originSystem: dto.originSystem ?? null,
    description: dto.description ?? null,
    reason: link === null ? null : reasonOf(link),
  },
});

export const reasonAssignmentOf = (acting: Acting, link: AssignedLink | null): DisputeCommand => ({
  type: 'AssignReason',
  data: { ...acting, reason: reasonOf(link) },
});

export const resolutionAssignmentOf = (acting: Acting, link: AssignedLink | null): DisputeCommand => ({
  type: 'AssignResolution',
  data: { ...acting, resolution: resolutionOf(link) },
});

export const closingOf = (
  { notes = null }: Pick<CloseDisputeDto, 'notes'>,
  acting: Acting,
  link: AssignedLink | null,
): DisputeCommand => ({
  type: 'CloseInvoiceDispute',
  data: { ...acting, resolution: resolutionOf(link), cause: 'decided', notes },
});

const reasonOf = (link: AssignedLink | null) => {
  if (link?.kind !== 'reason') throw new Error('The link is not to a reason.');
  return link.reason;
};

const resolutionOf = (link: AssignedLink | null) => {
  if (link?.kind !== 'resolution') throw new Error('The link is not to a resolution.');
  return link.resolution;
};

/** Returns the vendor's dispute as far as this ledger knows it (docs/vendors/billtrust.md, "Dispute"). */
export const disputeObject = (view: InvoiceDisputeView) => ({
  disputeId: view.disputeId,
  // A counter would make writers wait for each other
  // (docs/vendors/billtrust.md, "Disputes over invoices: how much").
  disputeCode: `D-${view.documentNumber}-${view.disputeId.slice(0, 8).toUpperCase()}`,
  tenantId: view.tenant,
  documentNumber: view.documentNumber,
  poNumber: view.poNumber,
  accountNumber: view.accountNumber,
  accountName: view.accountName,
  amount: view.amount,
  currencyCode: view.currencyCode,
  originSystem: view.originSystem,
  description: view.description,
  status: STATUS_OF_STAGE[view.stage],
  ...reasonFields(view),
  ...resolutionFields(view),
  closedDate: view.stage === 'closed' ? (view.ending?.at ?? null) : null,
  createUser: view.openedBy,
  createDate: view.openedAt,
  updateUser: view.updatedBy,
  updateDate: view.updatedAt,
});

const reasonFields = ({ reason }: InvoiceDisputeView) =>
  reason === null
    ? { categoryId: null, categoryCode: null, reasonId: null, reasonCode: null, reasonName: null }
    : {
        categoryId: reason.categoryId,
        categoryCode: reason.categoryCode,
        reasonId: reason.reasonId,
        reasonCode: reason.code,
        reasonName: reason.description,
      };

const resolutionFields = ({ resolution }: InvoiceDisputeView) =>
  resolution === null
    ? { isValid: null, resolutionId: null, resolutionCode: null }
    : {
        isValid: resolution.isValid,
        resolutionId: resolution.resolutionId,
        resolutionCode: resolution.code,
      };
