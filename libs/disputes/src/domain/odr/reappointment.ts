import type { ArbitratorAppointment, ResolvedAppointment } from './arbitration-report.js';
import type { KnownArbitrator } from './odr-dispute.js';

/**
 * Finds whose place each reappointed arbitrator takes. The vendor's document names the predecessor by name in
 * one place and by PAN in another, so both are tried: first in the report itself, then among everyone whom
 * earlier reports named, the latest first; on the same seat before any other. Nobody takes their own place
 * (docs/vendors/smart-odr.md, "Predecessors: name or PAN").
 */
export const resolveReappointments = (
  appointments: readonly ArbitratorAppointment[],
  known: readonly KnownArbitrator[],
): readonly ResolvedAppointment[] =>
  appointments.map((appointment) => {
    const others = appointments.filter((other) => other !== appointment);
    const predecessor =
      findPredecessor(appointment, others) ?? findPredecessor(appointment, known.toReversed());
    return { ...appointment, onBehalfOfPan: predecessor?.pan ?? null };
  });

const findPredecessor = (
  { seat, pan: ownPan, onBehalfOf }: ArbitratorAppointment,
  candidates: readonly KnownArbitrator[],
): KnownArbitrator | undefined => {
  if (onBehalfOf === null) return undefined;
  const given = comparable(onBehalfOf);
  const matching = candidates.filter(
    ({ name, pan }) => pan !== ownPan && (comparable(pan) === given || comparable(name) === given),
  );
  return matching.find((candidate) => candidate.seat === seat) ?? matching[0];
};

const comparable = (text: string): string => text.trim().replace(/\s+/g, ' ').toUpperCase();
