import type { Credentials, IssuedCredential } from '#libs/access';

interface OptionOf<Kind extends string> {
  readonly kind: Kind;
  /** The value's placeholder in the help, without brackets. */
  readonly value: string;
  readonly description: string;
}

/** One option of `ledger access issue <vendor>`. All but `several` and `choice` are required. */
export type CredentialOption =
  | OptionOf<'text'>
  /** A file's path; its value is the file's text. */
  | OptionOf<'file'>
  /** A list: the option takes several values, and may be left out. */
  | OptionOf<'several'>
  /** One of the choices; the first where the option is left out. */
  | (OptionOf<'choice'> & { readonly choices: readonly string[] })
  /** What the credential may do. A scope that is not one of `known` is refused before any store is opened. */
  | (OptionOf<'scopes'> & {
      readonly known: readonly string[];
      /** Splits the text into scopes. Without it, the text is split at its commas. */
      scopesOf?(text: string): readonly string[];
    });

/** The type of an option's value. */
type ValueOf<Option extends CredentialOption> = Option extends { choices: readonly (infer Choice)[] }
  ? Choice
  : Option extends OptionOf<'several' | 'scopes'>
    ? readonly string[]
    : string;

type ValuesOf<Options extends Readonly<Record<string, CredentialOption>>> = {
  readonly [Name in keyof Options]: ValueOf<Options[Name]>;
};

/** The form in which an operator asks for a vendor's credential, and how it is issued. */
export interface CredentialForm {
  /** The command's help: whom the credential is for. */
  readonly description: string;
  /** The options by name, in the order of the help: `keyId` is `--key-id`. */
  readonly options: Readonly<Record<string, CredentialOption>>;
  /** @throws CredentialError for values that no credential can have. */
  issue(
    credentials: Credentials,
    values: Readonly<Record<string, string | readonly string[]>>,
  ): Promise<IssuedCredential>;
}

/** Returns the form unchanged. Through it the compiler infers the values of `issue` from the options. */
export const credentialForm = <const Options extends CredentialForm['options']>(form: {
  readonly description: string;
  readonly options: Options;
  issue(credentials: Credentials, values: ValuesOf<Options>): Promise<IssuedCredential>;
}): CredentialForm => form;
