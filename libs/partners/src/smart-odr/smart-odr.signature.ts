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

/** The only accepted algorithm, in both places that name one. */
const ALGORITHM = 'RS256';

const SCHEME = /^Signature +/i;
/** One attribute with the separator after it. There are no escapes: a value ends at the next quote. */
const ATTRIBUTE = /([A-Za-z]+)="([^"]*)"(?:[ \t]*,[ \t]*|[ \t]+|$)/y;
const UNIX_SECONDS = /^\d{1,12}$/;

/** Returns the parts of the header; null if it is malformed, too long, or has an attribute twice. */
export const parseSignature = (header: string): SignatureHeader | null => {
  if (header.length > limits.maxSignatureLength) return null;
  const scheme = SCHEME.exec(header)?.[0];
  const attributes = scheme === undefined ? null : parseAttributes(header.slice(scheme.length));
  return attributes?.get('algorithm') === ALGORITHM ? signatureOf(attributes) : null;
};

const signatureOf = (attributes: ReadonlyMap<string, string>): SignatureHeader | null => {
  const type = attributes.get('type');
  const key = keyOf(attributes.get('keyId') ?? '');
  if (type === undefined || key === null) return null;
  const created = secondsOf(attributes.get('created'));
  const expires = secondsOf(attributes.get('expires'));
  return created === null || expires === null ? null : { type, created, expires, ...key };
};

/** Splits `<id>|<JWT>|RS256`; null for any other text. */
const keyOf = (text: string): { keyId: string; token: string } | null => {
  const [keyId = '', token = '', algorithm, ...rest] = text.split('|');
  if (keyId === '' || token === '' || algorithm !== ALGORITHM || rest.length > 0) return null;
  return { keyId, token };
};

/** Returns the Unix seconds; undefined without the attribute, null if it is not a time. */
const secondsOf = (text: string | undefined): number | undefined | null => {
  if (text === undefined) return undefined;
  return UNIX_SECONDS.test(text) ? Number(text) : null;
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
