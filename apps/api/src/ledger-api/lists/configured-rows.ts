import type { Cell, Columns } from '#libs/csv';
import type { PastConfiguration } from '#libs/dispute-configuration';

/** A category, a reason or a resolution of a tenant's configuration. A member that it has not is null. */
export interface ConfiguredRow {
  readonly tenant: string;
  readonly kind: 'category' | 'reason' | 'resolution';
  readonly id: string;
  readonly code: string;
  readonly createdBy: string;
  readonly createdAt: string;
  readonly updatedBy: string;
  readonly updatedAt: string;
  readonly description: string | null;
  readonly categoryId?: string;
  readonly defaultInternalReasonId?: string | null;
  readonly defaultExternalReasonId?: string | null;
  readonly active?: boolean;
  readonly visibility?: string;
  readonly isValid?: boolean;
  readonly applyWhenInvoiceClosed?: boolean;
}

const given =
  (name: keyof ConfiguredRow) =>
  (row: ConfiguredRow): Cell =>
    row[name] ?? null;

export const configurationColumns: Columns<ConfiguredRow> = Object.fromEntries(
  (
    [
      'tenant',
      'kind',
      'id',
      'code',
      'description',
      'categoryId',
      'active',
      'visibility',
      'isValid',
      'applyWhenInvoiceClosed',
      'defaultInternalReasonId',
      'defaultExternalReasonId',
      'createdBy',
      'createdAt',
      'updatedBy',
      'updatedAt',
    ] as const
  ).map((name) => [name, given(name)]),
);

/** Returns a tenant's configuration as one list: its categories, then its reasons, then its resolutions. */
export const configuredRows = (
  tenant: string,
  { categories, reasons, resolutions }: Pick<PastConfiguration, 'categories' | 'reasons' | 'resolutions'>,
): readonly ConfiguredRow[] => [
  ...categories.map(
    ({ categoryId: id, ...category }) => ({ tenant, kind: 'category', id, ...category }) as const,
  ),
  ...reasons.map(({ reasonId: id, ...reason }) => ({ tenant, kind: 'reason', id, ...reason }) as const),
  ...resolutions.map(
    ({ resolutionId: id, ...resolution }) => ({ tenant, kind: 'resolution', id, ...resolution }) as const,
  ),
];
