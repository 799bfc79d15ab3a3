import { ApiKeyGuard, Authenticated, Caller, OpenStreams, type Principal } from '#libs/access';
import { type FeedRead, LedgerFeed } from '#libs/activity';
import { LogHead, type LogPage, type RecordedEvent, UnknownPositionError } from '#libs/event-store';
import {
  assertInLog,
  describeState,
  type Exchange,
  HttpExchange,
  invalidRequest,
  type LedgerRequest,
  namesType,
  preferredType,
  validatedQuery,
  Offers,
} from '#libs/http';
import { Controller, Get, Query } from '@nestjs/common';
import { cloudEvent } from './cloud-event.js';
import { serverSentEvents } from './event-stream.js';
import { FeedQuery } from './ledger-api.dto.js';
import { limits } from './ledger-api.limits.js';
import { eventAnswer } from './ledger-api.translate.js';
import { eventColumns } from './lists/list-columns.js';
import { ListFiles, tenantPart } from './lists/list-files.js';
import { askedFile, CSV, type FileQuery, isFileType, JSON_TYPE, NDJSON } from './lists/list-form.js';
import { wholeList } from './lists/whole-list.js';
import { visibleTenant } from './visible-tenant.js';

const SERVER_SENT_EVENTS = 'text/event-stream';
const CLOUD_EVENT = 'application/cloudevents+json';
const CLOUD_EVENTS = 'application/cloudevents-batch+json';
const FEED_TYPES = [JSON_TYPE, SERVER_SENT_EVENTS, CLOUD_EVENTS, CLOUD_EVENT, CSV, NDJSON] as const;

/**
 * Every event of every dispute, and who exported, replayed or restored, in the order of the log: page by page, or
 * as they happen.
 */
@Controller('ledger/events')
export class FeedController {
  constructor(
    private readonly feed: LedgerFeed,
    private readonly streams: OpenStreams,
    private readonly head: LogHead,
    private readonly files: ListFiles,
  ) {}

  @Get()
  @Authenticated(ApiKeyGuard, 'dispute:read')
  @Offers(...FEED_TYPES)
  async events(@Caller() caller: Principal, @Query() query: object, @HttpExchange() exchange: Exchange) {
    const { request, reply } = exchange;
    const type = preferredType(request, FEED_TYPES);
    if (isFileType(type)) return this.file(caller, askedFile(query, type), exchange);
    const asked = validatedQuery(FeedQuery, query);
    const read = { tenant: visibleTenant(caller, asked.tenant), after: startOf(asked.after, exchange) };
    // Checks the position first: a stream that has begun can no longer answer 400.
    await assertInLog(this.head, read.after, parameterOf(request));
    const mayExport = caller.scopes.includes('export:create');
    const asCloudEvent = (event: RecordedEvent): object => cloudEvent(event, mayExport);
    if (type === SERVER_SENT_EVENTS) {
      if (read.after > 0n) await this.page(read, 1, request);
      const show = namesType(request, CLOUD_EVENT)
        ? asCloudEvent
        : (event: RecordedEvent): object => eventAnswer(event, mayExport);
      void reply.type(`${SERVER_SENT_EVENTS}; charset=utf-8`).header('X-Accel-Buffering', 'no');
      return this.streams.start(exchange, caller, (signal) =>
        serverSentEvents(this.feed.follow(read, signal), { show, signal }),
      );
    }
    const { events, position, isCaughtUp } = await this.page(read, asked.limit, request);
    describeState({ position }, { reply });
    if (type === JSON_TYPE)
      return {
        events: events.map((event) => eventAnswer(event, mayExport)),
        next: String(position),
        isCaughtUp,
      };
    void reply.type(`${CLOUD_EVENTS}; charset=utf-8`);
    return JSON.stringify(events.map(asCloudEvent));
  }

  private async file(caller: Principal, { form, rest }: FileQuery, exchange: Exchange) {
    const asked = validatedQuery(FeedQuery, rest);
    const tenant = visibleTenant(caller, asked.tenant);
    const start = startOf(asked.after, exchange);
    // Answers 400 for an unknown position before the file begins.
    await assertInLog(this.head, start, parameterOf(exchange.request));
    if (start > 0n) await this.page({ tenant, after: start }, 1, exchange.request);
    describeState({ position: await this.head.position() }, exchange);
    const mayExport = caller.scopes.includes('export:create');
    return this.files.start(exchange, caller, {
      form,
      name: ['events', tenantPart(caller, asked.tenant)],
      columns: eventColumns,
      show: (event: RecordedEvent) => eventAnswer(event, mayExport),
      pages: (signal) =>
        wholeList(async (after: bigint | null) => {
          const read = { tenant, after: after ?? start };
          const { events, position, isCaughtUp } = await this.feed.page(read, limits.exportFeedPageSize);
          return { rows: events, next: isCaughtUp ? null : position };
        }, signal),
    });
  }

  /**
   * Reads a page of the feed.
   *
   * @throws RequestProblem when the store has gaps between positions, and no event at the one to start after.
   */
  private async page(read: FeedRead, limit: number, request: LedgerRequest): Promise<LogPage> {
    try {
      const page = await this.feed.page(read, limit);
      // The reader's next request starts here, and then the store need not be asked where the log ends.
      this.head.note(page.position);
      return page;
    } catch (error) {
      if (!(error instanceof UnknownPositionError)) throw error;
      const path = parameterOf(request);
      throw invalidRequest([{ path, message: `${path} must be a position that the ledger has returned` }]);
    }
  }
}

/** Returns the name of what says where to start. */
const parameterOf = ({ headers }: LedgerRequest): string =>
  headers['last-event-id'] === undefined ? 'after' : 'Last-Event-ID';

/**
 * Returns the position to start after. A reader that reconnects sends `Last-Event-ID`, which overrides
 * `after`.
 *
 * @throws RequestProblem when the header is not a position.
 */
const startOf = (after: string | undefined, { request }: Exchange): bigint => {
  const seen = request.headers['last-event-id'];
  if (seen === undefined) return BigInt(after ?? 0);
  if (typeof seen === 'string' && /^\d{1,15}$/.test(seen)) return BigInt(seen);
  throw invalidRequest([
    { path: 'Last-Event-ID', message: 'Last-Event-ID must be the id of a server-sent event' },
  ]);
};
