import 'reflect-metadata';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Matches, Max, Min } from 'class-validator';
import { limits } from './limits.js';

/** The query of every list: the size of the page and where it begins. */
export class PageQuery {
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(limits.maxPageSize)
  limit: number = limits.defaultPageSize;

  /** The cursor from the previous answer, opaque to the caller; without it, the first page. */
  @IsOptional()
  @IsString()
  @Matches(/^[A-Za-z0-9_-]{1,40}$/)
  cursor?: string;
}
