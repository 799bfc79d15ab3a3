import { expect } from '@jest/globals';
import type { CrashFindings } from './crash-harness.js';

/** Expects what must hold no matter when and how often the server died. */
export const expectSound = (findings: CrashFindings): void => {
  const { lost, duplicated, misplaced, invented, surprises, logFaults } = findings;
  expect({ lost, duplicated, misplaced, invented, surprises, logFaults }).toStrictEqual({
    lost: [],
    duplicated: [],
    misplaced: [],
    invented: [],
    surprises: [],
    logFaults: [],
  });
  expect(findings.timelineOf).toStrictEqual(findings.eventsOf);
  expect(findings.rows.disputes).toStrictEqual(findings.rebuilt.disputes);
  expect(findings.rows.timeline).toStrictEqual(findings.rebuilt.timeline);
};
