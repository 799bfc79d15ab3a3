import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { updateRecorded } from '../../support/disputes.js';
import { newEvent, prepareLog } from '../../support/prepared-log.js';
import { auditorKey, type RunningLedger, startLedger } from '../../support/running-ledger.js';
import { until } from '../../support/until.js';

interface Answer {
  readonly id: string;
  readonly state: string;
  readonly result?: {
    readonly outcome: string;
    readonly differences: readonly object[];
    readonly position: string;
  };
  readonly failure?: string;
}

describe('replays over HTTP', () => {
  let ledger: RunningLedger;
  let key: string;

  const send = (
    path: string,
    apiKey = key,
    { method = 'GET', body }: { readonly method?: string; readonly body?: unknown } = {},
  ): Promise<Response> =>
    fetch(ledger.url + path, {
      method,
      headers: {
        authorization: `Bearer ${apiKey}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });

  const post = (body?: unknown, apiKey = key): Promise<Response> =>
    send('/ledger/replays', apiKey, { method: 'POST', body });

  const ended = async (started: Response): Promise<Answer> => {
    const location = started.headers.get('location') ?? '';
    const look = async () => (await (await send(location)).json()) as Answer;
    await until(async () => (await look()).state !== 'running');
    return look();
  };

  const projected = async (): Promise<void> => {
    const head = await ledger.ledger.store.headPosition();
    await until(async () => (await ledger.ledger.readStore.position()) >= head);
  };

  beforeAll(async () => {
    ledger = await startLedger();
    await prepareLog(ledger.ledger.store, { disputes: 5, eventsEach: 20 });
    key = await auditorKey(ledger);
    await projected();
  });

  afterAll(() => ledger.dispose());

  it('are accepted at once, and report their result', async () => {
    const started = await post();
    expect(started.status).toBe(202);
    expect(await started.json()).toMatchObject({ state: 'running', swap: false, progress: null });

    expect(await ended(started)).toMatchObject({
      state: 'done',
      result: {
        outcome: 'equal',
        differenceCount: 0,
        tables: expect.arrayContaining([
          expect.objectContaining({ table: 'disputes', rows: { live: 5, rebuilt: 5 } }),
        ]),
      },
    });
  });

  it('name the altered row, its dispute and its event, and mend it on request', async () => {
    await ledger.changeRows(
      "UPDATE dispute_timeline SET actor = 'Nobody' WHERE dispute_id = 'LOG-00003' AND revision = 7",
    );

    const { result } = await ended(await post({ swap: true }));

    expect(result).toMatchObject({
      outcome: 'mended',
      differences: [
        {
          table: 'dispute_timeline',
          key: { tenant: 'smartodr', dispute_id: 'LOG-00003' },
          stream: 'dispute-smartodr.LOG-00003',
          kind: 'changed',
          fields: [
            { column: 'actor', path: '', from: 'Nobody', to: 'Bruce Wayne', event: { revision: '7' } },
          ],
          event: { stream: 'dispute-smartodr.LOG-00003', revision: '7' },
        },
      ],
    });
    expect((await ended(await post())).result?.outcome).toBe('equal');
  });

  it('name the field in the row, its values, and the event that set it', async () => {
    const rows = [
      `UPDATE disputes SET view = json_set(view, '$.lastUpdate.text', 'forged', '$.report.awardAmount', 'forged', '$.warnings[0]', 'x')
       WHERE dispute_id = 'LOG-00001'`,
      `DELETE FROM dispute_timeline WHERE dispute_id = 'LOG-00002' AND revision = 4`,
      `INSERT INTO disputes SELECT tenant, 'GHOST', scheme, status, stage, document_number, account_number, updated_at,
       opened_position + 1000000, opened_ms, has_warning, search_text, view FROM disputes WHERE dispute_id = 'LOG-00004'`,
      `UPDATE dispute_counts SET growth = growth + 1 WHERE axis = 'position' AND level = 0
       AND bucket = (SELECT opened_position FROM disputes WHERE dispute_id = 'LOG-00003')`,
      `UPDATE activity SET actor = 'Nobody' WHERE dispute_id = 'LOG-00004' AND revision = 6`,
      `UPDATE dispute_versions SET status = 'closed' WHERE revision = 2
       AND opened_position = (SELECT opened_position FROM disputes WHERE dispute_id = 'LOG-00003')`,
    ];
    for (const statement of rows) await ledger.changeRows(statement);

    const { result } = await ended(await post({ swap: true }));
    const found = (table: string, ...others: object[]) =>
      expect.objectContaining({ table, ...Object.assign({}, ...others) });
    const by = (dispute: string, revision: string) =>
      expect.objectContaining({ stream: `dispute-smartodr.${dispute}`, revision });
    const field = (column: string, path: string, others: object) =>
      expect.objectContaining({ column, path, ...others });

    expect(result?.differences).toHaveLength(6);
    expect(result?.differences).toStrictEqual(
      expect.arrayContaining([
        found('disputes', {
          kind: 'changed',
          fields: expect.arrayContaining([
            field('view', '/lastUpdate/text', { from: 'forged', event: by('LOG-00001', '18') }),
            field('view', '/report/awardAmount', { from: 'forged', event: by('LOG-00001', '19') }),
            field('view', '/warnings/0/code', {
              to: 'ARBITRATOR_TYPE_MISMATCH',
              event: by('LOG-00001', '9'),
            }),
            field('view', '/warnings/0', { from: 'x', event: null }),
          ]),
        }),
        found('disputes', {
          kind: 'unexpected',
          key: { tenant: 'smartodr', dispute_id: 'GHOST' },
          event: null,
        }),
        found('dispute_timeline', { kind: 'missing', event: by('LOG-00002', '4') }),
        found('dispute_counts', {
          fields: [field('growth', '', { from: 2, to: 1, event: by('LOG-00003', '0') })],
        }),
        found('dispute_versions', {
          fields: [field('status', '', { from: 'closed', event: by('LOG-00003', '2') })],
        }),
        found('activity', {
          fields: [field('actor', '', { from: 'Nobody', to: 'Bruce Wayne', event: by('LOG-00004', '6') })],
        }),
      ]),
    );
  });

  it('are refused while one runs', async () => {
    const answers = await Promise.all([post(), post(), post()]);

    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toStrictEqual([202, 409, 409]);
    const refused = answers.find(({ status }) => status === 409);
    expect(await refused?.json()).toMatchObject({ type: 'urn:dispute-ledger:problem:conflict', status: 409 });
    for (const answer of answers) if (answer.status === 202) await ended(answer);
  });

  it.each([
    [{ swap: 'yes' }, '/swap'],
    [{ swapp: true }, '/swapp'],
    [[], ''],
  ])('refuse the body %j and name the field', async (body, field) => {
    const answer = await post(body);

    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ errors: [{ path: field }] });
  });

  it('are only for keys with the scope that are for all tenants', async () => {
    expect((await post({}, await auditorKey(ledger, ['dispute:read']))).status).toBe(403);
    const ofTenant = await auditorKey(ledger, ['dispute:read', 'replay:run'], 'smartodr');
    expect((await post({}, ofTenant)).status).toBe(403);
    expect((await send('/ledger/replays/unknown')).status).toBe(404);
  });

  it('name the event that cannot be read, and where it is', async () => {
    const { store } = ledger.ledger;
    const stream = 'dispute-smartodr.POISON-1';
    await store.append(
      stream,
      [{ ...newEvent(stream, 0, updateRecorded()), type: 'DisputeForetold.v9' }],
      'no-stream',
    );
    const place = { stream, revision: '0', position: String(await store.headPosition()) };
    // As if projections of another version had already passed it.
    await ledger.changeRows(`UPDATE checkpoints SET position = '${await store.headPosition()}'`);

    expect(await ended(await post())).toMatchObject({
      state: 'done',
      result: {
        heldBack: [{ ...place, type: 'DisputeForetold.v9', reason: expect.stringMatching(/version/) }],
      },
    });
  });
});
