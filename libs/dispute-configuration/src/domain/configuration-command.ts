import type { DeleteCategory } from './decide/delete-category.js';
import type { DeleteReason } from './decide/delete-reason.js';
import type { DeleteResolution } from './decide/delete-resolution.js';
import type { ReleaseLink } from './decide/release-link.js';
import type { ReserveLink } from './decide/reserve-link.js';
import type { SetInvoiceClosedResolution } from './decide/set-invoice-closed-resolution.js';
import type { UpdateCategory } from './decide/update-category.js';
import type { UpdateReason } from './decide/update-reason.js';
import type { UpdateResolution } from './decide/update-resolution.js';
import type { UpsertCategory } from './decide/upsert-category.js';
import type { UpsertReason } from './decide/upsert-reason.js';
import type { UpsertResolution } from './decide/upsert-resolution.js';

/** Every command on a tenant's configuration, one line per act in `decide/`. */
export type ConfigurationCommand =
  | UpsertCategory
  | UpdateCategory
  | DeleteCategory
  | UpsertReason
  | UpdateReason
  | DeleteReason
  | UpsertResolution
  | UpdateResolution
  | SetInvoiceClosedResolution
  | DeleteResolution
  | ReserveLink
  | ReleaseLink;
