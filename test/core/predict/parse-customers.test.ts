import { describe, expect, it } from 'vitest';
import { RequestError } from '#core/errors.ts';
import { parseCustomers } from '#core/predict/parse-customers.ts';
import { parseSchemaDocument } from '#core/schema/schema-document.ts';

const schema = parseSchemaDocument({
  name: 'gym',
  id: 'member',
  label: { column: 'quit', positive: 'y', negative: 'n' },
  tenure: 'months',
  monthlyCharge: 'fee',
  columns: [
    { name: 'months', type: 'numeric', min: 0 },
    { name: 'fee', type: 'numeric', min: 0, max: 500 },
    { name: 'visits', type: 'numeric', nullable: true },
    { name: 'plan', type: 'category', values: ['Basic', 'All inclusive', '2'] },
    { name: 'coach', type: 'category' },
  ],
  segmentBy: ['plan'],
  riskThresholds: { medium: 0.3, high: 0.6 },
  economics: {
    currency: 'EUR',
    margin: 0.4,
    horizonMonths: 6,
    offerCost: 5,
    contactCost: 1,
    acceptancePrior: { alpha: 6, beta: 14 },
  },
});
const member = { member: 'm1', months: 3, fee: 29.9, visits: 4, plan: 'Basic', coach: 'Ada' };

function faultsOf(body: unknown): Record<string, string> {
  try {
    parseCustomers(body, schema);
  } catch (error) {
    if (error instanceof RequestError)
      return Object.fromEntries(error.fields.map((f) => [f.path, f.message]));
    throw error;
  }
  return {};
}

describe('parseCustomers', () => {
  it('reads one customer or a list', () => {
    expect(parseCustomers(member, schema)).toHaveLength(1);
    const [first, second] = parseCustomers({ customers: [member, { ...member, member: 7 }] }, schema);
    expect(first?.customerId).toBe('m1');
    expect(second?.customerId).toBe('7');
    expect(first?.values.get('fee')).toBe(29.9);
  });

  it('reads cells as cleaning does: text numbers, stray spaces, case, codes given as numbers', () => {
    const [read] = parseCustomers(
      { ...member, fee: ' 29.90 ', plan: 'all  INCLUSIVE ', visits: '1e1' },
      schema,
    );
    expect(read?.values.get('fee')).toBe(29.9);
    expect(read?.values.get('plan')).toBe('All inclusive');
    expect(read?.values.get('visits')).toBe(10);
    expect(parseCustomers({ ...member, plan: 2 }, schema)[0]?.values.get('plan')).toBe('2');
  });

  it('keeps what is not known as missing, and a value never seen as it is', () => {
    const { visits: _, ...rest } = member;
    const [read] = parseCustomers({ ...rest, plan: null, coach: 'Grace' }, schema);
    expect(read?.values.get('visits')).toBeNaN();
    expect(read?.values.get('plan')).toBe('');
    expect(read?.values.get('coach')).toBe('Grace');
  });

  it('takes the label and leaves it out', () => {
    expect(parseCustomers({ ...member, quit: 'y' }, schema)[0]?.values.has('quit')).toBe(false);
  });

  it.each<[string, unknown, string]>([
    ['a missing field', { ...member, coach: undefined }, 'coach'],
    ['an unknown tenure', { ...member, months: null }, 'months'],
    ['a blank charge', { ...member, fee: ' ' }, 'fee'],
    ['words for a number', { ...member, visits: 'many' }, 'visits'],
    ['a number out of range', { ...member, fee: 501 }, 'fee'],
    ['a number that float32 cannot hold', { ...member, visits: 1e300 }, 'visits'],
    ['a flag for text', { ...member, coach: true }, 'coach'],
    ['a number for a named category', { ...member, plan: 3 }, 'plan'],
    ['a list for text', { ...member, plan: ['Basic'] }, 'plan'],
    ['text without end', { ...member, coach: 'x'.repeat(1025) }, 'coach'],
    ['a field that is no column', { ...member, shoe: 43 }, 'shoe'],
    [
      'a name every object has',
      JSON.parse('{"months":3,"fee":1,"plan":"Basic","coach":"A","__proto__":{"x":1}}'),
      '__proto__',
    ],
    ['an id that is none', { ...member, member: {} }, 'member'],
  ])('names %s', (_name, body, path) => {
    expect(Object.keys(faultsOf(body))).toEqual([path]);
  });

  it('names every fault of every customer by its place', () => {
    expect(
      Object.keys(faultsOf({ customers: [{ ...member, fee: 'x' }, 5, { ...member, shoe: 1 }] })),
    ).toEqual(['customers[0].fee', 'customers[1]', 'customers[2].shoe']);
  });

  it.each([
    [null],
    [[]],
    ['x'],
    [{ customers: [] }],
    [{ customers: 'all' }],
    [{ customers: [member], more: 1 }],
  ])('refuses the body %j', (body) => {
    expect(() => parseCustomers(body, schema)).toThrow(RequestError);
  });

  it('takes 1,000 customers and no more', () => {
    expect(parseCustomers({ customers: Array.from({ length: 1000 }, () => member) }, schema)).toHaveLength(
      1000,
    );
    expect(() => parseCustomers({ customers: Array.from({ length: 1001 }, () => member) }, schema)).toThrow(
      expect.objectContaining({ code: 'TOO_MANY_CUSTOMERS' }),
    );
  });
});
