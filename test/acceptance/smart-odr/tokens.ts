import { createHmac, type KeyObject, sign } from 'node:crypto';

const base64url = (part: string | object): string =>
  Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url');

export type Signer = (input: string) => Buffer;

export const rs256 =
  (key: KeyObject): Signer =>
  (input) =>
    sign('sha256', Buffer.from(input), key);

export const hs256 =
  (secret: string | Buffer): Signer =>
  (input) =>
    createHmac('sha256', secret).update(input).digest();

/** Returns any JWS, even one that no library would make. Text is used unchanged, with its duplicate names. */
export const jws = (header: string | object, payload: string | object, signer: Signer): string => {
  const input = `${base64url(header)}.${base64url(payload)}`;
  return `${input}.${signer(input).toString('base64url')}`;
};

export const nowSeconds = (): number => Math.floor(Date.now() / 1_000);

export const DAY = 86_400;
