import { type CredentialOption, partners } from '#libs/partners';
import { type Command, Option } from 'commander';
import { JSON_OPTION } from '../output.js';
import { type GivenOptions, issueForPartner } from './access.actions.js';

/** Adds a command per vendor, named for its family, from the form that the vendor declares. */
export const addPartnerCredentials = (issue: Command): void => {
  for (const { family, credential } of partners) {
    const command = issue.command(family.name).description(credential.description);
    for (const [name, option] of Object.entries(credential.options))
      command.addOption(commandOption(name, option));
    command.option(...JSON_OPTION).action((given: GivenOptions) => issueForPartner(credential, given));
  }
};

const commandOption = (name: string, option: CredentialOption): Option => {
  const { kind, value, description } = option;
  const flags = `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  if (kind === 'several') return new Option(`${flags} <${value}...>`, description);
  const single = new Option(`${flags} <${value}>`, description);
  return kind === 'choice'
    ? single.choices(option.choices).default(option.choices[0])
    : single.makeOptionMandatory();
};
