// The projections in a process of their own, over a data directory, until they have every event or are killed. The
// log is handed on in small pages, so that there are many moments between the first event and the last.
import { disputeReadModel, disputeTimelineReadModel } from '#libs/disputes';
import { dataFiles } from '#libs/environment';
import { EmbeddedEventStore } from '#libs/event-store';
import { ProjectionRunner, ReadStore } from '#libs/read-store';

const [, , dataDirectory, pageSize] = process.argv;
const files = dataFiles(dataDirectory);

class SmallPages extends EmbeddedEventStore {
  async *subscribeToAll(subscription) {
    for await (const { events, position, isCaughtUp } of super.subscribeToAll(subscription)) {
      for (let start = 0; start + pageSize < events.length; start += pageSize) {
        const page = events.slice(start, start + pageSize);
        yield { events: page, position: page.at(-1).position, isCaughtUp: false };
      }
      yield { events: events.slice(-pageSize), position, isCaughtUp };
    }
  }
}
