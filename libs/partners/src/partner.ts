import type { DeclaredSettings } from '#libs/environment';
import type { ApiFamily } from '#libs/http';
import type { DynamicModule } from '@nestjs/common';
import type { CredentialForm } from './credential-form.js';
import type { PartnerDemo } from './partner-demo.js';

/** What the deployment gives to a vendor's module. */
export interface PartnerOptions<Settings> {
  /** The ledger's own address as partners see it, without a slash at the end. */
  readonly publicUrl: string;
  readonly settings: Settings;
}

/** A vendor: everything that the ledger's processes know about it. */
export interface Partner<Settings extends object = object> {
  /** How people write the vendor's name. */
  readonly name: string;
  /** Its paths and the form of their errors. The name is also the family of its credentials. */
  readonly family: ApiFamily;
  /** Environment variables of this vendor alone; the API reads them when it starts. */
  readonly settings: DeclaredSettings<Settings>;
  /** Returns the module that serves its paths. */
  module(options: PartnerOptions<Settings>): DynamicModule;
  /** What `ledger access issue` asks an operator for. */
  readonly credential: CredentialForm;
  readonly demo: PartnerDemo;
}
