import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Type } from '@nestjs/common';
import { type CreatedApp, createdApp } from './created-app.js';
import { sourceFiles } from './source-files.js';

/** What `@CommandHandler` leaves on a handler; @nestjs/cqrs does not export the name. */
const COMMAND_HANDLER_METADATA = '__commandHandler__';

let created: CreatedApp;

beforeAll(async () => {
  created = await createdApp();
});

afterAll(() => created.close());

describe('the commands on the bus', () => {
  it('have exactly one handler each', () => {
    const declared = sourceFiles().flatMap(({ text }) =>
      [...text.matchAll(/class (\w+) extends Command</g)].map(([, name]) => name),
    );
    const handled = created.providers
      .map((provider) => Reflect.getMetadata(COMMAND_HANDLER_METADATA, provider) as Type | undefined)
      .filter((command) => command !== undefined)
      .map(({ name }) => name);

    expect(declared).toContain('ChangeDispute');
    expect(handled.sort()).toStrictEqual(declared.sort());
  });
});
