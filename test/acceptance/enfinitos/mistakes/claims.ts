import type { OpeningMistake } from './mistakes.js';

/** What integration engineers get wrong in the shortfall and the period of an opening. */
export const mistakesOfClaims: readonly OpeningMistake[] = [
  {
    mistake: 'the amount is a number',
    edits: { 'claimedShortfall.amount': 1200.5 },
    details: {
      '/claimedShortfall/amount': 'claimedShortfall.amount must be a decimal in quotes, as in "1200.50"',
    },
  },
  {
    mistake: 'the amount is negative',
    edits: { 'claimedShortfall.amount': '-1200.50' },
    details: {
      '/claimedShortfall/amount': 'claimedShortfall.amount must be a decimal in quotes, as in "1200.50"',
    },
  },
  {
    mistake: 'the amount is zero',
    edits: { 'claimedShortfall.amount': '0.00' },
    details: { '/claimedShortfall/amount': 'claimedShortfall.amount must be above 0' },
  },
  {
    mistake: 'the amount has a comma for the decimals',
    edits: { 'claimedShortfall.amount': '1200,50' },
    details: {
      '/claimedShortfall/amount': 'claimedShortfall.amount must be a decimal in quotes, as in "1200.50"',
    },
  },
  {
    mistake: 'the amount has an exponent',
    edits: { 'claimedShortfall.amount': '1.2e3' },
    details: {
      '/claimedShortfall/amount': 'claimedShortfall.amount must be a decimal in quotes, as in "1200.50"',
    },
  },
  {
    mistake: 'the amount has its currency',
    edits: { 'claimedShortfall.amount': 'USD 1200.50' },
    details: {
      '/claimedShortfall/amount': 'claimedShortfall.amount must be a decimal in quotes, as in "1200.50"',
    },
  },
  {
    mistake: 'the amount has ten decimals',
    edits: { 'claimedShortfall.amount': '0.1234567891' },
    details: { '/claimedShortfall/amount': 'claimedShortfall.amount must have at most 9 decimals' },
  },
  {
    mistake: 'the amount has 19 digits',
    edits: { 'claimedShortfall.amount': '1000000000000000000' },
    details: {
      '/claimedShortfall/amount': 'claimedShortfall.amount must have at most 18 digits before the point',
    },
  },
  {
    mistake: 'the shortfall is a number',
    edits: { claimedShortfall: 1200 },
    details: {
      '/claimedShortfall':
        'claimedShortfall must be an object, as in {"unit": "impressions", "amount": "1200.50"}',
    },
  },
  {
    mistake: 'the shortfall has no unit',
    edits: { 'claimedShortfall.unit': undefined },
    details: { '/claimedShortfall/unit': 'claimedShortfall.unit is required' },
  },
  {
    mistake: 'the unit is blank',
    edits: { 'claimedShortfall.unit': '  ' },
    details: { '/claimedShortfall/unit': 'claimedShortfall.unit must not be empty' },
  },
  {
    mistake: 'the unit is a whole sentence',
    edits: { 'claimedShortfall.unit': 'i'.repeat(65) },
    details: { '/claimedShortfall/unit': 'claimedShortfall.unit must have at most 64 characters' },
  },
  {
    mistake: 'the period is spelled in another way',
    edits: {
      disputedPeriod: undefined,
      disputePeriod: { start: '2023-11-07T05:31:56Z', end: '2023-11-08T05:31:56Z' },
    },
    details: {
      '/disputedPeriod':
        'disputedPeriod is required; the body has "disputePeriod": is "disputedPeriod" meant?',
    },
  },
  {
    mistake: 'the period is two texts',
    edits: { disputedPeriod: '2023-11-07/2023-11-08' },
    details: {
      '/disputedPeriod':
        'disputedPeriod must be an object, as in {"start": "2023-11-07T05:31:56Z", "end": "2023-11-08T05:31:56Z"}',
    },
  },
  {
    mistake: 'the period starts after it ends',
    edits: { 'disputedPeriod.start': '2023-11-09T00:00:00Z' },
    details: { '/disputedPeriod/end': 'disputedPeriod.end must be after start' },
  },
  {
    mistake: 'the period has no length',
    edits: { 'disputedPeriod.end': '2023-11-07T05:31:56Z' },
    details: { '/disputedPeriod/end': 'disputedPeriod.end must be after start' },
  },
  {
    mistake: 'the period ends in the future',
    edits: { 'disputedPeriod.end': '2999-01-01T00:00:00Z' },
    details: { '/disputedPeriod/end': 'disputedPeriod.end must not be in the future' },
  },
  {
    mistake: 'the start has no zone',
    edits: { 'disputedPeriod.start': '2023-11-07T05:31:56' },
    details: {
      '/disputedPeriod/start':
        'disputedPeriod.start must be an instant that exists, as in 2025-01-31T09:30:00Z: Z or an offset is missing, such as +05:30',
    },
  },
  {
    mistake: 'the start is a day',
    edits: { 'disputedPeriod.start': '2023-11-07' },
    details: {
      '/disputedPeriod/start':
        'disputedPeriod.start must be an instant that exists, as in 2025-01-31T09:30:00Z: this is a day without a time',
    },
  },
  {
    mistake: 'the start is a day of no calendar',
    edits: { 'disputedPeriod.start': '2023-02-30T00:00:00Z' },
    details: {
      '/disputedPeriod/start':
        'disputedPeriod.start must be an instant that exists, as in 2025-01-31T09:30:00Z: there is no day 2023-02-30',
    },
  },
  {
    mistake: 'the start is in seconds since 1970',
    edits: { 'disputedPeriod.start': 1699335116 },
    details: { '/disputedPeriod/start': 'disputedPeriod.start must be text, as in "2023-11-07T05:31:56Z"' },
  },
  {
    mistake: 'the end is left out',
    edits: { 'disputedPeriod.end': undefined },
    details: { '/disputedPeriod/end': 'disputedPeriod.end is required' },
  },
  {
    mistake: 'the end is written in the American way',
    edits: { 'disputedPeriod.end': '11/08/2023 05:31' },
    details: {
      '/disputedPeriod/end': 'disputedPeriod.end must be an instant that exists, as in 2025-01-31T09:30:00Z',
    },
  },
];
