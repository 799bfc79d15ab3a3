import { EventStoreDBClient } from '@eventstore/db-client';

/**
 * Parts of the client, 6.2.1, that are reached around its types, because nothing public does what is needed.
 */
interface Internals {
  /**
   * Reconnects after some errors. The client does not await it, so a failed discovery would end the process.
   */
  handleError: (client: unknown, error: unknown) => Promise<void>;
  readonly getChannel: () => Promise<{ close(): void }>;
}

/**
 * Opens a client whose failure to reconnect does not end the process.
 *
 * @throws Error when the URL cannot be used; the message does not contain it, as it may hold a password.
 */
export const openClient = (url: string): EventStoreDBClient => {
  const client = clientOf(url);
  const internals = internalsOf(client);
  const reconnect = internals.handleError;
  internals.handleError = (failed, error) => reconnect(failed, error).catch(noop);
  return client;
};

/** Finds the node to talk to, unless that is done already. Until it resolves, the client has sent nothing. */
export const discoverNode = async (client: EventStoreDBClient): Promise<void> => {
  await internalsOf(client).getChannel();
};

/** Ends the client's streams and closes its connection. Appends in flight still get their answer. */
export const retireClient = async (client: EventStoreDBClient): Promise<void> => {
  await client.dispose().catch(noop);
  await internalsOf(client)
    .getChannel()
    .then((channel) => channel.close(), noop);
};

const internalsOf = (client: EventStoreDBClient): Internals => client as unknown as Internals;

const clientOf = (url: string): EventStoreDBClient => {
  try {
    return EventStoreDBClient.connectionString(url);
  } catch {
    throw new Error('The event store’s URL cannot be used.');
  }
};

const noop = (): void => undefined;
