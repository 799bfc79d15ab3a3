import {
  type CategoryAddress,
  ConfigurationQueries,
  type LinkTarget,
  type Reason,
} from '#libs/dispute-configuration';
import { type FieldProblem, invalidRequest } from '#libs/http';
import { Injectable } from '@nestjs/common';
import type { Lookup, PartialBody } from './billtrust.bodies.js';
import type { AssignReasonDto, AssignResolutionDto } from './billtrust.disputes.dto.js';
import type { UpdateCategoryDto } from './billtrust.dto.js';

/** The target that a body names, null if it names none, with everything that is wrong with its references. */
export interface Referenced {
  readonly target: LinkTarget | null;
  readonly problems: readonly FieldProblem[];
}

type ResolutionBody = PartialBody<Pick<AssignResolutionDto, 'resolutionId' | 'resolutionCode'>>;
type CategoryBody = PartialBody<Pick<AssignReasonDto, 'categoryId' | 'categoryCode'>>;
type ReasonBody = PartialBody<Omit<AssignReasonDto, 'notes'>>;
type ExternalReasonBody = PartialBody<{
  externalReasonId?: string | null;
  externalReasonCategoryId?: string | null;
}>;

/** Something that a field refers to: null if the field names nothing or something unknown. */
interface Looked<Found> {
  readonly found: Found | null;
  readonly problems: readonly FieldProblem[];
}

/**
 * Finds the tenant's reasons and resolutions that a body refers to. Whatever is unknown, and whatever
 * contradicts something else, is a problem of the fields that say so (docs/vendors/billtrust.md,
 * "References").
 */
@Injectable()
export class BilltrustReferences {
  constructor(private readonly queries: ConfigurationQueries) {}

  async resolution(tenant: string, body: ResolutionBody): Promise<Referenced> {
    const { resolutionId, resolutionCode } = body.fields;
    const byId = await looked('resolutionId', resolutionId, {
      kind: 'resolution',
      at: (id) => this.queries.resolution(tenant, { resolutionId: id }),
    });
    const byCode = await looked('resolutionCode', resolutionCode, {
      kind: 'resolution',
      at: (code) => this.queries.resolution(tenant, { code }),
    });
    const found = byId.found ?? byCode.found;
    const disagree = differs(byId.found?.resolutionId, byCode.found?.resolutionId);
    const problems = [
      ...byId.problems,
      ...byCode.problems,
      ...problem(disagree, 'resolutionCode', 'resolutionId and resolutionCode name different resolutions'),
      ...problem(
        !body.isSent('resolutionId') && !body.isSent('resolutionCode'),
        'resolutionId',
        'resolutionId or resolutionCode is required',
      ),
    ];
    return referenced(found && { kind: 'resolution', resolutionId: found.resolutionId }, problems);
  }

  /** Like `reasonIfNamed`, but a body that names no reason has a problem. */
  async reason(tenant: string, body: ReasonBody): Promise<Referenced> {
    const { target, problems } = await this.reasonIfNamed(tenant, body);
    const names = ['reasonId', 'categoryId', 'categoryCode', 'reasonCode'] as const;
    const isMissing = !names.some((name) => body.isSent(name));
    const required = 'reasonId, or categoryCode and reasonCode, are required';
    return referenced(target, [...problems, ...problem(isMissing, 'reasonId', required)]);
  }

  async reasonIfNamed(tenant: string, body: ReasonBody): Promise<Referenced> {
    const { reasonId, reasonCode } = body.fields;
    const byId = await this.reasonById(tenant, 'reasonId', reasonId);
    const category = await this.category(tenant, body);
    const byCode = await this.reasonByCode(tenant, body, category.found?.code ?? null);
    const problems = [
      ...byId.problems,
      ...category.problems,
      ...byCode.problems,
      ...contradictions(byId.found, {
        category: category.found,
        reasonCode: byCode.problems.length > 0 ? null : reasonCode,
      }),
    ];
    return referenced(reasonTarget(byId.found ?? byCode.found), problems);
  }

  async externalReasonIfNamed(tenant: string, body: ExternalReasonBody): Promise<Referenced> {
    const { externalReasonId, externalReasonCategoryId } = body.fields;
    const { found, problems } = await this.reasonById(tenant, 'externalReasonId', externalReasonId);
    const disagree = externalReasonCategoryId != null && differs(found?.categoryId, externalReasonCategoryId);
    return referenced(reasonTarget(found), [
      ...problems,
      ...problem(
        found?.visibility === 'Internal',
        'externalReasonId',
        `externalReasonId ${externalReasonId} is an internal reason; its visibility must be External or All`,
      ),
      ...problem(
        disagree,
        'externalReasonCategoryId',
        'externalReasonId is no reason of the category that externalReasonCategoryId names',
      ),
      ...problem(
        !body.isSent('externalReasonId') && externalReasonCategoryId != null,
        'externalReasonId',
        'externalReasonId is required beside externalReasonCategoryId',
      ),
    ]);
  }

  /** Returns what is wrong with the category that a reason's body names. */
  async categoryProblems(tenant: string, body: CategoryBody): Promise<readonly FieldProblem[]> {
    const { problems } = await this.category(tenant, body);
    const isMissing = !body.isSent('categoryId') && !body.isSent('categoryCode');
    return [...problems, ...problem(isMissing, 'categoryId', 'categoryId or categoryCode is required')];
  }

