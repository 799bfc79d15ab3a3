import { OpenStreams, principalOf } from '#libs/access';
import {
  DisputeQueries,
  type DisputeView,
  type WholeDisputeList,
  WholeDisputeLists,
  type WholeListRequest,
} from '#libs/disputes';
import { type Exchange, httpLimits, RequestProblem } from '#libs/http';
import { Injectable } from '@nestjs/common';
import { heldDisputes, shownOf } from './held-disputes.js';

/** How a vendor answers with a list. */
export interface ListForm<Shell> {
  /** Returns the vendor's object for each dispute. */
  readonly objects: (views: readonly DisputeView[]) => readonly object[];
  /** Returns the body around the objects, which must be one array somewhere in it. */
  readonly body: (objects: readonly object[], list: WholeDisputeList) => Promise<Shell> | Shell;
  /** The parameters that make the list shorter, for a reader whose list is too long. */
  readonly narrowedBy: string;
}

/**
 * Answers with whole lists, for vendors whose documents know no pages. A list of one page is answered at once;
 * a longer one is streamed page by page, so that neither memory nor the event loop depends on its length.
 */
@Injectable()
export class WholeLists {
  constructor(
    private readonly lists: WholeDisputeLists,
    private readonly streams: OpenStreams,
    private readonly queries: DisputeQueries,
  ) {}

  /**
   * Returns the body of the answer.
   *
   * @throws RequestProblem 400 before the first byte when more disputes match than the list may have, and as
   * `OpenStreams.start` does.
   */
  async answer<Shell>(request: WholeListRequest, form: ListForm<Shell>, exchange: Exchange) {
    const list = await this.lists.open(request);
    const held = await heldDisputes(this.queries, request.filter.tenant ?? '', exchange);
    if (list.count > request.most) throw tooLong(request.most, form.narrowedBy);
    if (list.count <= httpLimits.maxPageSize) {
      const objects: object[] = [];
      for await (const views of list.pages()) objects.push(...form.objects(shownOf(views, held)));
      return form.body(objects, list);
    }
    const [before, after] = await aroundObjects(form, list);
    const pages = list.pages();
    // An outage at the beginning is still answered as such.
    const first = await pages.next();
    void exchange.reply.type('application/json; charset=utf-8');
    return this.streams.start(exchange, principalOf(exchange.request), async function* () {
      yield before;
      let isFirst = true;
      for (let page = first; page.done !== true; page = await pages.next()) {
        const objects = listed(form.objects(shownOf(page.value, held)));
        if (objects === '') continue;
        yield isFirst ? objects : `,${objects}`;
        isFirst = false;
      }
      yield after;
    });
  }
}

/** Cannot be in a body: JSON escapes the control character. */
const PLACE = '\u0000';

/** Returns the body's text before and after the objects of its array. */
const aroundObjects = async <Shell>(
  form: ListForm<Shell>,
  list: WholeDisputeList,
): Promise<readonly [string, string]> => {
  const text = JSON.stringify(await form.body([{ [PLACE]: 0 }], list));
  const [before = '', after = ''] = text.split(JSON.stringify({ [PLACE]: 0 }), 2);
  return [before, after];
};

const listed = (objects: readonly object[]): string =>
  objects.map((object) => JSON.stringify(object)).join(',');

const tooLong = (most: number, narrowedBy: string): RequestProblem =>
  new RequestProblem(
    'invalid-request',
    `More than ${most} disputes match, and a list has at most ${most}. Narrow it with ${narrowedBy}, or read it in pages with limit and cursor.`,
  );
