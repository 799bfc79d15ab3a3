import type { FieldProblem } from '#libs/http';
import type { AdvanceDto, OpenDisputeDto, ResolveDto, RespondDto, StepDto } from './enfinitos.dto.js';

/** The routes that take a body, and what they are called in messages. */
const ROUTE = {
  open: 'POST /v1/disputes',
  advance: 'POST /v1/disputes/{id}/advance',
  respond: 'POST /v1/disputes/{id}/respond',
  resolve: 'POST /v1/disputes/{id}/resolve',
  withdraw: 'POST /v1/disputes/{id}/withdraw',
  escalate: 'POST /v1/disputes/{id}/escalate',
} as const;

export type Route = keyof typeof ROUTE;

type Field = keyof OpenDisputeDto | keyof StepDto | keyof AdvanceDto | keyof RespondDto | keyof ResolveDto;

/**
 * The routes whose bodies have the field. A field that is missing here would be accepted by other routes and
 * kept in no event, so the compiler asks for all of them.
 */
const ROUTES_OF: Readonly<Record<Field, readonly Route[]>> = {
  disputedPeriod: ['open'],
  affectedSurface: ['open'],
  claimedShortfall: ['open'],
  openedBy: ['open'],
  openedByRole: ['open'],
  evidenceBundle: ['open'],
  notes: ['open', 'advance', 'respond', 'resolve', 'withdraw', 'escalate'],
  actor: ['advance', 'respond', 'resolve', 'withdraw', 'escalate'],
  toState: ['advance'],
  operatorResponse: ['advance'],
  advertiserResponse: ['advance'],
  role: ['respond'],
  stance: ['respond'],
  proposedRemedy: ['respond'],
  by: ['respond'],
  kind: ['resolve'],
  creditNoteId: ['resolve'],
  makegoodCampaignId: ['resolve'],
  settlementAdjustment: ['resolve'],
  originalApplicationId: ['resolve'],
  resolvedBy: ['resolve'],
};

/**
 * Returns the fields of the body that this API reads on other routes only. Vendors add fields in minor
 * versions, so a field that nobody knows is accepted; one of another route is a mistake that would be lost.
 */
export const misplacedFields = (route: Route, body: object): readonly FieldProblem[] =>
  Object.entries(ROUTES_OF)
    .filter(([field, routes]) => !routes.includes(route) && valueOf(body, field) != null)
    .map(([field, routes]) => ({
      path: `/${field}`,
      message: `${field} is not a field of ${ROUTE[route]}: it belongs to ${homeOf(routes)}`,
    }));

const homeOf = (routes: readonly Route[]): string => {
  const [only, ...others] = routes.map((name) => ROUTE[name]);
  return only === undefined || others.length > 0 ? 'the later steps of a dispute' : only;
};

const valueOf = (body: object, field: string): unknown =>
  Object.hasOwn(body, field) ? (body as Readonly<Record<string, unknown>>)[field] : undefined;
