import fc from 'fast-check';
import { expect, test } from 'vitest';
import { today } from '../../src/doors/today.ts';

test('the date is the one that the language reckons', () => {
  fc.assert(
    fc.property(fc.date({ min: new Date('1970-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59Z'), noInvalidDate: true }), (date) => {
      expect(today(date.getTime())).toBe(date.toISOString().slice(0, 10));
    }),
  );
});

test.each(['1970-01-01', '1999-12-31', '2000-02-29', '2000-03-01', '2100-02-28', '2100-03-01', '2400-02-29'])('the last second of %s is still of that day', (date) => {
  expect(today(Date.parse(`${date}T23:59:59Z`))).toBe(date);
});
