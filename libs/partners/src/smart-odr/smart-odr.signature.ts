import { limits } from './smart-odr.limits.js';

/** The parts of `Signature keyId="<id>|<JWT>|RS256" algorithm="RS256" type="update"`. */
export interface SignatureHeader {
  readonly keyId: string;
  readonly token: string;
  readonly type: string;
  /** Unix seconds, when the header has them. */
  readonly created: number | undefined;
  readonly expires: number | undefined;
}

const SCHEME = /^Signature +/i;
/** One attribute, with the separator behind it. No escapes: a value ends at the next quote. */
const ATTRIBUTE = /([A-Za-z]+)="([^"]*)"(?:[ \t]*,[ \t]*|[ \t]+|$)/y;
const UNIX_SECONDS = /^\d{1,12}$/;

/** Null for anything that is not such a header, or says one thing twice. */
export const parseSignature = (header: string): SignatureHeader | null => {
  if (header.length > limits.maxSignatureLength) return null;
  const scheme = SCHEME.exec(header)?.[0];
  if (scheme === undefined) return null;
  const attributes = parseAttributes(header.slice(scheme.length));
  const [keyId, token, keyAlgorithm, ...rest] = attributes?.get('keyId')?.split('|') ?? [];
  const type = attributes?.get('type');
  if (attributes?.get('algorithm') !== 'RS256' || keyAlgorithm !== 'RS256' || rest.length > 0) return null;
  if (keyId === undefined || keyId === '' || token === undefined || token === '' || type === undefined)
    return null;
  const times = [attributes.get('created'), attributes.get('expires')];
  if (times.some((time) => time !== undefined && !UNIX_SECONDS.test(time))) return null;
  const [created, expires] = times.map((time) => (time === undefined ? undefined : Number(time)));
  return { keyId, token, type, created, expires };
};

const parseAttributes = (text: string): ReadonlyMap<string, string> | null => {
  const attributes = new Map<string, string>();
  ATTRIBUTE.lastIndex = 0;
  while (ATTRIBUTE.lastIndex < text.length) {
    const [, name, value] = ATTRIBUTE.exec(text) ?? [];
    if (name === undefined || value === undefined || attributes.has(name)) return null;
    attributes.set(name, value);
  }
  return attributes;
};
