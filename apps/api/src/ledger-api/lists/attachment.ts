import contentDisposition from 'content-disposition';

/** What no file system of Windows can hold in a name, and white space, which ends one in many a shell. */
const UNSAFE = /[<>:"/\\|?*\s\p{C}]+/gu;

/** The most characters of a part of a file's name: every file system holds names of 255 octets. */
const MAX_PART = 64;

/**
 * Returns the parts as the name of a file, joined by dashes. Letters of every script stay; what some file
 * system does not allow becomes a dash.
 */
export const fileNameOf = (parts: readonly string[], extension: string): string =>
  `${parts.map((part) => part.slice(0, MAX_PART).replaceAll(UNSAFE, '-')).join('-')}.${extension}`;

/**
 * Returns the `Content-Disposition` of a download (RFC 6266). A name beyond ASCII is sent as RFC 8187
 * says, with a fallback for clients that do not read that.
 */
export const attachmentOf = (fileName: string): string =>
  contentDisposition(fileName, { fallback: fileName.replaceAll(/[^\u0020-\u007E]/g, '_') });
