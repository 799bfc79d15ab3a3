import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  ChangeConfiguration,
  ChangeConfigurationHandler,
} from '../../libs/dispute-configuration/src/application/change-configuration.js';
import { Configurations } from '../../libs/dispute-configuration/src/application/configurations.js';
import { bodyOf } from '../acceptance/clients.js';
import {
  type Dispute,
  type Resolution,
  type User,
  userOf,
  userWith,
} from '../acceptance/billtrust/clients.js';
import { type Deployment, newDeployment } from '../support/deployments.js';
import { type RunningLedger, startLedger } from '../support/running-ledger.js';
import { until } from '../support/until.js';

const ROUNDS = 200;

/** So long ago that no change of that time can still be in progress. */
const LONG_AGO = '2020-01-01T00:00:00.000Z';

let deployment: Deployment;
let running: RunningLedger;
let user: User;

beforeEach(async () => {
  deployment = await newDeployment();
  running = await startLedger({}, deployment);
  user = await userOf(running);
});

afterEach(() => running.dispose());

const assign = (by: User, disputeId: string, resolutionCode: string) =>
  by.call('PUT', `/disputes/${disputeId}/resolution`, { body: { resolutionCode } });

describe('a deletion and an assignment at the same time', () => {
  it(`leave no dispute linked to what the tenant does not have, in ${ROUNDS} rounds on two instances`, async () => {
    const second = await startLedger({}, deployment);
    try {
      const colleague = userWith(second, user);
      await until(async () => (await colleague.call('GET', '/resolutions')).status === 200);
      const { disputeId } = await user.dispute();
      const outcomes = { linked: 0, deleted: 0 };
      for (let round = 0; round < ROUNDS; round += 1) {
        const code = `ROUND-${round}`;
        await user.resolution(code);
        const remove = () => colleague.call('DELETE', `/resolutions/by-code/${code}`);
        // The request that is sent first has an advantage, so they take turns.
        const early = round % 2 === 0 ? undefined : remove();
        const [assigned, deleted] = await Promise.all([assign(user, disputeId, code), early ?? remove()]);
        const dispute = bodyOf<Dispute>(await user.call('GET', `/disputes/${disputeId}`));
        const there = (await user.call('GET', `/resolutions/by-code/${code}`)).status === 200;

        expect([assigned.status === 200, deleted.status === 204]).toStrictEqual([there, !there]);
        expect(dispute['resolutionCode'] === code).toBe(there);
        outcomes[there ? 'linked' : 'deleted'] += 1;
      }
      expect(outcomes.linked + outcomes.deleted).toBe(ROUNDS);
    } finally {
      await second.stop();
    }
  });
});

describe('a reservation that a process left behind', () => {
  /** Leaves a reservation behind, like a process that died before it appended the dispute's own event. */
  const leaveBehind = async (resolution: Resolution, disputeId: string, at: string): Promise<void> => {
    const { store } = running.ledger;
    const clock = { now: () => new Date() };
    const { outcome } = await new ChangeConfigurationHandler(new Configurations(store), clock).execute(
      new ChangeConfiguration(
        {
          type: 'ReserveLink',
          data: {
            target: { kind: 'resolution', resolutionId: resolution.resolutionId },
            disputeId,
            reservationId: 'left-behind',
            by: 'user-1',
            at,
          },
        },
        {
          principal: {
            credentialId: 'credential',
            family: 'billtrust',
            tenant: 'acme',
            holder: 'user-1',
            scopes: [],
            authProfile: 'api-key',
          },
          operation: { name: 'test', paths: [] },
          parameters: {},
          correlationId: 'test',
          actor: { name: 'user-1' },
          body: null,
          idempotencyKey: undefined,
          preconditions: undefined,
        },
      ),
    );
    expect(outcome).toBe('committed');
  };

  it('lapses when it is old, and does not prevent the deletion of the resolution', async () => {
    const resolution = await user.resolution('FORGOTTEN');
    const { disputeId } = await user.dispute();
    await leaveBehind(resolution, disputeId, LONG_AGO);

    expect((await user.call('DELETE', `/resolutions/${resolution.resolutionId}`)).status).toBe(204);
    const types: string[] = [];
    for await (const event of running.ledger.store.readStream(`dispute-acme.${disputeId}`, {
      direction: 'forwards',
    }))
      types.push(event.type);
    expect(types).toStrictEqual(['InvoiceDisputeOpened.v1', 'LinkReservationLapsed.v1']);
  });

  it('keeps the resolution while its process may still be at work', async () => {
    const resolution = await user.resolution('FRESH');
    const { disputeId } = await user.dispute();
    await leaveBehind(resolution, disputeId, new Date().toISOString());

    expect((await user.call('DELETE', `/resolutions/${resolution.resolutionId}`)).status).toBe(409);
  });

  it('does not free a resolution that a dispute uses', async () => {
    const resolution = await user.resolution('BOTH');
    const { disputeId } = await user.dispute();
    await leaveBehind(resolution, disputeId, LONG_AGO);
    await assign(user, disputeId, 'BOTH');

    expect((await user.call('DELETE', `/resolutions/${resolution.resolutionId}`)).status).toBe(409);
  });
});
