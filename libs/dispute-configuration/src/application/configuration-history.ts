import {
  decodeRecorded,
  EventStore,
  lastEventBy,
  type Moment,
  passingOver,
  type RecordedEvent,
} from '#libs/event-store';
import { Injectable } from '@nestjs/common';
import { configurationCodec } from '../domain/configuration-codec.js';
import { configurationDecider } from '../domain/configuration-decider.js';
import { configurationStream } from '../domain/configuration-stream.js';
import type { Category, Reason } from '../domain/configuration.js';
import { type ResolutionView, resolutionView } from './configuration-subject.js';
import type { ConfigurationPlace } from './configurations.js';

/** Everything that a tenant had configured at a moment, in the order of creation. */
export interface PastConfiguration extends ConfigurationPlace {
  readonly categories: readonly Category[];
  readonly reasons: readonly Reason[];
  readonly resolutions: readonly ResolutionView[];
}

/**
 * Past configurations, folded from the tenant's own stream and therefore exact at any moment (decision 0011).
 */
@Injectable()
export class ConfigurationHistory {
  constructor(private readonly store: EventStore) {}

  /**
   * Returns the tenant's configuration at the moment, or null when nothing had been configured by then.
   *
   * @throws StoreUnavailableError when the store is closed or out of reach.
   * @throws StreamHeldError at an event that cannot be read and is not passed over by decision.
   */
  async at(tenant: string, moment: Moment): Promise<PastConfiguration | null> {
    const stream = configurationStream(tenant);
    const last = await lastEventBy(this.store, stream, moment);
    if (last === undefined) return null;
    const { revision, position } = last;
    let state = configurationDecider.initial;
    const upTo = { direction: 'forwards', maxCount: Number(revision) + 1 } as const;
    const events = this.store.readStream(stream, upTo);
    const check = (event: RecordedEvent): unknown => decodeRecorded(configurationCodec, event);
    for await (const event of passingOver(this.store, events, check))
      if (event.passedOver === undefined)
        state = configurationDecider.evolve(state, decodeRecorded(configurationCodec, event));
    return {
      revision,
      position,
      categories: [...state.categories.values()],
      reasons: [...state.reasons.values()],
      resolutions: [...state.resolutions.values()].map((resolution) => resolutionView(resolution, state)),
    };
  }
}
