import { ReadStore } from '#libs/read-store';
import { Injectable } from '@nestjs/common';
import { type Kysely, sql } from 'kysely';
import type { DisputeTables } from './dispute-tables.js';

/** The id of a dispute as it is kept, and the position of its first event. */
export interface Spelling {
  readonly disputeId: string;
  readonly position: bigint;
}

/** Literals, because an index on a part of the table serves only queries that repeat its condition. */
const OTHER_SPELLING = sql<boolean>`scheme = 'smart-odr' and dispute_id <> upper(dispute_id)`;
const IN_UPPER_CASE = sql<string>`upper(dispute_id)`;

/** Creates the index on the disputes of institutions whose ids are not in upper case; it is empty without. */
export const createSpellingsIndex = async (database: Kysely<never>): Promise<void> => {
  await database.schema
    .createIndex('disputes_of_other_spellings')
    .on('disputes')
    .column('tenant')
    .expression(IN_UPPER_CASE)
    .where(OTHER_SPELLING)
    .execute();
};

/** Answers under which spellings the disputes of institutions are kept. */
@Injectable()
export class OdrSpellings {
  constructor(readonly readStore: ReadStore) {}

  /** Returns whether any tenant has a dispute of an institution whose id is not in upper case. */
  async areThereOthers(): Promise<boolean> {
    const row = await this.tables
      .selectFrom('disputes')
      .select('tenant')
      .where(OTHER_SPELLING)
      .limit(1)
      .execute();
    return row.length > 0;
  }

  /** Returns the oldest dispute that has this id in other letters; undefined if there is none. */
  async oldest(tenant: string, canonical: string): Promise<Spelling | undefined> {
    const row = await this.tables
      .selectFrom('disputes')
      .select(['dispute_id', 'opened_position'])
      .where('tenant', '=', tenant)
      .where(IN_UPPER_CASE, '=', canonical)
      .where(OTHER_SPELLING)
      .orderBy('opened_position')
      .limit(1)
      .executeTakeFirst();
    return row && { disputeId: row.dispute_id, position: BigInt(row.opened_position) };
  }

  private get tables(): Kysely<DisputeTables> {
    return this.readStore.tables<DisputeTables>();
  }
}
