import { EventStoreDBClient } from '@eventstore/db-client';

/** The parts of the client, 6.2.1, that are reached around its types: nothing public does what is needed. */
interface Internals {
  /** Reconnects after some errors. Nobody waits for it, so its own failure, a discovery in vain, would end the process. */
  handleError: (client: unknown, error: unknown) => Promise<void>;
  readonly getChannel: () => Promise<{ close(): void }>;
}

/** @throws Error without the url, which holds a password. */
export const openClient = (url: string): EventStoreDBClient => {
  const client = clientOf(url);
  const internals = internalsOf(client);
  const reconnect = internals.handleError;
  internals.handleError = (failed, error) => reconnect(failed, error).catch(noop);
  return client;
};

/** Finds the node to talk to, where that is not done yet. Until then nothing that was asked of the client was sent. */
export const discoverNode = async (client: EventStoreDBClient): Promise<void> => {
  await internalsOf(client).getChannel();
};

/** Ends the client's streams and its connection. Appends that are under way still get their answer. */
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
    throw new Error('The event store’s url cannot be used.');
  }
};

const noop = (): void => undefined;
