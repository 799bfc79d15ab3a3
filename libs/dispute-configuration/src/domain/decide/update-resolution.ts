import { accept, reject } from '#libs/kernel';
import type { ConfigurationDecision } from '../configuration-decision.js';
import type { Authorship, ConfigurationEvent, Received, ResolutionTerms } from '../configuration-event.js';
import type { Configuration } from '../configuration.js';
import { type Given, isSame, merged, receivedWith } from '../terms.js';
import { resolutionTerms } from './upsert-resolution.js';

export interface UpdateResolution {
  readonly type: 'UpdateResolution';
  readonly data: Authorship &
    Received &
    Given<ResolutionTerms> & {
      readonly resolutionId: string;
      /** A resolution keeps its code: a request that names one must name this one. */
      readonly code?: string | undefined;
    };
}

/** Changes the terms that are given, and keeps the rest (docs/vendors/billtrust.md, "Updates"). */
export const updateResolution = ({ data }: UpdateResolution, state: Configuration): ConfigurationDecision => {
  const known = state.resolutions.get(data.resolutionId);
  if (known === undefined) return reject('resolution-not-found', 'There is no such resolution.');
  if (data.code !== undefined && data.code !== known.code)
    return reject('code-is-fixed', `The code of a resolution cannot be changed; it is ${known.code}.`);
  const before = resolutionTerms(known);
  const after = merged(before, data);
  if (isSame(before, after)) return accept();
  const { resolutionId, by, at } = data;
  return accept<ConfigurationEvent>({
    type: 'ResolutionUpdated',
    data: { resolutionId, before, after, by, at, ...receivedWith(data) },
  });
};
