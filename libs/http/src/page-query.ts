import 'reflect-metadata';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Matches, Max, Min } from 'class-validator';
import { limits } from './limits.js';

/** The query of every list: how much of it, and from where on. */
export class PageQuery {
  @IsOptional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(limits.maxPageSize)
  limit: number = limits.defaultPageSize;

  /** As the answer before gave it. */
  @IsOptional()
  @IsString()
  @Matches(/^[A-Za-z0-9_-]{1,40}$/)
  cursor?: string;
}
