import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CUSTOMER_SORTS } from '#core/api/contract.ts';
import { RISK_LEVELS } from '#core/economics/risk-level.ts';
import {
  CUSTOMER_SORT_NAMES,
  formatRoute,
  parseRoute,
  type Route,
} from '../../frontend/src/navigation/route.ts';

const text = fc.option(fc.string({ minLength: 1, maxLength: 128, unit: 'binary' }), { nil: undefined });
const routes: fc.Arbitrary<Route> = fc.oneof(
  fc.record({ screen: fc.constant('overview'), by: text }),
  fc.record({
    screen: fc.constant('customers'),
    risk: fc.option(fc.constantFrom(...RISK_LEVELS), { nil: undefined }),
    q: text,
    sort: fc.constantFrom(...CUSTOMER_SORTS),
    cursor: text,
    customer: text,
  }),
  fc.record({ screen: fc.constant('model') }),
  fc.record({ screen: fc.constant('definitions') }),
  fc.record({ screen: fc.constant('runs'), run: text }),
);

test('an address leads back to the view it was made of', () => {
  fc.assert(
    fc.property(routes, (route) => {
      expect(parseRoute(formatRoute(route))).toEqual(route);
    }),
  );
});

test('any address can be read', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (hash) => {
      expect(parseRoute(hash).screen).toBeTruthy();
    }),
  );
});

test('what cannot be read is left out', () => {
  const view = { screen: 'customers', sort: 'expectedLoss' };
  expect(parseRoute('#/customers?risk=SEVERE&sort=name&q=')).toEqual(view);
  expect(parseRoute(`#/customers?q=${'x'.repeat(129)}`)).toEqual(view);
});

test('the start page and unknown ones', () => {
  for (const hash of ['', '#', '#/', '#/overview', '#/overview/']) {
    expect(parseRoute(hash)).toEqual({ screen: 'overview', by: undefined });
  }
  expect(parseRoute('#/settings')).toEqual({ screen: 'not-found' });
});

test('every order of the API can be chosen', () => {
  expect(CUSTOMER_SORT_NAMES.map(([sort]) => sort).toSorted()).toEqual([...CUSTOMER_SORTS].toSorted());
});
