import 'reflect-metadata';
import { IsOptional, IsString, Matches } from 'class-validator';
import { QueryNumber } from './validation/field-decorators.js';
import { limits } from './limits.js';

/** The query of every list: the size of the page and where it begins. */
export class PageQuery {
  @QueryNumber({ min: 1, max: limits.maxPageSize })
  limit: number = limits.defaultPageSize;

  /** The cursor from the previous answer, opaque to the caller; without it, the first page. */
  @IsOptional()
  @IsString()
  @Matches(/^[A-Za-z0-9_-]{1,40}$/, { message: '$property must be the one of an earlier answer' })
  cursor?: string;
}

/** Returns whether the query asks for a page of a list that is whole otherwise. */
export const asksForPage = (query: object): boolean => 'limit' in query || 'cursor' in query;
