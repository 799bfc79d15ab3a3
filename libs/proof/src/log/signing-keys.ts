import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { nodePrimitives } from '../adapters/node-primitives.js';
import { parseSigningKey, signingKey, type SigningKey, signingKeyText } from '../adapters/signing-key.js';
import { checkpointText, type Checkpoint } from '../domain/checkpoint.js';
import { restoredOrigin } from '../domain/restore.js';
import { isKeyName, noteText, type VerifierKey, verifierKeyText } from '../domain/signed-note.js';
import { limits } from '../limits.js';
import { createWhole } from './whole-files.js';

/** The log's signing keys. Each signs every note, so auditors can trust a new key before the old one goes. */
export class SigningKeys {
  private constructor(private readonly keys: readonly [SigningKey, ...SigningKey[]]) {}

  /** The log's name, which is also that of its keys. */
  get origin(): string {
    return this.keys[0].verifierKey.name;
  }

  get verifierKeys(): readonly VerifierKey[] {
    return this.keys.map(({ verifierKey }) => verifierKey);
  }

  /** The verifying keys in their text form, which auditors pass to `--trust`. */
  get verifierKeyTexts(): readonly string[] {
    return this.verifierKeys.map((key) => verifierKeyText(nodePrimitives, key));
  }

  /**
   * Reads signing keys from a file, one per line.
   *
   * @throws Error when a line is not a key, there is no key or more than 16, one is there twice, or their names
   * differ.
   */
  static async read(file: string): Promise<SigningKeys> {
    const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line.trim() !== '');
    const [first, ...others] = lines.map((line) => parseSigningKey(line.trim()));
    const all = [first, ...others].filter((key) => key !== undefined);
    if (first === undefined || all.length !== lines.length || all.length > limits.maxKeys)
      throw new Error(`The file of signing keys must have 1 to ${limits.maxKeys} lines, each a signing key.`);
    if (all.some(({ verifierKey }) => verifierKey.name !== first.verifierKey.name))
      throw new Error('The signing keys have different names; all keys of a log have its name.');
    if (new Set(all.map(({ verifierKey }) => verifierKey.keyId)).size < all.length)
      throw new Error('The file of signing keys has a key twice; each line is another key.');
    return new SigningKeys([first, ...all.slice(1)]);
  }

  /** Returns a random key that is stored nowhere, for a process that signs nothing. */
  static temporary(): SigningKeys {
    return new SigningKeys([signingKey('unsigned', randomBytes(32))]);
  }

  /**
   * Reads the key file, and creates it with a new key at the first start. If two processes start at once,
   * both use the key that was written first.
   */
  static async readOrCreate(file: string, host: string): Promise<SigningKeys> {
    try {
      return await SigningKeys.read(file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
    await writeNewKey(file, originAt(host));
    return SigningKeys.read(file);
  }

  /** Like `readOrCreate`, for the key of an origin that begins with a restore. */
  static async createRestored(file: string, host: string): Promise<SigningKeys> {
    await writeNewKey(file, (digits) => restoredOrigin(host, digits));
    return SigningKeys.read(file);
  }

  /**
   * Creates a file with a new key, readable by its owner only. `of` is the host of the ledger, or the whole name
   * of a log that has a key already: its processes then sign with both.
   *
   * @throws Error when there is such a file, or the name cannot be that of a key.
   */
  static async create(
    file: string,
    of: { readonly host: string } | { readonly name: string },
  ): Promise<SigningKeys> {
    if (!(await writeNewKey(file, 'name' in of ? () => of.name : originAt(of.host))))
      throw new Error(`${file} is there already, and is left as it is. Choose another file.`);
    return SigningKeys.read(file);
  }

  /** Returns the checkpoint as a signed note. */
  signed(checkpoint: Checkpoint): string {
    return this.signedText(checkpointText(nodePrimitives, checkpoint));
  }

  /** Returns a signed note over another text. The caller makes sure that it cannot pass for a checkpoint. */
  signedText(text: string): string {
    return noteText(nodePrimitives, { text, signatures: this.keys.map((key) => key.sign(text)) });
  }
}

const originAt = (host: string) => (digits: string) => `${host}/ledger/${digits}`;

/** Creates the file with a new key, unless it is there. Returns whether it did. */
const writeNewKey = async (file: string, nameOf: (digits: string) => string): Promise<boolean> => {
  const seed = randomBytes(32);
  const name = nameOf(nodePrimitives.sha256Hex(seed.toString('hex')).slice(0, 8));
  if (!isKeyName(name))
    throw new Error('The name of a key has no blanks, control characters and plus signs.');
  return createWhole(file, `${signingKeyText(name, seed)}\n`);
};
