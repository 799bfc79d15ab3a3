import { randomUUID } from 'node:crypto';
import { Credentials } from '#libs/access';
import { openEventStore } from '#libs/deployment';
import { SystemClock } from '#libs/environment';
import {
  billtrustPermissions,
  issueBilltrustKey,
} from '../../libs/partners/src/billtrust/billtrust.credential.js';
import { type HttpClient, httpClient } from '../support/http-client.js';
import { medianOf } from './asked.js';
import { startLedgerProcess } from './processes.js';
import { settings } from './settings.js';
import type { Workplace } from './workplace.js';

/** Figures of one tenant, in microseconds, one median per sample. */
export interface ConfigurationFigures {
  readonly reasons: number;
  readonly byCodes: readonly number[];
  readonly listPerRow: readonly number[];
  /** Creations per second by one caller while the tenant was filled. */
  readonly createRate: number;
}

/** Measures one tenant per number of reasons, in turns, all on one ledger. */
export const measureConfigurations = async (
  workplace: Workplace,
): Promise<readonly ConfigurationFigures[]> => {
  const data = await workplace.directory('configuration');
  const tenants = await Promise.all(
    settings.reasonCounts.map(async (reasons) => ({ reasons, ...(await issueKey(data, `t${reasons}`)) })),
  );
  const server = await startLedgerProcess(data);
  const client = httpClient();
  try {
    const sides = [];
    for (const { reasons, tenant, apiKey } of tenants) {
      const root = `${server.url}/dispute/v1/tenants/${tenant}`;
      const headers = { 'x-billtrust-api-key': apiKey };
      const createRate = await fill(client, { root, headers, reasons });
      sides.push({ reasons, createRate, root, headers, byCodes: [] as number[], listPerRow: [] as number[] });
    }
    for (let sample = 0; sample < settings.samples; sample += 1)
      for (const { root, headers, reasons, byCodes, listPerRow } of sides) {
        const one = `${root}/reasons/by-category-code/C/by-reason-code/R-${reasons - 1}`;
        byCodes.push(await medianOf(settings.readsPerSample, () => client.get(one, headers)));
        const list = () => client.get(`${root}/reasons`, headers);
        listPerRow.push((await medianOf(settings.listsPerSample, list)) / reasons);
      }
    return sides.map(({ reasons, createRate, byCodes, listPerRow }) => ({
      reasons,
      createRate,
      byCodes,
      listPerRow,
    }));
  } finally {
    client.close();
    await server.stop();
  }
};

/** Creates the tenant's reasons. Resolves with the number created per second. */
const fill = async (
  client: HttpClient,
  side: { readonly root: string; readonly headers: Record<string, string>; readonly reasons: number },
): Promise<number> => {
  const { root, headers, reasons } = side;
  await created(client.post(`${root}/categories`, '{"code":"C"}', headers));
  const start = performance.now();
  for (let index = 0; index < reasons; index += 1) {
    const body = JSON.stringify({ code: `R-${index}`, categoryCode: 'C' });
    await created(client.post(`${root}/reasons`, body, headers));
  }
  return (reasons / (performance.now() - start)) * 1_000;
};

const created = async (answer: Promise<{ readonly status: number }>): Promise<void> => {
  const { status } = await answer;
  if (status !== 201) throw new Error(`A creation was answered with ${status}: the figures mean nothing.`);
};

const issueKey = async (dataDirectory: string, tenant: string) => {
  const store = await openEventStore({ dataDirectory });
  try {
    const asked = { tenant, user: randomUUID(), permissions: billtrustPermissions };
    const credentials = new Credentials(store, new SystemClock());
    return { tenant, ...(await issueBilltrustKey(credentials, asked)) };
  } finally {
    await store.close();
  }
};
