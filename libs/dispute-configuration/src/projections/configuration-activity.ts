import { assertNever } from '#libs/kernel';
import type { ConfigurationEvent } from '../domain/configuration-event.js';

export interface ConfigurationChange {
  readonly field: string;
  readonly from: string | boolean | null;
  readonly to: string | boolean | null;
}

/** Returns what happened as a sentence, for people who were not there. */
export const configurationSentence = (event: ConfigurationEvent): string => {
  const { by } = event.data;
  switch (event.type) {
    case 'CategoryUpserted':
      return `${by} ${upserted(event.data)} the category ${event.data.code}.`;
    case 'CategoryUpdated':
      return `${by} changed the category ${event.data.categoryId}.`;
    case 'CategoryDeleted':
      return `${by} deleted the category ${event.data.categoryId}.`;
    case 'ReasonUpserted':
      return `${by} ${upserted(event.data)} the reason ${event.data.code}.`;
    case 'ResolutionUpserted':
      return `${by} ${upserted(event.data)} the resolution ${event.data.code}.`;
    case 'ReasonUpdated':
      return `${by} changed the reason ${event.data.reasonId}.`;
    case 'ResolutionUpdated':
      return `${by} changed the resolution ${event.data.resolutionId}.`;
    case 'ReasonDeleted':
      return `${by} deleted the reason ${event.data.reasonId}.`;
    case 'ResolutionDeleted':
      return `${by} deleted the resolution ${event.data.resolutionId}.`;
    case 'InvoiceClosedResolutionSet':
      return `${by} made ${event.data.resolutionId} the resolution of disputes whose invoice is closed.`;
    default:
      return linkSentence(event);
  }
};

type LinkEvent = Extract<
  ConfigurationEvent,
  { readonly type: 'ReasonLinked' | 'ReasonUnlinked' | 'ResolutionLinked' | 'ResolutionUnlinked' }
>;

const linkSentence = ({ type, data }: LinkEvent): string => {
  switch (type) {
    case 'ReasonLinked':
      return `${data.by} linked the reason ${data.reasonId} to the dispute ${data.disputeId}.`;
    case 'ReasonUnlinked':
      return `${data.by} took the reason ${data.reasonId} from the dispute ${data.disputeId}.`;
    case 'ResolutionLinked':
      return `${data.by} linked the resolution ${data.resolutionId} to the dispute ${data.disputeId}.`;
    case 'ResolutionUnlinked':
      return `${data.by} took the resolution ${data.resolutionId} from the dispute ${data.disputeId}.`;
    default:
      return assertNever(type);
  }
};

const upserted = ({ before }: { readonly before: object | null }): string =>
  before === null ? 'created' : 'changed';

/** Returns the terms that the event changed; none for a deletion, the flag for closed invoices or a link. */
export const configurationChanges = ({ data }: ConfigurationEvent): readonly ConfigurationChange[] => {
  if (!('after' in data)) return [];
  const [before, after] = [termsOf(data.before), termsOf(data.after)];
  return [...new Set([...after.keys(), ...before.keys()])]
    .map((field) => ({ field, from: before.get(field) ?? null, to: after.get(field) ?? null }))
    .filter(({ from, to }) => from !== to);
};

type Term = string | boolean | null;

/** Returns the terms by name, and each translation under that of its language. */
const termsOf = (terms: object | null): ReadonlyMap<string, Term> =>
  new Map(
    Object.entries<Term | Readonly<Record<string, string>>>({ ...terms }).flatMap(([name, term]) =>
      term === null || typeof term !== 'object'
        ? [[name, term] as const]
        : Object.entries(term).map(([language, text]) => [`description (${language})`, text] as const),
    ),
  );
