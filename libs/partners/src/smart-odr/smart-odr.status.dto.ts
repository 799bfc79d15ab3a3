import 'reflect-metadata';
import { odrStatuses, type OdrStatus } from '#libs/disputes';
import { Required, Text } from '#libs/http';
import { IsIn } from 'class-validator';
import { MessageDto } from './smart-odr.dto.js';

/** `dispute` of POST /status (docs/vendors/smart-odr.md, "Status"). */
export class StatusDto extends MessageDto {
  @Required()
  @Text((text) => text.trim().toLowerCase())
  @IsIn(['conciliation', 'arbitration'])
  disputetype!: 'conciliation' | 'arbitration';

  @Required()
  @Text((text) => text.trim().toUpperCase())
  @IsIn(Object.keys(odrStatuses))
  status!: OdrStatus;
}
