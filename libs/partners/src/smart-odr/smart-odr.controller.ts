import { type AdmittedRequest, Authenticated, principalOf } from '#libs/access';
import { ChangeDispute, type RecordArbitrationReport, type RecordUpdate } from '#libs/disputes';
import { type Exchange, HttpExchange, type LedgerRequest } from '#libs/http';
import type { JsonValue } from '#libs/kernel';
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { admittedRequest, describeChange, receivedText } from '../command-request.js';
import { SmartOdrGuard } from './smart-odr.authentication.js';
import { SmartOdrOptions } from './smart-odr.options.js';
import { problemOf } from './smart-odr.problems.js';
import { arbitrationReportOf, type Sender, updateOf } from './smart-odr.translate.js';

interface Success {
  readonly success: true;
  readonly message: string;
}

/**
 * The wording of the document's example, not of its table (docs/vendors/smart-odr.md, "Success messages").
 */
const updateReceived = (disputeId: string): string => `Update to the Dispute ${disputeId} received`;

/** The spelling of `ComplainId` is the document's own (docs/vendors/smart-odr.md, "Success messages"). */
const reportSaved = (disputeId: string): string =>
  `Arbitration award saved successfully. ComplainId: ${disputeId}`;

@Controller()
export class SmartOdrController {
  constructor(
    private readonly commands: CommandBus,
    private readonly options: SmartOdrOptions,
  ) {}

  @Post('update')
  @HttpCode(200)
  @Authenticated(SmartOdrGuard)
  async update(@Body() body: JsonValue, @HttpExchange() exchange: Exchange): Promise<Success> {
    const command = updateOf(body, this.sender(exchange.request));
    await this.change(command, admittedRequest(exchange.request, body, actorOf(command)), exchange);
    return { success: true, message: updateReceived(command.data.disputeId) };
  }

  @Post('update_arbitration_report')
  @HttpCode(200)
  @Authenticated(SmartOdrGuard)
  async arbitrationReport(@Body() body: JsonValue, @HttpExchange() exchange: Exchange): Promise<Success> {
    const command = arbitrationReportOf(body, this.sender(exchange.request));
    await this.change(command, admittedRequest(exchange.request, body, actorOf(command)), exchange);
    return { success: true, message: reportSaved(command.data.disputeId) };
  }

  private async change(
    command: RecordUpdate | RecordArbitrationReport,
    request: AdmittedRequest,
    exchange: Exchange,
  ): Promise<void> {
    const changed = await this.commands.execute(new ChangeDispute(command.data.disputeId, command, request));
    if (changed.outcome === 'rejected') throw problemOf(changed);
    describeChange(changed, exchange);
  }

  private sender(request: LedgerRequest): Sender {
    return {
      institution: principalOf(request).holder,
      registration: this.options.registration,
      received: receivedText(request),
    };
  }
}

const actorOf = ({
  data: { userName, role },
}: RecordUpdate | RecordArbitrationReport): AdmittedRequest['actor'] => ({
  name: userName,
  role,
});
