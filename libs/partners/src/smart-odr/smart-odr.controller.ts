import { Authenticated, principalOf } from '#libs/access';
import {
  ChangeDispute,
  type RecordArbitrationReport,
  type RecordConciliationReport,
  type RecordStatus,
  type RecordUpdate,
} from '#libs/disputes';
import { type Exchange, HttpExchange, type LedgerRequest } from '#libs/http';
import type { JsonValue } from '#libs/kernel';
import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { admittedRequest, describeChange, receivedText } from '../command-request.js';
import { refused, SmartOdrGuard } from './smart-odr.authentication.js';
import { SmartOdrOptions } from './smart-odr.options.js';
import { problemOf } from './smart-odr.problems.js';
import {
  arbitrationReportOf,
  conciliationReportOf,
  type Sender,
  statusOf,
  updateOf,
} from './smart-odr.translate.js';

type Message = RecordUpdate | RecordStatus | RecordArbitrationReport | RecordConciliationReport;

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

/** In the style of the update's message (docs/vendors/smart-odr.md, "Success messages"). */
const statusReceived = (disputeId: string): string => `Status of the Dispute ${disputeId} received`;

/** In the style of the arbitration report's message (docs/vendors/smart-odr.md, "Success messages"). */
const conciliationSaved = (disputeId: string): string =>
  `Conciliation report saved successfully. ComplainId: ${disputeId}`;

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
    return { success: true, message: updateReceived(await this.record(updateOf, body, exchange)) };
  }

  @Post('status')
  @HttpCode(200)
  @Authenticated(SmartOdrGuard)
  async status(@Body() body: JsonValue, @HttpExchange() exchange: Exchange): Promise<Success> {
    return { success: true, message: statusReceived(await this.record(statusOf, body, exchange)) };
  }

  @Post('update_arbitration_report')
  @HttpCode(200)
  @Authenticated(SmartOdrGuard)
  async arbitrationReport(@Body() body: JsonValue, @HttpExchange() exchange: Exchange): Promise<Success> {
    return { success: true, message: reportSaved(await this.record(arbitrationReportOf, body, exchange)) };
  }

  @Post('update_conciliation_report')
  @HttpCode(200)
  @Authenticated(SmartOdrGuard)
  async conciliationReport(@Body() body: JsonValue, @HttpExchange() exchange: Exchange): Promise<Success> {
    return {
      success: true,
      message: conciliationSaved(await this.record(conciliationReportOf, body, exchange)),
    };
  }

  /** Records the message that `read` finds in the body; resolves with the dispute's id as it was sent. */
  private async record(
    read: (body: JsonValue, sender: Sender) => Message,
    body: JsonValue,
    exchange: Exchange,
  ): Promise<string> {
    const command = read(body, this.sender(exchange.request));
    const { disputeId, userName, role } = command.data;
    const request = admittedRequest(exchange.request, { name: userName, role });
    const changed = await this.commands.execute(new ChangeDispute(disputeId, command, request));
    if (changed.outcome === 'rejected') {
      const problem = problemOf(changed);
      if (changed.code !== 'token-already-used') throw problem;
      const { credentialId } = principalOf(exchange.request);
      throw refused(exchange.request, { credentialId, reason: 'the token was used before' }, problem);
    }
    describeChange(changed, exchange);
    return disputeId;
  }

  private sender(request: LedgerRequest): Sender {
    return {
      institution: principalOf(request).holder,
      registration: this.options.registration,
      received: receivedText(request),
    };
  }
}
