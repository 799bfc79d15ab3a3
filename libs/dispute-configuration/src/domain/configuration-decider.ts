import { assertNever, type Decider } from '#libs/kernel';
import type { ConfigurationCommand } from './configuration-command.js';
import type { ConfigurationDecision, ConfigurationRefusal } from './configuration-decision.js';
import type { ConfigurationEvent } from './configuration-event.js';
import { type Configuration, evolve, noConfiguration } from './configuration.js';
import { deleteCategory } from './decide/delete-category.js';
import { deleteReason } from './decide/delete-reason.js';
import { deleteResolution } from './decide/delete-resolution.js';
import { releaseLink } from './decide/release-link.js';
import { reserveLink } from './decide/reserve-link.js';
import { setInvoiceClosedResolution } from './decide/set-invoice-closed-resolution.js';
import { updateCategory } from './decide/update-category.js';
import { updateReason } from './decide/update-reason.js';
import { updateResolution } from './decide/update-resolution.js';
import { upsertCategory } from './decide/upsert-category.js';
import { upsertReason } from './decide/upsert-reason.js';
import { upsertResolution } from './decide/upsert-resolution.js';

const decide = (command: ConfigurationCommand, state: Configuration): ConfigurationDecision => {
  switch (command.type) {
    case 'UpsertCategory':
      return upsertCategory(command, state);
    case 'UpdateCategory':
      return updateCategory(command, state);
    case 'DeleteCategory':
      return deleteCategory(command, state);
    case 'UpsertReason':
      return upsertReason(command, state);
    case 'UpdateReason':
      return updateReason(command, state);
    case 'DeleteReason':
      return deleteReason(command, state);
    case 'UpsertResolution':
      return upsertResolution(command, state);
    case 'UpdateResolution':
      return updateResolution(command, state);
    case 'SetInvoiceClosedResolution':
      return setInvoiceClosedResolution(command, state);
    case 'DeleteResolution':
      return deleteResolution(command, state);
    case 'ReserveLink':
      return reserveLink(command, state);
    case 'ReleaseLink':
      return releaseLink(command, state);
    default:
      return assertNever(command);
  }
};

export const configurationDecider: Decider<
  ConfigurationCommand,
  Configuration,
  ConfigurationEvent,
  ConfigurationRefusal
> = { initial: noConfiguration, decide, evolve };
