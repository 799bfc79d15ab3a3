import { accept } from '#libs/kernel';
import type { ConfigurationDecision } from '../configuration-decision.js';
import type { Authorship, ConfigurationEvent, Received, ResolutionTerms } from '../configuration-event.js';
import type { Configuration } from '../configuration.js';
import { type Given, isSame, merged, receivedWith } from '../terms.js';

export interface UpsertResolution {
  readonly type: 'UpsertResolution';
  readonly data: Authorship &
    Received &
    Given<ResolutionTerms> & {
      /** The id that the resolution gets if its code is new. */
      readonly newId: string;
      readonly code: string;
    };
}

/** Creates the resolution, or changes the one that has the code (docs/vendors/billtrust.md, "Upsert"). */
export const upsertResolution = ({ data }: UpsertResolution, state: Configuration): ConfigurationDecision => {
  const resolutionId = state.resolutionIdByCode.get(data.code) ?? data.newId;
  const known = state.resolutions.get(resolutionId);
  const before = known === undefined ? null : resolutionTerms(known);
  const after = merged(before === null ? NEW_TERMS : keptByUpsert(before), data);
  if (before !== null && isSame(before, after)) return accept();
  const { code, by, at } = data;
  return accept<ConfigurationEvent>({
    type: 'ResolutionUpserted',
    data: { resolutionId, code, before, after, by, at, ...receivedWith(data) },
  });
};

const NEW_TERMS: ResolutionTerms = { description: null, active: false, isValid: false };

/**
 * Returns the terms that an upsert starts from. Absent flags return to their documented default; an absent
 * text stays, as it has none. This is the place to change should partners expect an upsert to keep flags
 * (docs/vendors/billtrust.md, "Upsert").
 */
const keptByUpsert = ({ description }: ResolutionTerms): ResolutionTerms => ({ ...NEW_TERMS, description });

export const resolutionTerms = ({ description, active, isValid }: ResolutionTerms): ResolutionTerms => ({
  description,
  active,
  isValid,
});
