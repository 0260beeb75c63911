import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FeatureProfile } from '#core/lake/documents.ts';
import type { SchemaDocument } from '#core/schema/schema-document.ts';
import { telcoSchema } from '#core/schema/telco-schema.ts';
import { mostTrainingRows, trainingMemoryMib } from '#core/training/training-memory.ts';
import { trainingPlace } from '#core/training/training-place.ts';
import type { TableShape } from '#core/training/training-size.ts';

const FUNCTION = { memoryMib: 3008, threads: 2 };
const telco: TableShape = { numericColumns: 5, narrowCategories: 17, wideCategories: 0, hasDate: false };

function profileOf(labelled: number, { numeric = 5, category = 17, others = 0 } = {}): FeatureProfile {
  return {
    ...{ runId: 'r', rows: labelled, labelled, left: Math.round(labelled * 0.26), header: [] },
    parts: [{ rows: labelled }],
    numeric: Array.from({ length: numeric }, (_, index) => ({
      ...{ name: `n${index}`, missing: 0, min: 0, max: 1, mean: 0.5 },
    })),
    category: Array.from({ length: category }, (_, index) => ({
      ...{ name: `c${index}`, missing: 0, counts: {}, otherValues: others },
    })),
  };
}
const schemaWith = (training: SchemaDocument['training']): SchemaDocument => ({ ...telcoSchema, training });

describe('the memory of a training', () => {
  // Peaks of the resident memory, in MiB, as measured on two cores.
  it.each([
    [1_000_000, 2, telco, 498],
    [4_000_000, 2, telco, 952],
    [4_000_000, 4, telco, 1232],
    [9_976_916, 2, telco, 1794],
    [1_378_877, 2, telco, 582],
    [100_000, 2, { ...telco, numericColumns: 200, narrowCategories: 0 }, 750],
    [300_000, 2, { ...telco, numericColumns: 200, narrowCategories: 0 }, 1030],
  ])(
    'of %i rows on %i threads is near what was measured, and not below it',
    (rows, threads, shape, measuredMib) => {
      const planned = trainingMemoryMib(rows, shape, threads);
      expect(planned).toBeGreaterThanOrEqual(measuredMib);
      expect(planned).toBeLessThan(measuredMib * 1.25);
    },
  );

  it('holds the most rows that fit, and not one more', () => {
    const shape = fc.record({
      ...{ numericColumns: fc.nat(300), narrowCategories: fc.nat(300), wideCategories: fc.nat(50) },
      hasDate: fc.boolean(),
    });
    const threads = fc.integer({ min: 1, max: 16 });
    fc.assert(
      fc.property(shape, threads, fc.integer({ min: 2000, max: 64_000 }), (columns, size, memoryMib) => {
        const most = mostTrainingRows(memoryMib, columns, size);
        expect(trainingMemoryMib(most, columns, size)).toBeLessThanOrEqual(memoryMib * 0.6 + 1e-6);
        expect(trainingMemoryMib(most + 1, columns, size)).toBeGreaterThan(memoryMib * 0.6 - 1e-6);
        expect(mostTrainingRows(memoryMib + 1000, columns, size)).toBeGreaterThan(most);
      }),
    );
  });

  it('is too small where the process alone takes it', () => {
    expect(() => mostTrainingRows(512, telco, 2)).toThrow(
      expect.objectContaining({ code: 'TRAINING_MEMORY_TOO_SMALL' }),
    );
  });
});

describe('where a run is trained', () => {
  const placeOf = (profile: FeatureProfile, schema = telcoSchema) => trainingPlace(profile, schema, FUNCTION);

  it.each([
    ['no labels', 0, 'function'],
    ['the real base', 7043, 'function'],
    ['a million', 1_000_000, 'function'],
    ['ten million', 10_000_000, 'task'],
  ])('with %s', (_name, labelled, place) => {
    expect(placeOf(profileOf(labelled)).place).toBe(place);
  });

  it('is the task where a wide table takes the function too long', () => {
    expect(placeOf(profileOf(100_000, { numeric: 200, category: 0 })).place).toBe('function');
    const slow = placeOf(profileOf(250_000, { numeric: 200, category: 0 }));
    expect(slow).toEqual({ place: 'task', reason: expect.stringMatching(/may take a function \d+ minutes/) });
  });

  it('counts four bytes for a category of many values', () => {
    const rows = 7_500_000;
    expect(placeOf(profileOf(rows)).place).toBe('function');
    expect(placeOf(profileOf(rows, { others: 1 }))).toMatchObject({
      place: 'task',
      reason: expect.stringContaining('3008 MiB hold'),
    });
  });

  it('is the task from as many rows on as the schema says', () => {
    const schema = schemaWith({ taskFromRows: 1000 });
    expect(placeOf(profileOf(999), schema).place).toBe('function');
    expect(placeOf(profileOf(1000), schema)).toMatchObject({
      place: 'task',
      reason: expect.stringContaining('1000'),
    });
  });
});
