import { describe, expect, it } from '@jest/globals';
import type { NamedTimeZone } from './named-time-zone.js';
import { readSetting, timeZone } from './settings.js';
import { EnvironmentError } from './variables.js';

const zoneOf = (name: string): NamedTimeZone => readSetting(timeZone('ZONE'), { ZONE: name });

const HOUR = 3_600_000;

describe('a time zone', () => {
  it.each([
    ['UTC', { day: '2025-01-31', start: '2025-01-31T00:00:00.000Z', hours: 24 }],
    ['Asia/Kolkata', { day: '2025-01-31', start: '2025-01-30T18:30:00.000Z', hours: 24 }],
    ['Europe/Berlin', { day: '2025-01-31', start: '2025-01-30T23:00:00.000Z', hours: 24 }],
    ['Europe/Berlin', { day: '2025-03-30', start: '2025-03-29T23:00:00.000Z', hours: 23 }],
    ['Europe/Berlin', { day: '2025-10-26', start: '2025-10-25T22:00:00.000Z', hours: 25 }],
    ['America/New_York', { day: '2025-03-09', start: '2025-03-09T05:00:00.000Z', hours: 23 }],
    ['America/New_York', { day: '2025-11-02', start: '2025-11-02T04:00:00.000Z', hours: 25 }],
    ['Australia/Lord_Howe', { day: '2025-04-06', start: '2025-04-05T13:00:00.000Z', hours: 24.5 }],
    // Midnight was left out.
    ['America/Sao_Paulo', { day: '2018-11-04', start: '2018-11-04T03:00:00.000Z', hours: 23 }],
    // The whole day was left out.
    ['Pacific/Apia', { day: '2011-12-30', start: '2011-12-30T10:00:00.000Z', hours: 0 }],
  ])('%s has the day %j', (name, { day, start, hours }) => {
    const zone = zoneOf(name);

    expect(new Date(zone.startOf(day)).toISOString()).toBe(start);
    expect(zone.endOf(day) + 1 - zone.startOf(day)).toBe(hours * HOUR);
  });

  it.each([
    [undefined, 'UTC'],
    ['', 'UTC'],
    ['Asia/Kolkata', 'Asia/Kolkata'],
    ['europe/berlin', 'Europe/Berlin'],
  ])('set as %j is %s', (text, name) => {
    expect(readSetting(timeZone('ZONE'), { ZONE: text }).name).toBe(name);
  });

  it.each([
    'Mars/Olympus',
    'Asia/Calcuta',
    '+05:30',
    '5.5',
    'IST',
    'GMT+5',
    ' UTC',
    'Europe',
    'hunter2://secret',
  ])('set as %j is rejected, without repeating it', (text) => {
    expect(() => zoneOf(text)).toThrow(
      new EnvironmentError(
        'ZONE',
        'must be the name of a time zone in the IANA database, as in Asia/Kolkata',
      ),
    );
  });
});
