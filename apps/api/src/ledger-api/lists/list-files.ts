import type { Readable } from 'node:stream';
import { OpenStreams, type Principal } from '#libs/access';
import type { Columns } from '#libs/csv';
import type { Exchange } from '#libs/http';
import { ProofLog } from '#libs/proof';
import { Clock } from '#libs/kernel';
import { Injectable } from '@nestjs/common';
import { attachmentOf, fileNameOf } from './attachment.js';
import { CSV, type FileForm } from './list-form.js';
import { csvPieces, ndjsonPieces } from './list-pieces.js';

/** A list as a file. */
export interface ListFile<Row, Shown extends object> {
  readonly form: FileForm;
  /** What the list is of, and whose: the parts of the file's name. */
  readonly name: readonly string[];
  readonly columns: Columns<Shown>;
  /** Returns a row in the form that the pages have. */
  readonly show: (row: Row) => Shown;
  readonly pages: (signal: AbortSignal) => AsyncIterable<readonly Row[]>;
}

/** Answers with whole lists, as files that are streamed as their readers take them. */
@Injectable()
export class ListFiles {
  constructor(
    private readonly streams: OpenStreams,
    private readonly clock: Clock,
    private readonly proofLog: ProofLog,
  ) {}

  /**
   * Streams the file as the body of the answer. It breaks off when the log comes in doubt.
   *
   * @throws InDoubtError while the log is in doubt.
   * @throws RequestProblem 503 or 429 with Retry-After when as many streams are open as there may be.
   */
  start<Row, Shown extends object>(
    exchange: Exchange,
    caller: Principal,
    { form, name, columns, show, pages }: ListFile<Row, Shown>,
  ): Readable | string {
    this.proofLog.standing.assertSound();
    const day = this.clock.now().toISOString().slice(0, 10);
    const isCsv = form.type === CSV;
    const body = this.streams.start(exchange, caller, (signal) =>
      isCsv
        ? csvPieces(this.sound(pages(signal)), show, { columns, hasMark: form.hasMark })
        : ndjsonPieces(this.sound(pages(signal)), show),
    );
    void exchange.reply
      .type(isCsv ? `${CSV}; charset=utf-8; header=present` : `${form.type}; charset=utf-8`)
      .header('Content-Disposition', attachmentOf(fileNameOf([...name, day], isCsv ? 'csv' : 'ndjson')));
    return body;
  }

  private async *sound<Page>(pages: AsyncIterable<Page>): AsyncGenerator<Page> {
    for await (const page of pages) {
      this.proofLog.standing.assertSound();
      yield page;
    }
  }
}

/** Returns the tenant as a part of a file's name. */
export const tenantPart = ({ tenant }: Principal, asked: string | undefined): string =>
  asked ?? tenant ?? 'all-tenants';