  /** Returns what is wrong with the default reasons of a category's body; nothing if its code is not sound. */
  async defaultReasonProblems(
    tenant: string,
    address: CategoryAddress | null,
    { fields }: PartialBody<UpdateCategoryDto>,
  ): Promise<readonly FieldProblem[]> {
    if (address === null) return [];
    const { view } = await this.queries.defaultReasonFaults(tenant, address, fields);
    return view.map(({ field, message }) => ({ path: `/${field}`, message }));
  }

  private reasonById(tenant: string, field: string, id: string | null | undefined): Promise<Looked<Reason>> {
    return looked(field, id, { kind: 'reason', at: (reasonId) => this.queries.reason(tenant, { reasonId }) });
  }

  private async category(
    tenant: string,
    { fields: { categoryId, categoryCode } }: CategoryBody,
  ): Promise<Looked<{ readonly categoryId: string; readonly code: string }>> {
    const byId = await looked('categoryId', categoryId, {
      kind: 'category',
      at: (id) => this.queries.category(tenant, { categoryId: id }),
    });
    const byCode = await looked('categoryCode', categoryCode, {
      kind: 'category',
      at: (code) => this.queries.category(tenant, { code }),
    });
    const disagree = differs(byId.found?.categoryId, byCode.found?.categoryId);
    const problems = [
      ...byId.problems,
      ...byCode.problems,
      ...problem(disagree, 'categoryCode', 'categoryId and categoryCode name different categories'),
    ];
    return { found: problems.length > 0 ? null : (byId.found ?? byCode.found), problems };
  }

  private async reasonByCode(
    tenant: string,
    body: ReasonBody,
    knownCategory: string | null,
  ): Promise<Looked<Reason>> {
    const { reasonCode } = body.fields;
    const isPlaced = body.isSent('categoryId') || body.isSent('categoryCode');
    if (reasonCode == null)
      return nothing(
        isPlaced && !body.isSent('reasonId') && !body.isSent('reasonCode'),
        'reasonCode',
        `reasonId or reasonCode is required beside ${body.isSent('categoryCode') ? 'categoryCode' : 'categoryId'}`,
      );
    if (knownCategory === null)
      return nothing(
        !isPlaced && !body.isSent('reasonId'),
        'reasonCode',
        'reasonCode needs a categoryCode or categoryId beside it, as codes are unique within a category only',
      );
    const { view } = await this.queries.reason(tenant, { categoryCode: knownCategory, code: reasonCode });
    if (view !== null) return { found: view, problems: [] };
    return nothing(true, 'reasonCode', `reasonCode ${reasonCode} is no reason of category ${knownCategory}`);
  }
}

/** Returns what contradicts the reason that `reasonId` names. */
const contradictions = (
  reason: Reason | null,
  {
    category,
    reasonCode,
  }: {
    readonly reasonCode: string | null | undefined;
    readonly category: { readonly categoryId: string; readonly code: string } | null;
  },
): readonly FieldProblem[] => {
  if (reason === null) return [];
  return [
    ...problem(
      category !== null && category.categoryId !== reason.categoryId,
      'reasonId',
      `reasonId is no reason of the category ${category?.code} that categoryId or categoryCode names`,
    ),
    ...problem(
      reasonCode != null && reasonCode !== reason.code,
      'reasonCode',
      `reasonId and reasonCode name different reasons; the code of reasonId is ${reason.code}`,
    ),
  ];
};

/** Returns the target. @throws RequestProblem that names every reference that is wrong. */
export const targetOf = ({ target, problems }: Referenced): LinkTarget => {
  if (target === null || problems.length > 0) throw invalidRequest(problems);
  return target;
};

/** Returns the lookup that finds what is wrong with the references alone. */
export const problemsOf =
  <Dto>(refer: (body: PartialBody<Dto>) => Promise<Referenced>): Lookup<Dto> =>
  async (body) =>
    (await refer(body)).problems;

const looked = async <Found>(
  field: string,
  value: string | null | undefined,
  look: { readonly kind: string; at(value: string): Promise<{ readonly view: Found | null }> },
): Promise<Looked<Found>> => {
  if (value == null) return nothing();
  const { view: found } = await look.at(value);
  return found === null
    ? nothing(true, field, `${field} ${value} is no ${look.kind} of the tenant`)
    : { found, problems: [] };
};

const nothing = (isProblem = false, field = '', message = ''): Looked<never> => ({
  found: null,
  problems: problem(isProblem, field, message),
});

const problem = (isBroken: boolean, field: string, message: string): readonly FieldProblem[] =>
  isBroken ? [{ path: `/${field}`, message }] : [];

const differs = (one: string | undefined, other: string | undefined): boolean =>
  one !== undefined && other !== undefined && one !== other;

const reasonTarget = (reason: Reason | null): LinkTarget | null =>
  reason && { kind: 'reason', reasonId: reason.reasonId };

const referenced = (target: LinkTarget | null, problems: readonly FieldProblem[]): Referenced => ({
  target: problems.length > 0 ? null : target,
  problems,
});
