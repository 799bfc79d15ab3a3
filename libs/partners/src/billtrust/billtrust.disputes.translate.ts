import type { AssignedLink } from '#libs/dispute-linking';
import type { DisputeCommand, InvoiceClaim, InvoiceDisputeView, InvoiceStage } from '#libs/disputes';
import type { AssignResolutionDto, OpenDisputeDto } from './billtrust.disputes.dto.js';

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

/** What the ledger adds to an opening. */
export interface Opening extends Acting {
  readonly disputeId: string;
  readonly disputeCode?: string | undefined;
}

export const openingOf = (
  dto: OpenDisputeDto,
  { disputeId, disputeCode, by, received }: Opening,
  { reason, externalReason }: Record<'reason' | 'externalReason', AssignedLink | null>,
): DisputeCommand => ({
  type: 'OpenInvoiceDispute',
  data: {
    by,
    received,
    disputeId,
    documentNumber: dto.documentNumber,
    ...claimOf(dto),
    ...saidOf(dto),
    ...(disputeCode !== undefined && { disputeCode }),
    reason: reason === null ? null : reasonOf(reason),
    ...(externalReason !== null && { externalReason: reasonOf(externalReason) }),
  },
});

const claimOf = (dto: OpenDisputeDto): Omit<InvoiceClaim, 'documentNumber'> => ({
  poNumber: dto.poNumber ?? null,
  accountNumber: dto.accountNumber ?? null,
  accountName: dto.accountName ?? null,
  amount: dto.amount ?? null,
  currencyCode: dto.currencyCode ?? null,
  originSystem: dto.originSystem ?? null,
  description: dto.description ?? null,
});

/** Who works on the dispute, as far as a request says so. */
const WORKERS = [
  'assigneeId',
  'assigneeName',
  'departmentId',
  'departmentName',
  'platformAccountId',
  'userId',
] as const satisfies readonly (keyof InvoiceClaim)[];

const saidOf = (dto: OpenDisputeDto): Readonly<Record<string, string>> =>
  Object.fromEntries(
    WORKERS.flatMap((name) => {
      const value = dto[name];
      return value == null ? [] : [[name, value]];
    }),
  );

type Noted = Pick<AssignResolutionDto, 'notes'>;

export const reasonAssignmentOf =
  ({ notes = null }: Noted, acting: Acting) =>
  (link: AssignedLink | null): DisputeCommand => ({
    type: 'AssignReason',
    data: { ...acting, reason: reasonOf(link), notes },
  });

export const externalReasonAssignmentOf =
  ({ notes = null }: Noted, acting: Acting) =>
  (link: AssignedLink | null): DisputeCommand => ({
    type: 'AssignExternalReason',
    data: { ...acting, externalReason: reasonOf(link), notes },
  });

export const resolutionAssignmentOf =
  ({ notes = null }: Noted, acting: Acting) =>
  (link: AssignedLink | null): DisputeCommand => ({
    type: 'AssignResolution',
    data: { ...acting, resolution: resolutionOf(link), notes },
  });

export const closingOf =
  ({ notes = null }: Noted, acting: Acting) =>
  (link: AssignedLink | null): DisputeCommand => ({
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
  disputeCode: view.disputeCode ?? codeOfBefore(view),
  tenantId: view.tenant,
  documentNumber: view.documentNumber,
  poNumber: view.poNumber,
  accountNumber: view.accountNumber,
  accountName: view.accountName,
  // Exact for every amount that is accepted today (docs/vendors/billtrust.md, "Amounts").
  amount: view.amount === null ? null : Number(view.amount),
  currencyCode: view.currencyCode,
  originSystem: view.originSystem,
  description: view.description,
  assigneeId: view.assigneeId,
  assigneeName: view.assigneeName,
  departmentId: view.departmentId,
  departmentName: view.departmentName,
  platformAccountId: view.platformAccountId,
  userId: view.userId,
  status: STATUS_OF_STAGE[view.stage],
  ...reasonFields(view),
  ...externalReasonFields(view),
  ...resolutionFields(view),
  closedDate: view.stage === 'closed' ? (view.ending?.at ?? null) : null,
  createUser: view.openedBy,
  createDate: view.openedAt,
  updateUser: view.updatedBy,
  updateDate: view.updatedAt,
});

/** Returns the code of a dispute that was opened before there was a sequence per document. */
const codeOfBefore = ({ documentNumber, disputeId }: InvoiceDisputeView): string =>
  `D-${documentNumber}-${disputeId.slice(0, 8).toUpperCase()}`;

const reasonFields = ({ reason }: InvoiceDisputeView) =>
  reason === null
    ? NO_REASON
    : {
        categoryId: reason.categoryId,
        categoryCode: reason.categoryCode,
        categoryName: reason.categoryDescription ?? null,
        reasonId: reason.reasonId,
        reasonCode: reason.code,
        reasonName: reason.description,
      };

const NO_REASON = {
  categoryId: null,
  categoryCode: null,
  categoryName: null,
  reasonId: null,
  reasonCode: null,
  reasonName: null,
} as const;

const externalReasonFields = ({ externalReason }: InvoiceDisputeView) => ({
  externalReasonCategoryId: externalReason?.categoryId ?? null,
  externalReasonCategoryName: externalReason?.categoryDescription ?? null,
  externalReasonId: externalReason?.reasonId ?? null,
  externalReasonName: externalReason?.description ?? null,
});

const resolutionFields = ({ resolution }: InvoiceDisputeView) => ({
  isValid: resolution?.isValid ?? false,
  resolutionId: resolution?.resolutionId ?? null,
  resolutionCode: resolution?.code ?? null,
});
