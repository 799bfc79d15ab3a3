import { eventCodec, type EventCodec, unchanged } from '#libs/kernel';
import type { ConfigurationEvent } from './configuration-event.js';

const asStored = unchanged<ConfigurationEvent>();

const authorship = ['by', 'at'] as const;
const upserted = ['code', 'before', 'after', ...authorship] as const;
const updated = ['before', 'after', ...authorship] as const;
const reservation = ['reservationId', 'disputeId', ...authorship] as const;

export const configurationCodec: EventCodec<ConfigurationEvent> = eventCodec<ConfigurationEvent>()(
  {
    CategoryUpserted: 'CategoryUpserted.v1',
    CategoryUpdated: 'CategoryUpdated.v1',
    CategoryDeleted: 'CategoryDeleted.v1',
    ReasonUpserted: 'ReasonUpserted.v1',
    ReasonUpdated: 'ReasonUpdated.v1',
    ReasonDeleted: 'ReasonDeleted.v1',
    ResolutionUpserted: 'ResolutionUpserted.v1',
    ResolutionUpdated: 'ResolutionUpdated.v1',
    ResolutionDeleted: 'ResolutionDeleted.v1',
    InvoiceClosedResolutionSet: 'InvoiceClosedResolutionSet.v1',
    ReasonLinked: 'ReasonLinked.v1',
    ReasonUnlinked: 'ReasonUnlinked.v1',
    ResolutionLinked: 'ResolutionLinked.v1',
    ResolutionUnlinked: 'ResolutionUnlinked.v1',
  },
  {
    'CategoryUpserted.v1': asStored('CategoryUpserted', 'categoryId', ...upserted),
    'CategoryUpdated.v1': asStored('CategoryUpdated', 'categoryId', ...updated),
    'CategoryDeleted.v1': asStored('CategoryDeleted', 'categoryId', ...authorship),
    'ReasonUpserted.v1': asStored('ReasonUpserted', 'reasonId', ...upserted),
    'ReasonUpdated.v1': asStored('ReasonUpdated', 'reasonId', ...updated),
    'ReasonDeleted.v1': asStored('ReasonDeleted', 'reasonId', ...authorship),
    'ResolutionUpserted.v1': asStored('ResolutionUpserted', 'resolutionId', ...upserted),
    'ResolutionUpdated.v1': asStored('ResolutionUpdated', 'resolutionId', ...updated),
    'ResolutionDeleted.v1': asStored('ResolutionDeleted', 'resolutionId', ...authorship),
    'InvoiceClosedResolutionSet.v1': asStored(
      'InvoiceClosedResolutionSet',
      'resolutionId',
      'clearedIds',
      ...authorship,
    ),
    'ReasonLinked.v1': asStored('ReasonLinked', 'reasonId', ...reservation),
    'ReasonUnlinked.v1': asStored('ReasonUnlinked', 'reasonId', ...reservation),
    'ResolutionLinked.v1': asStored('ResolutionLinked', 'resolutionId', ...reservation),
    'ResolutionUnlinked.v1': asStored('ResolutionUnlinked', 'resolutionId', ...reservation),
  },
);
