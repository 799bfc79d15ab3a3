import { describe, expect, it } from '@jest/globals';
import { nearestOf } from './near-miss.js';

describe('the candidate that was probably meant', () => {
  it.each([
    ['resolutionCod', ['resolutionCode', 'reasonCode'], 'resolutionCode'],
    ['OPEND', ['OPENED', 'RESOLVED'], 'OPENED'],
    ['sloe', ['Sole', 'Panel'], 'Sole'],
    ['CASE_MANAGER', ['CASEMANAGER'], 'CASEMANAGER'],
    ['all', ['Internal', 'External', 'All'], 'All'],
    ['fo', ['for', 'FO'], 'FO'],
    ['wd', ['WD'], 'WD'],
    ['a-1', ['A1'], 'A1'],
  ])('is, for %s of %j, %s', (text, candidates, meant) => {
    expect(nearestOf(text, candidates)).toBe(meant);
  });

  it.each([
    ['7', ['0', '1', '2']],
    ['17', ['10', '11']],
    ['2026', ['2025']],
    ['x', ['y']],
    ['no', ['on', 'to']],
    ['id', ['ID-X', 'is']],
    ['WX', ['WD']],
    ['', ['A', '0']],
    ['OPENED', ['OPENED']],
    ['closed', ['opened']],
  ])('is none for %s of %j', (text, candidates) => {
    expect(nearestOf(text, candidates)).toBeUndefined();
  });
});
