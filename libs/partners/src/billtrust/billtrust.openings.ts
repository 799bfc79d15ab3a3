import { type AdmittedRequest, createdId } from '#libs/access';
import type { LinkTarget } from '#libs/dispute-configuration';
import { ChangeDispute, DisputeNumbers } from '#libs/disputes';
import { type Exchange, type FieldProblem, invalidRequest, type Sound } from '#libs/http';
import { Injectable } from '@nestjs/common';
import { decimalsFault } from './billtrust.amount.js';
import { BilltrustDisputeActs } from './billtrust.dispute-acts.js';
import { type Lookup, type PartialBody, readBody } from './billtrust.bodies.js';
import { OpenDisputeDto } from './billtrust.disputes.dto.js';
import { type Acting, type Opening, openingOf } from './billtrust.disputes.translate.js';
import { BilltrustReferences } from './billtrust.references.js';

interface Asked {
  readonly request: AdmittedRequest;
  readonly acting: Acting;
  readonly sent: object;
}

/** Opens disputes over invoices for a route. */
@Injectable()
export class BilltrustOpenings {
  constructor(
    private readonly acts: BilltrustDisputeActs,
    private readonly numbers: DisputeNumbers,
    private readonly references: BilltrustReferences,
  ) {}

  /**
   * Opens the dispute, with the next code of its document, and returns it.
   *
   * @throws RequestProblem that names every field that is wrong, or when the opening is refused.
   */
  async open({ request, acting, sent }: Asked, exchange: Exchange) {
    const { tenant } = request.principal;
    const lookup: Lookup<OpenDisputeDto> = async (body) => (await this.lookedUp(tenant, body)).problems;
    const { dto, body } = await readBody(OpenDisputeDto, sent, lookup);
    let opening: Opening = { disputeId: createdId('dispute', request), ...acting };
    let external: LinkTarget | null = null;
    let isExternalOnly = false;
    return this.acts.link(
      { disputeId: opening.disputeId, request },
      {
        target: async () => {
          const found = await this.lookedUp(tenant, body);
          if (found.problems.length > 0) throw invalidRequest(found.problems);
          const { target: reason } = found.reason;
          isExternalOnly = reason === null && found.external.target !== null;
          external = reason === null ? null : found.external.target;
          opening = await this.numbered(dto, opening, request);
          return reason ?? found.external.target;
        },
        also: () => external,
        command: (link, also) =>
          openingOf(dto, opening, {
            reason: isExternalOnly ? null : link,
            externalReason: (isExternalOnly ? link : also) ?? null,
          }),
      },
      exchange,
    );
  }

  private async lookedUp(tenant: string, body: PartialBody<OpenDisputeDto>) {
    const reason = await this.references.reasonIfNamed(tenant, body);
    const external = await this.references.externalReasonIfNamed(tenant, body);
    const problems = [...amountProblems(body.fields), ...reason.problems, ...external.problems];
    return { reason, external, problems };
  }

  /** Gives a new dispute its code. One that a repeat finds has it already, and what is refused takes none. */
  private async numbered(dto: OpenDisputeDto, opening: Opening, request: AdmittedRequest): Promise<Opening> {
    const change = new ChangeDispute(opening.disputeId, openingOf(dto, opening, NO_LINKS), request);
    const disputeCode = await this.numbers.codeFor(change, dto.documentNumber);
    return { ...opening, ...(disputeCode !== null && { disputeCode }) };
  }
}

const NO_LINKS = { reason: null, externalReason: null };

const amountProblems = ({ amount, currencyCode }: Sound<OpenDisputeDto>): readonly FieldProblem[] => {
  const fault = amount == null ? null : decimalsFault(amount, currencyCode ?? null);
  return fault === null ? [] : [{ path: '/amount', message: `amount ${fault}` }];
};
