import { describe, expect, it } from '@jest/globals';
import type { LogPage, RecordedEvent } from '#libs/event-store';
import { serverSentEvents } from './event-stream.js';

const eventSaying = (text: string, position: bigint): RecordedEvent => ({
  id: `event-${position}`,
  stream: 'dispute-acme.1',
  revision: position,
  position,
  type: 'DisputeUpdateRecorded.v1',
  data: { text },
  metadata: {
    $correlationId: 'correlation',
    $causationId: 'causation',
    commandId: 'command',
    tenant: 'acme',
    actor: { name: text },
    credentialId: 'credential',
    holder: 'Gotham ODR',
    authProfile: 'documented',
    recordedAt: '2025-03-01T10:00:00.000Z',
  },
});

const streamed = async (...texts: readonly string[]): Promise<string> => {
  const events = texts.map((text, index) => eventSaying(text, BigInt(index + 1)));
  const pages = (async function* (): AsyncGenerator<LogPage> {
    yield { events, position: BigInt(events.length), isCaughtUp: true };
  })();
  let stream = '';
  const { signal } = new AbortController();
  for await (const piece of serverSentEvents(pages, { show: ({ data }) => data, signal })) stream += piece;
  return stream;
};

describe('server-sent events', () => {
  it.each(['a\u2028b', 'a\u2029b', 'a\u0085b', 'a\nb', 'a\rb', 'a\u000Bb\u000Cc', 'a\u001Cb\u001Eb'])(
    'have one line of data to a reader that splits at every line end: %j',
    async (text) => {
      const lines = (await streamed(text, 'next')).split(/[\n\r\v\f\u001C-\u001E\u0085\u2028\u2029]/);
      const data = lines
        .filter((line) => line.startsWith('data: '))
        .map((line) => JSON.parse(line.slice('data: '.length)) as object);

      expect(data).toStrictEqual([{ text }, { text: 'next' }]);
      expect(lines.filter((line) => line !== '' && !/^(?:id|event|data|retry): /.test(line))).toStrictEqual(
        [],
      );
    },
  );
});
