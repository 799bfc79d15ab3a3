import { instantProblem } from '#libs/kernel';
import type { EventMetadata } from '../event-metadata.js';

const TEXTS = [
  '$correlationId',
  '$causationId',
  'commandId',
  'credentialId',
  'holder',
  'authProfile',
] as const satisfies readonly (keyof EventMetadata)[];

/** The form in which the ledger writes instants, so that text sorts as time does. */
const OWN_INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

/** Returns what the metadata lacks of what every event of the ledger has; undefined if nothing. */
export const metadataProblem = (metadata: EventMetadata): string | undefined => {
  const stored: Readonly<Record<string, unknown>> = metadata;
  const missing = TEXTS.find((field) => typeof stored[field] !== 'string');
  if (missing !== undefined) return `its metadata has no text ${missing}`;
  if (!isOwnInstant(stored['recordedAt'])) return 'its metadata has no instant recordedAt';
  if (stored['tenant'] !== null && typeof stored['tenant'] !== 'string') return 'its metadata has no tenant';
  if (!isActor(stored['actor'])) return 'its metadata names no actor';
  return isOptionalText(stored['requestDigest']) ? undefined : 'its metadata has no text requestDigest';
};

const isOwnInstant = (value: unknown): boolean =>
  typeof value === 'string' && OWN_INSTANT.test(value) && instantProblem(value) === undefined;

const isActor = (value: unknown): boolean => {
  const { name, role } = (value ?? {}) as { readonly name?: unknown; readonly role?: unknown };
  return typeof name === 'string' && isOptionalText(role);
};

const isOptionalText = (value: unknown): boolean => value === undefined || typeof value === 'string';
