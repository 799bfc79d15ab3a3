import { type FieldProblem, invalidRequest, RequestProblem, validated } from '#libs/http';
import { isJsonObject, type JsonObject, type JsonValue } from '#libs/kernel';
import { AdvanceDto, OpenDisputeDto, ResolveDto, RespondDto, StepDto } from './enfinitos.dto.js';
import { misplacedFields, type Route } from './enfinitos.fields.js';
import {
  advanceProblems,
  LACK_OF_EVIDENCE,
  openingProblems,
  resolutionProblems,
  respondProblems,
} from './enfinitos.rules.js';

// Each function returns the body of its route, or throws a RequestProblem that names all that is wrong with it:
// fields, rules between fields, and fields of other routes.

type Body = JsonValue | undefined;

/** Returns the body of an opening. The lack of evidence has a code of its own if nothing else is wrong. */
export const openingBody = (body: Body, now: Date): OpenDisputeDto => {
  try {
    return bodyOf(OpenDisputeDto, { body, route: 'open', rules: (sent) => openingProblems(sent, now) });
  } catch (problem) {
    throw isLackOfEvidence(problem) ? evidenceRequired(problem) : problem;
  }
};

export const advanceBody = (body: Body): AdvanceDto =>
  bodyOf(AdvanceDto, { body, route: 'advance', rules: advanceProblems });

export const respondBody = (body: Body): RespondDto =>
  bodyOf(RespondDto, { body, route: 'respond', rules: respondProblems });

export const resolveBody = (body: Body): ResolveDto =>
  bodyOf(ResolveDto, { body, route: 'resolve', rules: resolutionProblems });

/** Returns the body of a step that requires none. */
export const stepBody = (body: Body, route: Route): StepDto =>
  bodyOf(StepDto, { body, route, rules: () => [] });

interface Asked {
  readonly body: Body;
  readonly route: Route;
  readonly rules: (sent: JsonObject) => readonly FieldProblem[];
}

const bodyOf = <Dto extends object>(dto: new () => Dto, { body, route, rules }: Asked): Dto => {
  const sent = objectIn(body);
  return validated(dto, sent, { rules: () => [...rules(sent), ...misplacedFields(route, sent)] });
};

/** Returns the members of the body. No body and null have none, so validation names what is required. */
const objectIn = (body: Body): JsonObject => {
  if (body == null) return {};
  if (isJsonObject(body)) return body;
  const hint = typeof body === 'string' && body.trim().startsWith('{') ? ': is it encoded twice?' : '';
  throw invalidRequest([{ path: '', message: `The body must be a JSON object${hint}` }]);
};

const isLackOfEvidence = (problem: unknown): problem is RequestProblem =>
  problem instanceof RequestProblem &&
  problem.fields.length === 1 &&
  problem.message.startsWith(LACK_OF_EVIDENCE);

const evidenceRequired = ({ message, fields }: RequestProblem): RequestProblem =>
  new RequestProblem('invalid-request', message, { vendorCode: 'EVIDENCE_REQUIRED', fields });
