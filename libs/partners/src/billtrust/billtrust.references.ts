import { ConfigurationQueries, type LinkTarget } from '#libs/dispute-configuration';
import { type FieldProblem, invalidRequest } from '#libs/http';
import { Injectable } from '@nestjs/common';
import type { AssignReasonDto, AssignResolutionDto } from './billtrust.disputes.dto.js';

/**
 * Finds the tenant's reason or resolution that a body refers to. An unknown one is a 400 that names the
 * field.
 */
@Injectable()
export class BilltrustReferences {
  constructor(private readonly queries: ConfigurationQueries) {}

  async resolution(tenant: string, dto: AssignResolutionDto): Promise<LinkTarget> {
    const byId = await this.resolutionAt(tenant, 'resolutionId', dto.resolutionId);
    const byCode = await this.resolutionAt(tenant, 'resolutionCode', dto.resolutionCode);
    const found = byId ?? byCode;
    if (found === null) throw wrong('resolutionId', 'resolutionId or resolutionCode is required');
    if (byCode !== null && byCode !== found)
      throw wrong('resolutionCode', 'resolutionId and resolutionCode name different resolutions');
    return { kind: 'resolution', resolutionId: found };
  }

  /** Returns the id of the resolution that the field names; null if the field is absent or null. */
  private async resolutionAt(
    tenant: string,
    field: keyof AssignResolutionDto,
    value: string | null | undefined,
  ): Promise<string | null> {
    if (value == null) return null;
    const address = field === 'resolutionId' ? { resolutionId: value } : { code: value };
    const { view } = await this.queries.resolution(tenant, address);
    if (view === null) throw wrong(field, `${field} ${value} is no resolution of the tenant`);
    return view.resolutionId;
  }

  /** Returns the reason that the body names; null if it names none. */
  async reasonIfNamed(tenant: string, dto: AssignReasonDto): Promise<LinkTarget | null> {
    const { reasonId, categoryCode, reasonCode } = dto;
    const isNamed = reasonId != null || categoryCode != null || reasonCode != null;
    return isNamed ? this.reason(tenant, dto) : null;
  }

  async reason(tenant: string, { reasonId, categoryCode, reasonCode }: AssignReasonDto): Promise<LinkTarget> {
    if (reasonId != null) {
      const { view } = await this.queries.reason(tenant, { reasonId });
      if (view === null) throw wrong('reasonId', `reasonId ${reasonId} is no reason of the tenant`);
      return { kind: 'reason', reasonId };
    }
    if (categoryCode == null || reasonCode == null)
      throw wrong('reasonId', 'reasonId, or categoryCode and reasonCode, are required');
    const { view } = await this.queries.reason(tenant, { categoryCode, code: reasonCode });
    if (view === null)
      throw wrong('reasonCode', `reasonCode ${reasonCode} is no reason of category ${categoryCode}`);
    return { kind: 'reason', reasonId: view.reasonId };
  }
}

const wrong = (field: string, message: string): Error => {
  const problem: FieldProblem = { path: `/${field}`, message };
  return invalidRequest([problem]);
};
