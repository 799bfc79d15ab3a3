import { decodeRecorded, type RecordedEvent } from '#libs/event-store';
import { configurationCodec } from '../domain/configuration-codec.js';
import { configurationStreamPrefix, tenantOfConfiguration } from '../domain/configuration-stream.js';
import { configurationChanges, configurationSentence } from '../projections/configuration-activity.js';

/** Describes what happened to a tenant's configuration, for the tenant's activity. */
export const configurationActivity = {
  streamPrefix: configurationStreamPrefix,

  ownerOf: ({ stream, metadata }: RecordedEvent) => ({
    tenant: tenantOfConfiguration(stream),
    holder: metadata.holder,
  }),

  describe: (recorded: RecordedEvent, owner: { readonly tenant: string | null; readonly holder: string }) => {
    const event = decodeRecorded(configurationCodec, recorded);
    const { credentialId } = recorded.metadata;
    const [summary, changes] = [configurationSentence(event), configurationChanges(event)];
    return { ...owner, credentialId, type: event.type, summary, changes };
  },
};

/** Reads an event of a configuration. @throws UndecodableEventError when it cannot be read. */
export const checkConfigurationEvent = (recorded: RecordedEvent): void => {
  decodeRecorded(configurationCodec, recorded);
};
