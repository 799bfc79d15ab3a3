import type { JsonObject, JsonValue } from '#libs/kernel';

/** The most characters of a tenant or of a dispute's id in the name: the folder must fit into a tar header. */
const MAX_PART = 64;

/**
 * Returns the name of a bundle, from its `about.json`: of its file without `.tar`, and of the one folder in it.
 * Every file system can hold it.
 */
export const bundleNameOf = ({ tenant, disputeId, exportedAt }: JsonObject): string =>
  ['dispute', partOf(tenant), partOf(disputeId), textOf(exportedAt).slice(0, 10)].join('-');

/** Returns the text with a dash for each run of other characters than letters, digits, dots and underscores. */
const partOf = (value: JsonValue | undefined): string =>
  textOf(value)
    .replaceAll(/[^A-Za-z0-9._]+/g, '-')
    .replaceAll(/\.{2,}/g, '.')
    .slice(0, MAX_PART);

const textOf = (value: JsonValue | undefined): string => (typeof value === 'string' ? value : '');
